import { closeSync, fstatSync, openSync } from 'node:fs'
import { type Extent, readExtent } from './extent.ts'
import { ArchiveFault, type ArchiveIssue } from './fault.ts'
import { gunzip } from './gunzip.ts'
import { archiveKind, HEAD_OF_ARCHIVE, type OpenedKind } from './kinds.ts'
import { type ArchiveLimits, LIMITS } from './limits.ts'
import { MemberListing } from './listing.ts'
import type { Member } from './member.ts'
import { fileOf } from './open-member.ts'
import { isTarHeader, listTar } from './tar.ts'
import { temporaryFile } from './temporary-file.ts'
import { listZip } from './zip.ts'

/** An archive that is open, whose members can be read until it is closed. */
export class Archive {
  readonly kind: OpenedKind
  /** In no particular order, each with a name of its own. */
  readonly members: Member[]
  /** What keeps some members, or all, from being read. */
  readonly issues: ArchiveIssue[]
  /** Of the file. */
  readonly size: number
  /** Of the file's last change; that of an archive within another is that one's. */
  readonly mtimeMs: number
  /** Whether temporary files hold what it, or the archive itself, was unpacked to. */
  readonly isUnpacked: boolean
  private files: number[]

  /** @param files open ones, which are closed with it */
  constructor(listed: Omit<Archive, 'close'>, files: number[]) {
    this.kind = listed.kind
    this.members = listed.members
    this.issues = listed.issues
    this.size = listed.size
    this.mtimeMs = listed.mtimeMs
    this.isUnpacked = listed.isUnpacked
    this.files = files
  }

  close(): void {
    for (const file of this.files) closeSync(file)
    this.files = []
  }
}

/**
 * Opens an archive and lists its members, step by step: unpacking a .tar.gz takes a while.
 * @returns null where the file is no archive that is read in place
 * @throws the system's error
 */
export function* opening(path: string | Buffer, limits: ArchiveLimits = LIMITS): Generator<void, Archive | null> {
  const file = openSync(path, 0)
  const files = [file]
  try {
    const { size, mtimeMs } = fstatSync(file)
    return yield* openExtent({ file, at: 0, size }, path, mtimeMs, files, limits, file)
  } finally {
    for (const each of files) closeSync(each)
  }
}

/** The same of an archive that is a member of another one; nothing of it is read in any deeper one. */
export function* openingMember(
  outer: Archive,
  member: Member,
  limits: ArchiveLimits = LIMITS
): Generator<void, Archive | null> {
  const files: number[] = []
  try {
    const extent = fileOf(member, files, limits)
    return yield* openExtent(extent, member.name, outer.mtimeMs, files, limits)
  } finally {
    for (const each of files) closeSync(each)
  }
}

/** At once. */
export function finish<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** @param files open ones, for the archive to own or, where there is none, for the caller to close @param keeps the one of them that is no temporary file */
function* openExtent(
  extent: Extent,
  name: string | Buffer,
  mtimeMs: number,
  files: number[],
  limits: ArchiveLimits,
  keeps = -1
): Generator<void, Archive | null> {
  const kind = kindOf(extent, name)
  if (kind === null) return null
  const listing = new MemberListing(limits)
  const issues: ArchiveIssue[] = []
  try {
    if (kind === 'zip') yield* listZip(extent, listing)
    else yield* listTar(kind === 'tar' ? extent : yield* unpack(extent, files, issues, limits), listing)
  } catch (error) {
    if (!(error instanceof ArchiveFault)) throw error
    // A .tar.gz that is cut is a tar that is cut.
    if (issues.length === 0) issues.push(error.issue)
  }
  const { unsafe, repeated, links } = listing.leftOut
  if (unsafe + repeated + links > 0) issues.push(new ArchiveFault('archive-left-out', listing.leftOut).issue)
  const { members } = listing
  const isUnpacked = files.some((file) => file !== keeps)
  return new Archive({ kind, members, issues, size: extent.size, mtimeMs, isUnpacked }, files.splice(0))
}

function* unpack(
  archive: Extent,
  files: number[],
  issues: ArchiveIssue[],
  limits: ArchiveLimits
): Generator<void, Extent> {
  const file = temporaryFile()
  files.push(file)
  const { damage: reason, size } = yield* gunzip(archive, file, limits)
  if (reason !== undefined) issues.push(new ArchiveFault('archive-damaged', { kind: 'tar.gz', reason }).issue)
  return { file, at: 0, size }
}

function kindOf(extent: Extent, name: string | Buffer): OpenedKind | null {
  const head = Buffer.alloc(HEAD_OF_ARCHIVE)
  const read = head.subarray(0, readExtent(extent, head, 0, HEAD_OF_ARCHIVE, 0))
  const kind = archiveKind(read, name)
  if (kind === 'zip' || kind === 'tar' || kind === 'tar.gz') return kind
  return kind === null && isTarHeader(read) ? 'tar' : null
}
