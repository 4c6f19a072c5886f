import { LATIN_1, understand } from './charset-terms.ts'
import { ASCII, type CodeElement, type Decode, ESCAPES, KATAKANA, latin1, SHIFT_JIS } from './code-elements.ts'

/**
 * Specific Character Set (0008,0005): PS3.3 section C.12.1.1.2 and PS3.5 section 6.1.2, code extensions by ISO/IEC 2022
 * included. Text is decoded from its bytes here, piece by piece, because no decoder of the platform knows them.
 */

const ESC = 0x1b
const BACKSLASH = 0x5c

/** How the text of a data set is encoded. */
export class Charset {
  /** Tells apart charsets that decode differently; never reused. */
  readonly id: number
  /** Terms of (0008,0005) that are not defined. */
  readonly unknown: string[]
  private readonly whole: Decode | null
  private readonly g0: CodeElement
  private readonly g1: CodeElement

  constructor(id: number, unknown: string[], whole: Decode | null, g0: CodeElement, g1: CodeElement) {
    this.id = id
    this.unknown = unknown
    this.whole = whole
    this.g0 = g0
    this.g1 = g1
  }

  /**
   * The text of some bytes. At a control character, and at a delimiter where `isMultiValued` or `isName` says that it is
   * one, the code elements fall back to the initial ones (PS3.5 section 6.1.2.5.3).
   */
  decode(bytes: Uint8Array, isMultiValued: boolean, isName: boolean): string {
    if (isPlainAscii(bytes)) return latin1(bytes)
    if (this.whole) return this.whole(bytes)
    let { g0, g1 } = this
    let text = ''
    let i = 0
    while (i < bytes.length) {
      const byte = bytes[i]
      if (byte === ESC) {
        const escape = escapeAt(bytes, i + 1)
        if (escape) {
          const { to, element } = ESCAPES.get(escape) as { to: 'g0' | 'g1'; element: CodeElement }
          if (to === 'g0') g0 = element
          else g1 = element
          i += 1 + escape.length
          continue
        }
      }
      // Kanji in Shift-JIS, where katakana are declared: their first bytes mean nothing else there.
      if (g1 === KATAKANA && isShiftJisPair(byte, bytes[i + 1])) {
        text += SHIFT_JIS(bytes.subarray(i, i + 2))
        i += 2
        continue
      }
      const isControl = (byte & 0x7f) < 0x20
      if (isControl || (byte === 0x20 && g0.bytesPerCharacter === 2)) {
        if (byte === 9 || byte === 10 || byte === 12 || byte === 13) ({ g0, g1 } = this)
        text += String.fromCharCode(byte)
        i++
        continue
      }
      const element = byte < 0x80 ? g0 : g1
      if (element === g0 && g0.bytesPerCharacter === 1) {
        if ((isMultiValued && byte === BACKSLASH) || (isName && (byte === 0x5e || byte === 0x3d))) ({ g0, g1 } = this)
      }
      let end = i + element.bytesPerCharacter
      // A run of characters of one code element, so that it takes one call.
      const most = element === KATAKANA ? 0xdf : 0xff
      while (end < bytes.length && element === g1 && bytes[end] >= 0xa0 && bytes[end] <= most)
        end += element.bytesPerCharacter
      text += element.decode(bytes.subarray(i, end))
      i = end
    }
    return text
  }
}

function isPlainAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] >= 0x80 || bytes[i] === ESC) return false
  }
  return true
}

/** Whether two bytes are a character of JIS X 0208 in Shift-JIS. @param second undefined at the end */
function isShiftJisPair(first: number, second: number | undefined): boolean {
  if (second === undefined || second < 0x40 || second === 0x7f || second > 0xfc) return false
  return (first > 0x80 && first < 0xa0) || (first >= 0xe0 && first <= 0xfc)
}

function escapeAt(bytes: Uint8Array, i: number): string {
  for (const length of [2, 3]) {
    const sequence = String.fromCharCode(...bytes.subarray(i, i + length))
    if (ESCAPES.has(sequence)) return sequence
  }
  return ''
}

/** The default repertoire. Bytes above it, which it does not allow, are read as Latin-1, as most programs do. */
export const DEFAULT_CHARSET = new Charset(0, [], latin1, ASCII, ASCII)

/** Different values of (0008,0005) that are remembered at most. */
const MAX_REMEMBERED = 256

/** The charsets of an archive by the value of their (0008,0005). */
export class Charsets {
  private readonly byValue = new Map<string, Charset>([['', DEFAULT_CHARSET]])
  private nextId = 1

  /** @param value of (0008,0005), canonical, its values joined by `\` */
  of(value: string): Charset {
    const hit = this.byValue.get(value)
    if (hit) return hit
    const charset = this.parse(value)
    if (this.byValue.size >= MAX_REMEMBERED) {
      this.byValue.clear()
      this.byValue.set('', DEFAULT_CHARSET)
    }
    this.byValue.set(value, charset)
    return charset
  }

  private parse(value: string): Charset {
    const terms = value.split('\\', 16).map((term) => term.trim())
    const unknown = terms.filter((term) => term !== '' && understand(term) === null).map(spaced)
    const { whole = null, g1 = LATIN_1 } = understand(terms[0]) ?? {}
    // Without code extensions ESC would be a control character that no text may hold: so they are always understood.
    return new Charset(this.nextId++, unknown, whole, ASCII, g1)
  }
}

/** A term as issues name it. */
function spaced(term: string): string {
  return term.toUpperCase().replaceAll(/[-_ ]/g, ' ')
}
