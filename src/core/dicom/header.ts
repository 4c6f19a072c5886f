import type { OpenFile } from '../archives/extent.ts'
import { ArchiveFault, type ArchiveIssue } from '../archives/fault.ts'
import { archiveKind, type ArchiveKind, HEAD_OF_ARCHIVE } from '../archives/kinds.ts'
import type { HeaderBatch } from './batch.ts'
import { BatchBuilder } from './batch-builder.ts'
import { DEFAULT_CHARSET } from './charset.ts'
import { CreatorRegistry } from './creators.ts'
import { ElementTable } from './element-table.ts'
import { ElementWalk, type PixelValue } from './elements.ts'
import { HeaderFault, MoreBytesNeeded, notInflated, systemMessage } from './faults.ts'
import { HeaderBytes } from './header-bytes.ts'
import { inflate, type InflateProblem } from './inflate.ts'
import type { HeaderIssue } from './issues.ts'
import { checkImage, checkPixels } from './pixels-present.ts'
import { declaredEncoding, encodingOfDataSet, findStart, isDeflated, isNative } from './start.ts'
import { textOfRow } from './values.ts'

/** What became of one file. */
export type HeaderOutcome =
  /** Its values are in the batch. `sopInstanceUid` is '' where the file has none. */
  | { status: 'dicom'; sopInstanceUid: string; issues: HeaderIssue[] }
  /** A directory of other files (PS3.10 section 8), which is no instance. */
  | { status: 'dicomdir' }
  | { status: 'not-dicom' }
  /** Not DICOM either, but it may hold DICOM files. */
  | { status: 'archive'; kind: ArchiveKind }
  /** DICOM, but its header is not whole: nothing of it is in the batch. */
  | { status: 'failed'; issues: (HeaderIssue | ArchiveIssue)[] }

const TRANSFER_SYNTAX_UID = 0x00020010
const MEDIA_STORAGE_SOP_CLASS_UID = 0x00020002
const SOP_INSTANCE_UID = 0x00080018
const MEDIA_STORAGE_DIRECTORY = '1.2.840.10008.1.3.10'

const DEFAULT_BUDGET = 64 << 20
/** Beginnings of a deflated data set that are inflated one after the other until the header is whole. */
const DEFLATED_BEGINNINGS = [16 << 10, 128 << 10, 1 << 20, 8 << 20, 32 << 20]
const MAX_INFLATED = 64 << 20

const NOT_DICOM: HeaderOutcome = { status: 'not-dicom' }
const DICOMDIR: HeaderOutcome = { status: 'dicomdir' }

/**
 * Reads DICOM headers into batches for the catalogue. Every distinct value is decoded once in the life of a reader, as
 * long as the tag is not high-cardinality and memory allows; memory does not grow with the number of files.
 *
 * A header is catalogued where it is whole: to Pixel Data, or to the end of the file at the end of a top-level element.
 * File meta information (group 0002) and every top-level element become values, Pixel Data and delimiters apart. A
 * sequence has its number of items for a value, and the elements of its first item are values under its path.
 *
 * An attribute that archives hold with several VRs is several local tags, equal in tag, path and privateCreator.
 */
export class HeaderReader {
  private readonly bytes = new HeaderBytes()
  private readonly table = new ElementTable()
  private readonly creators = new CreatorRegistry()
  private readonly walk = new ElementWalk(this.bytes, this.table, this.creators)
  private readonly batch: BatchBuilder
  private inflated: HeaderBytes | null = null
  /** Whether nothing is to be kept of what is read. */
  private isTrial = false

  /** @param options.byteBudget of all that is remembered about values, in bytes; 64 MiB unless told */
  constructor(options: { byteBudget?: number } = {}) {
    this.batch = new BatchBuilder(this.creators, options.byteBudget ?? DEFAULT_BUDGET)
  }

  /**
   * Reads the header of a regular file, or of a member of an archive.
   * @param size of the file in bytes, where the caller knows it: saves asking the system
   * @param file where it is open already; it is closed
   */
  read(path: string | Buffer, size?: number, file?: OpenFile): HeaderOutcome {
    try {
      this.bytes.open(file ?? path, size)
      const outcome = this.parse()
      if (outcome !== NOT_DICOM) return outcome
      this.bytes.fill(0, HEAD_OF_ARCHIVE)
      const kind = archiveKind(this.bytes.buffer.subarray(0, this.bytes.end), path)
      return kind === null ? outcome : { status: 'archive', kind }
    } catch (error) {
      this.creators.forget()
      if (error instanceof ArchiveFault) return { status: 'failed', issues: [error.issue] }
      const reason = systemMessage(error)
      return { status: 'failed', issues: [{ code: 'file-unreadable', parameters: { reason } }] }
    } finally {
      this.bytes.close()
    }
  }

  /**
   * Goes through a header as `read` does, and keeps nothing of it. `file` may throw where it has not got a byte that this takes.
   * @throws what `file` throws
   */
  tryOut(file: OpenFile): void {
    this.isTrial = true
    try {
      this.bytes.open(file, file.size)
      this.parse()
    } finally {
      this.isTrial = false
      this.creators.forget()
      this.bytes.close()
    }
  }

  /**
   * The same from the beginning of a file in memory.
   * @param bytes the header at least @param fileSize of the whole file; that of `bytes` unless told
   */
  readBytes(bytes: Uint8Array, fileSize = bytes.length): HeaderOutcome {
    this.bytes.use(bytes, fileSize)
    try {
      return this.parse()
    } finally {
      this.bytes.close()
    }
  }

  /** Whether so much is remembered of tags that `takeBatch` should be called now: it lets the reader begin anew. */
  get isFull(): boolean {
    return this.batch.isFull
  }

  /** Everything read since the last call. Its arrays are the caller's to transfer. */
  takeBatch(): HeaderBatch {
    return this.batch.take()
  }

  private parse(): HeaderOutcome {
    const start = findStart(this.bytes)
    if (start < 0) return NOT_DICOM
    try {
      return this.parseFrom(start, this.bytes)
    } catch (error) {
      this.creators.forget()
      if (error instanceof HeaderFault) return { status: 'failed', issues: [error.issue] }
      throw error
    }
  }

  private parseFrom(start: number, bytes: HeaderBytes): HeaderOutcome {
    const { walk, table } = this
    walk.reset(bytes)
    const afterMeta = walk.walkMeta(start)
    if (this.uid(MEDIA_STORAGE_SOP_CLASS_UID) === MEDIA_STORAGE_DIRECTORY) return DICOMDIR
    const transferSyntax = this.uid(TRANSFER_SYNTAX_UID)
    if (isDeflated(transferSyntax) && bytes === this.bytes) return this.parseDeflated(start, afterMeta)
    const metaRows = table.count
    const declared = declaredEncoding(transferSyntax)
    const encoding = encodingOfDataSet(bytes, afterMeta, declared)
    walk.walk(afterMeta, encoding)
    if (bytes.partial && walk.pixels === null) throw new MoreBytesNeeded()
    if (table.count === metaRows && walk.pixels === null) {
      throw new HeaderFault('no-data-set', { size: bytes.size })
    }
    if (encoding !== declared && transferSyntax !== '') {
      const said = transferSyntax.slice(0, 64)
      walk.remarks.add('transfer-syntax-mismatch', { at: afterMeta, transferSyntax: said })
    }
    if (walk.pixels !== null) this.checkPixels(bytes, walk.pixels, encoding, isNative(transferSyntax))
    // What follows the pixels may hold Rows and Columns.
    checkImage(table, bytes, walk.pixels !== null, encoding, walk.remarks)
    const sopInstanceUid = this.uid(SOP_INSTANCE_UID)
    const issues = walk.remarks.list()
    if (this.isTrial) return { status: 'dicom', sopInstanceUid, issues }
    this.creators.keep()
    this.batch.add(table, bytes.buffer, issues)
    return { status: 'dicom', sopInstanceUid, issues }
  }

  private checkPixels(bytes: HeaderBytes, pixels: PixelValue, encoding: number, native: boolean): void {
    const { walk, table } = this
    const { remarks } = walk
    // Only the beginning of the data set is inflated: what follows Pixel Data is not there to look at.
    if (bytes.partial) return
    const { issue, end } = checkPixels(bytes, table, pixels, native)
    if (issue) remarks.add(issue.code, issue.parameters)
    // Fewer bytes than an element takes: a pad byte, if anything.
    if (bytes.size - end < 8) return
    try {
      walk.walk(end, encoding)
    } catch (error) {
      if (!(error instanceof HeaderFault)) throw error
      table.count = pixels.row
      remarks.add('trailing-bytes-ignored', { why: 'behind-pixels', fault: error.issue })
    }
  }

  /** Inflates as much of a deflated data set (PS3.5 annex A.5) as its header takes. */
  private parseDeflated(start: number, afterMeta: number): HeaderOutcome {
    const { bytes } = this
    const inflated = (this.inflated ??= new HeaderBytes())
    const refuse = (problem: InflateProblem): HeaderFault => notInflated(problem, afterMeta)
    for (const length of DEFLATED_BEGINNINGS) {
      const head = Buffer.from(bytes.rest(0, afterMeta))
      const deflated = bytes.rest(afterMeta, length)
      const isWhole = afterMeta + deflated.length >= bytes.size
      inflated.use(Buffer.concat([head, inflate(deflated, MAX_INFLATED, refuse)]), undefined, !isWhole)
      try {
        return this.parseFrom(start, inflated)
      } catch (error) {
        if (!(error instanceof MoreBytesNeeded)) throw error
        this.creators.forget()
      } finally {
        inflated.close()
      }
    }
    throw new HeaderFault('header-too-large', { why: 'deflated', mebibytes: DEFLATED_BEGINNINGS.at(-1)! >> 20 })
  }

  /** The canonical text of a top-level element that has been walked, or ''. */
  private uid(tag: number): string {
    const { table, walk } = this
    const row = table.find(tag)
    return row < 0 ? '' : textOfRow(table, row, walk.buffer, DEFAULT_CHARSET)
  }
}
