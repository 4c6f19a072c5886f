/** Sets of characters and how they are encoded: the code elements of ISO/IEC 2022 (PS3.5 section 6.1.2.5). */

export type Decode = (bytes: Uint8Array) => string

/** A set of single bytes, as 256 code points. */
export function singleByte(encoding: string): Decode {
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

export function multiByte(encoding: string): Decode {
  const decoder = new TextDecoder(encoding)
  return (bytes) => decoder.decode(bytes)
}

/**
 * Where the web's decoders take JIS characters for those of Windows (code page 932): Unicode's own tables (JIS0208.TXT,
 * JIS0212.TXT) and DICOM's other readers have the left ones.
 */
const JIS_OF_WINDOWS = new Map([
  ['\uff5e', '\u301c'], // 〜 wave dash
  ['\u2225', '\u2016'], // ‖ double vertical line
  ['\uff0d', '\u2212'], // − minus
  ['\uffe0', '\u00a2'], // ¢
  ['\uffe1', '\u00a3'], // £
  ['\uffe2', '\u00ac'] // ¬
])

export function jis(decode: Decode, wave = '\u301c'): Decode {
  return (bytes) =>
    decode(bytes).replace(/[\uff5e\u2225\uff0d\uffe0-\uffe2]/g, (character) =>
      character === '\uff5e' ? wave : (JIS_OF_WINDOWS.get(character) ?? character)
    )
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

export const latin1: Decode = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
export const EUC_JP = multiByte('euc-jp')
export const SHIFT_JIS = jis(multiByte('shift_jis'))

/** What a code element is designated to. */
export interface CodeElement {
  decode: Decode
  bytesPerCharacter: 1 | 2
}

export const one = (decode: Decode): CodeElement => ({ decode, bytesPerCharacter: 1 })
const two = (decode: Decode): CodeElement => ({ decode, bytesPerCharacter: 2 })

export const ASCII = one(latin1)
/** JIS X 0201 has ¥ and ‾ for \ and ~; DICOM separates values by that byte, so it stays a backslash. */
const ROMAJI = ASCII
export const KATAKANA = one(singleByte('shift_jis'))
const KANJI = two(jis(doubleByteG0(EUC_JP, [])))
/** JIS X 0212, which has a tilde where JIS X 0208 has the wave dash. */
const SUPPLEMENTARY_KANJI = two(jis(doubleByteG0(EUC_JP, [0x8f]), '~'))
export const HANGUL = two(multiByte('euc-kr'))
const SIMPLIFIED_CHINESE = two(multiByte('gbk'))

/** The sets of one byte by the number in their defined terms: `ISO_IR 100` and `ISO 2022 IR 100`. */
export const G1_OF_TERM = new Map<string, CodeElement>([
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
export const ESCAPES = new Map<string, { to: 'g0' | 'g1'; element: CodeElement }>([
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
