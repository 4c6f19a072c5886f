/**
 * Specific Character Set (0008,0005): PS3.3 section C.12.1.1.2 and PS3.5 section 6.1.2, code extensions by ISO/IEC 2022
 * included. Text is decoded from its bytes here, piece by piece, because no decoder of the platform knows them.
 */

type Decode = (bytes: Uint8Array) => string

/** A set of single bytes, as 256 code points. */
function singleByte(encoding: string): Decode {
  const decoder = new TextDecoder(encoding)
  const characters = Array.from({ length: 256 }, (_, byte) =>
    // The web's decoders put Windows characters where the standard has C1 controls, in some of the sets.
    byte < 0xa0 ? String.fromCharCode(byte) : decoder.decode(Uint8Array.of(byte))
  )
  return (bytes) => {
    let text = ''
    for (const byte of bytes) text += characters[byte]
    return text
  }
}

function multiByte(encoding: string): Decode {
  const decoder = new TextDecoder(encoding)
  return (bytes) => decoder.decode(bytes)
}

/** Two bytes with their high bit off, as ISO 2022 has them in G0, are EUC ones with it on, behind a prefix for some. */
function doubleByteG0(decode: Decode, prefix: number[]): Decode {
  return (bytes) => {
    const euc: number[] = []
    for (let i = 0; i < bytes.length; i += 2) {
      euc.push(...prefix, bytes[i] | 0x80)
      if (i + 1 < bytes.length) euc.push(bytes[i + 1] | 0x80)
    }
    return decode(Uint8Array.from(euc))
  }
}

const latin1: Decode = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
const eucJp = multiByte('euc-jp')

/** What a code element is designated to. */
interface CodeElement {
  decode: Decode
  bytesPerCharacter: 1 | 2
}

const one = (decode: Decode): CodeElement => ({ decode, bytesPerCharacter: 1 })
const two = (decode: Decode): CodeElement => ({ decode, bytesPerCharacter: 2 })

const ASCII = one(latin1)
/** JIS X 0201 has ¥ and ‾ for \ and ~; DICOM separates values by that byte, so it stays a backslash. */
const ROMAJI = ASCII
const KATAKANA = one(singleByte('shift_jis'))
const KANJI = two(doubleByteG0(eucJp, []))
const SUPPLEMENTARY_KANJI = two(doubleByteG0(eucJp, [0x8f]))
const HANGUL = two(multiByte('euc-kr'))
const SIMPLIFIED_CHINESE = two(multiByte('gbk'))

/** The sets of one byte by the number in their defined terms: `ISO_IR 100` and `ISO 2022 IR 100`. */
const G1_OF_TERM = new Map<string, CodeElement>([
  ['100', one(latin1)],
  ['101', one(singleByte('iso-8859-2'))],
  ['109', one(singleByte('iso-8859-3'))],
  ['110', one(singleByte('iso-8859-4'))],
  ['144', one(singleByte('iso-8859-5'))],
  ['127', one(singleByte('iso-8859-6'))],
  ['126', one(singleByte('iso-8859-7'))],
  ['138', one(singleByte('iso-8859-8'))],
  ['148', one(singleByte('windows-1254'))],
  ['203', one(singleByte('iso-8859-15'))],
  ['13', KATAKANA],
  ['166', one(singleByte('windows-874'))],
  ['149', HANGUL],
  ['58', SIMPLIFIED_CHINESE]
])

/** Escape sequences (PS3.3 tables C.12-3 and C.12-4), without ESC: what they designate, and to which code element. */
const ESCAPES = new Map<string, { to: 'g0' | 'g1'; element: CodeElement }>([
  ['(B', { to: 'g0', element: ASCII }],
  ['(J', { to: 'g0', element: ROMAJI }],
  ['$B', { to: 'g0', element: KANJI }],
  ['$@', { to: 'g0', element: KANJI }],
  ['$(D', { to: 'g0', element: SUPPLEMENTARY_KANJI }]
])
for (const [sequence, term] of [
  ['-A', '100'],
  ['-B', '101'],
  ['-C', '109'],
  ['-D', '110'],
  ['-L', '144'],
  ['-G', '127'],
  ['-F', '126'],
  ['-H', '138'],
  ['-M', '148'],
  ['-b', '203'],
  [')I', '13'],
  ['-T', '166'],
  ['$)C', '149'],
  ['$)A', '58']
]) {
  ESCAPES.set(sequence, { to: 'g1', element: G1_OF_TERM.get(term) as CodeElement })
}

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
      while (end < bytes.length && element === g1 && bytes[end] >= 0xa0) end += element.bytesPerCharacter
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

function escapeAt(bytes: Uint8Array, i: number): string {
  for (const length of [2, 3]) {
    const sequence = String.fromCharCode(...bytes.subarray(i, i + length))
    if (ESCAPES.has(sequence)) return sequence
  }
  return ''
}

/** The default repertoire. Bytes above it, which it does not allow, are read as Latin-1, as most programs do. */
export const DEFAULT_CHARSET = new Charset(0, [], latin1, ASCII, ASCII)

const UTF_8 = multiByte('utf-8')
const GB18030 = multiByte('gb18030')
const GBK = multiByte('gbk')

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
    const terms = value.split('\\', 16).map(normaliseTerm)
    const unknown = terms.filter((term) => term !== '' && !isDefined(term))
    const first = terms[0]
    const id = this.nextId++
    const whole = wholeDecoder(first)
    if (whole) return new Charset(id, unknown, whole, ASCII, ASCII)
    const number = numberOf(first)
    const g1 = G1_OF_TERM.get(number) ?? one(latin1)
    // Without code extensions ESC would be a control character that no text may hold: so they are always understood.
    return new Charset(id, unknown, null, number === '13' ? ROMAJI : ASCII, g1)
  }
}

/** The terms are met with all kinds of separators: `ISO-IR 100`, `ISO IR 100`, `iso_ir_100`. */
function normaliseTerm(term: string): string {
  return term.trim().toUpperCase().replaceAll(/[-_ ]/g, ' ')
}

function numberOf(term: string): string {
  return /^ISO (?:2022 )?IR (\d{1,3})$/.exec(term)?.[1] ?? ''
}

function wholeDecoder(term: string): Decode | null {
  if (term === 'ISO IR 192' || term === 'ISO 2022 IR 192' || term === 'UTF 8') return UTF_8
  if (term === 'GB18030' || term === 'ISO 2022 GB18030') return GB18030
  return term === 'GBK' || term === 'ISO 2022 GBK' ? GBK : null
}

function isDefined(term: string): boolean {
  const number = numberOf(term)
  return wholeDecoder(term) !== null || G1_OF_TERM.has(number) || ['6', '87', '159'].includes(number)
}
