import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Archive, finish, opening } from '../../../src/core/archives/archive.ts'
import { ArchiveFault } from '../../../src/core/archives/fault.ts'
import { type ArchiveLimits, LIMITS } from '../../../src/core/archives/limits.ts'
import type { Member } from '../../../src/core/archives/member.ts'
import { openMember } from '../../../src/core/archives/open-member.ts'
import { temporaryFolder } from '../catalogue/synthetic.ts'

/** An archive of these bytes, for the caller to close; null where it is none. */
export function archiveOf(name: string, bytes: Buffer, limits: Partial<ArchiveLimits> = {}): Archive | null {
  const path = join(temporaryFolder(), name)
  writeFileSync(path, bytes)
  return finish(opening(path, { ...LIMITS, ...limits }))
}

/** What members hold, by name; the code of the fault and why, in brackets, of those that are not read. */
export function contents(archive: Archive, limits: Partial<ArchiveLimits> = {}): Record<string, string> {
  return Object.fromEntries(
    archive.members.map((member) => [member.name.toString('latin1'), textOf(member, { ...LIMITS, ...limits })])
  )
}

function textOf(member: Member, limits: ArchiveLimits): string {
  try {
    const file = openMember(member, limits)
    try {
      const bytes = Buffer.alloc(file.size)
      return bytes.toString('latin1', 0, file.read(bytes, 0, file.size, 0))
    } finally {
      file.close()
    }
  } catch (error) {
    if (!(error instanceof ArchiveFault)) throw error
    return `[${error.code}: ${(error.parameters as { why: string }).why}]`
  }
}

/** Codes of the issues of an archive. */
export function codes(archive: Archive): string[] {
  return archive.issues.map(({ code }) => code)
}

/** Members and issues of an archive, which is closed. */
export function look(
  name: string,
  bytes: Buffer,
  limits: Partial<ArchiveLimits> = {}
): { members: Record<string, string>; issues: string[] } | null {
  const archive = archiveOf(name, bytes, limits)
  if (archive === null) return null
  try {
    return { members: contents(archive, limits), issues: codes(archive) }
  } finally {
    archive.close()
  }
}
