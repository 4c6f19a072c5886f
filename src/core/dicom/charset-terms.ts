import {
  type CodeElement,
  type Decode,
  EUC_JP,
  G1_OF_TERM,
  HANGUL,
  jis,
  KATAKANA,
  latin1,
  multiByte,
  one,
  singleByte
} from './code-elements.ts'

/** What a term of (0008,0005) makes of bytes as they come: all of them, or those from 80 on. */
interface Repertoire {
  whole?: Decode
  g1?: CodeElement
}

export const LATIN_1 = one(latin1)
const UTF_8 = multiByte('utf-8')
const GB18030 = multiByte('gb18030')
const GBK = multiByte('gbk')

const WHOLE_OF_TERM = new Map([
  ['192', UTF_8],
  ['UTF8', UTF_8],
  ['GB18030', GB18030],
  ['GBK', GBK]
])
/** In these sets ESC introduces what follows, whatever the first term: nothing of them is there as the bytes come. */
const DESIGNATED_ONLY = new Set(['6', '87', '159'])

/**
 * The terms are met with all kinds of separators and without their beginning: `ISO-IR 100`, `iso_ir_100`, `ISO 2022 58`,
 * `UTF-8`. Beside them, the names that encodings have elsewhere: `latin1`, `windows-1252`, `shift_jis`.
 * @returns null where the term means nothing
 */
export function understand(term: string): Repertoire | null {
  const letters = term.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
  const name = /^(?:ISO)?(?:2022)?(?:IR)?(\d{1,3}|GBK|GB18030|UTF8)$/.exec(letters)?.[1] ?? ''
  const whole = WHOLE_OF_TERM.get(name)
  if (whole) return { whole }
  const g1 = G1_OF_TERM.get(name)
  if (g1) return { g1 }
  return DESIGNATED_ONLY.has(name) ? {} : encoding(term)
}

/** By a name of the WHATWG's Encoding Standard, which are those of the IANA and more. */
function encoding(term: string): Repertoire | null {
  const own = term.toLowerCase()
  const label = own.replaceAll(/[_ ]/g, '-')
  const found = [own, label, label.replaceAll('-', '')].map(canonicalEncoding).find((each) => each !== '') ?? ''
  switch (found) {
    case 'utf-8':
      return { whole: UTF_8 }
    case 'shift_jis':
      return { g1: KATAKANA }
    case 'euc-jp':
      return { whole: jis(EUC_JP) }
    case 'euc-kr':
      return { g1: HANGUL }
    case 'iso-2022-jp':
      return {}
    case 'windows-1252':
      // To the web, ISO 8859-1 is Windows's.
      return /1252/.test(label) ? { whole: multiByte(found) } : { g1: LATIN_1 }
    // The first is no encoding, the others no text of DICOM, where ASCII is ASCII.
    case '':
    case 'utf-16le':
    case 'utf-16be':
    case 'replacement':
    case 'x-user-defined':
      return null
    default:
      return found.startsWith('iso-') ? { g1: one(singleByte(found)) } : { whole: multiByte(found) }
  }
}

function canonicalEncoding(label: string): string {
  try {
    return new TextDecoder(label).encoding
  } catch {
    // No name of an encoding.
    return ''
  }
}
