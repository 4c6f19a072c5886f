import { sayMessage } from '../../messages/message.ts'
import { PLAIN_TERMS } from '../../messages/terms.ts'
import { MedoidError } from '../errors.ts'
import { type Charset, Charsets, DEFAULT_CHARSET } from './charset.ts'
import { CreatorRegistry } from './creators.ts'
import { standardEntry, tagText } from './dictionary.ts'
import { ElementTable, NOT_READ } from './element-table.ts'
import { ElementWalk } from './elements.ts'
import { HeaderFault, notInflated, systemMessage } from './faults.ts'
import { HeaderBytes } from './header-bytes.ts'
import { inflate } from './inflate.ts'
import type { HeaderIssue } from './issues.ts'
import type { ElementList, ListedElement } from './listed-element.ts'
import { ITEM, UNDEFINED_LENGTH } from './marks.ts'
import { checkImage, checkPixels } from './pixels-present.ts'
import { privateName } from './private-elements.ts'
import { declaredEncoding, encodingOfDataSet, findStart, isDeflated, isNative } from './start.ts'
import { textOfRow } from './values.ts'
import { IS_TEXT, NUMBER_BYTES, VR, VR_NAMES } from './vr.ts'

const TRANSFER_SYNTAX_UID = 0x00020010
const SPECIFIC_CHARACTER_SET = 0x00080005

/** Elements that are listed: items beyond are counted only. */
const MAX_LISTED = 20_000
/** Characters of all values together. */
const MAX_CHARACTERS = 8 << 20
/** Numbers of longer values are not listed (as in values.ts). */
const MAX_NUMBERS = 1024
const MAX_INFLATED = 64 << 20

/**
 * Lists all elements of a DICOM file, those of every item of every sequence too. Of a file that is damaged, what comes before
 * the damage. Bytes that are neither text nor numbers are told by their length.
 * @throws MedoidError `file-unreadable`, `not-dicom`
 */
export function listElements(path: string | Buffer): ElementList {
  const file = new HeaderBytes()
  try {
    file.open(path)
    return list(file)
  } catch (error) {
    throw new MedoidError('file-unreadable', { reason: systemMessage(error) }, { cause: error })
  } finally {
    file.close()
  }
}

function list(file: HeaderBytes): ElementList {
  const start = findStart(file)
  if (start < 0) throw new MedoidError('not-dicom', {})
  const creators = new CreatorRegistry()
  const table = new ElementTable()
  const walk = new ElementWalk(file, table, creators)
  walk.sequences.rowsOfAllItems = MAX_LISTED
  walk.reset(file)
  const found = new Texts(creators)
  const faults: string[] = []
  const remarks: string[] = []
  const attempt = (step: () => void): void => {
    try {
      step()
    } catch (error) {
      if (!(error instanceof HeaderFault)) throw error
      faults.push(error.message)
    }
  }
  attempt(() => {
    let bytes = file
    let position = walk.walkMeta(start)
    const row = table.find(TRANSFER_SYNTAX_UID)
    const transferSyntax = row < 0 ? '' : found.text(table, walk.buffer, row, DEFAULT_CHARSET)
    if (isDeflated(transferSyntax)) {
      found.add(table, walk.buffer)
      remarks.push(...walk.remarks.list().map(said))
      bytes = new HeaderBytes()
      const deflated = file.range(position, MAX_INFLATED)
      bytes.use(inflate(deflated, MAX_INFLATED, (problem) => notInflated(problem, null)))
      walk.reset(bytes)
      position = 0
    }
    const encoding = encodingOfDataSet(bytes, position, declaredEncoding(transferSyntax))
    const before = faults.length
    attempt(() => walk.walk(position, encoding))
    const { pixels } = walk
    if (faults.length === before) checkImage(table, bytes, pixels !== null, encoding, walk.remarks)
    if (pixels === null) return
    const vr = pixels.length === UNDEFINED_LENGTH ? VR.OB : VR.OW
    table.add(pixels.tag, vr, 0, 0, pixels.length, 0, NOT_READ)
    const { issue, end } = checkPixels(bytes, table, pixels, isNative(transferSyntax))
    if (issue) remarks.push(said(issue))
    // Fewer bytes than an element takes: a pad byte, if anything.
    if (bytes.size - end >= 8) attempt(() => walk.walk(end, encoding))
  })
  found.add(table, walk.buffer)
  if (found.isCut) faults.push(`The file holds more than is listed: ${MAX_LISTED} elements, or 8 million characters.`)
  remarks.push(...walk.remarks.list().map(said))
  return { elements: found.elements, incomplete: faults.join(' '), remarks }
}

function said(issue: HeaderIssue): string {
  return sayMessage(issue, PLAIN_TERMS)
}

/** Rows of a table as texts. */
class Texts {
  readonly elements: ListedElement[] = []
  isCut = false
  private characters = 0
  private readonly charsets = new Charsets()
  private readonly creators: CreatorRegistry

  constructor(creators: CreatorRegistry) {
    this.creators = creators
  }

  add(table: ElementTable, buffer: Buffer): void {
    /** By depth: that of a data set holds in what is nested in it, until that has its own (PS3.3 section C.12.1.1.2). */
    const charsetAt: Charset[] = [DEFAULT_CHARSET]
    for (let row = 0; row < table.count; row++) {
      if (this.elements.length >= MAX_LISTED || this.characters > MAX_CHARACTERS) {
        this.isCut = true
        return
      }
      const depth = table.depths[row]
      const tag = table.tags[row]
      const length = table.lengths[row]
      const about = this.nameOf(tag, table.creators[row])
      const vr = table.vrs[row]
      if (tag === ITEM || vr === VR.SQ) {
        // An item begins its data set with what holds around it.
        if (tag === ITEM) charsetAt[depth] = charsetAt[depth - 1]
        this.elements.push({
          ...about,
          depth: 2 * depth - (tag === ITEM ? 1 : 0),
          vr: tag === ITEM ? '' : 'SQ',
          value: null,
          length
        })
        continue
      }
      const value = this.text(table, buffer, row, charsetAt[depth] ?? DEFAULT_CHARSET)
      if (tag === SPECIFIC_CHARACTER_SET) charsetAt[depth] = this.charsets.of(value)
      this.characters += value.length
      this.elements.push({
        ...about,
        depth: 2 * depth,
        vr: VR_NAMES[vr],
        value: isShown(vr, length, table.flags[row]) ? value : null,
        length: length === UNDEFINED_LENGTH ? null : length
      })
    }
  }

  text(table: ElementTable, buffer: Buffer, row: number, charset: Charset): string {
    return isShown(table.vrs[row], table.lengths[row], table.flags[row]) ? textOfRow(table, row, buffer, charset) : ''
  }

  private nameOf(tag: number, creator: number): Pick<ListedElement, 'tag' | 'keyword' | 'creator' | 'privateName'> {
    if (tag === ITEM) return { tag: '', keyword: '', creator: '', privateName: '' }
    const text = tagText(tag)
    const name = this.creators.names[creator]
    return {
      tag: text,
      keyword: standardEntry(tag)?.keyword ?? '',
      creator: name,
      privateName: privateName(text, name)
    }
  }
}

/** Whether a value is text or a few numbers. */
function isShown(vr: number, length: number, flags: number): boolean {
  if (flags & NOT_READ) return false
  if (length === 0 || IS_TEXT[vr] === 1) return true
  return NUMBER_BYTES[vr] > 0 && length <= MAX_NUMBERS && length % (vr === VR.AT ? 4 : NUMBER_BYTES[vr]) === 0
}
