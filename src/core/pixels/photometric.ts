import { addRemark, excerpt, type Remark } from './remarks.ts'
import { cannotDecode } from './undecodable.ts'

/** Photometric Interpretations that are read, and the samples that a pixel of each has (PS3.3 section C.7.6.3.1.2). */
const SAMPLES = {
  MONOCHROME1: 1,
  MONOCHROME2: 1,
  'PALETTE COLOR': 1,
  RGB: 3,
  YBR_FULL: 3,
  YBR_FULL_422: 3,
  YBR_ICT: 3,
  YBR_RCT: 3,
  YBR_PARTIAL_420: 3,
  YBR_PARTIAL_422: 3
} as const

const BY_SPELLING = new Map(Object.keys(SAMPLES).map((name) => [spelling(name), name]))

/**
 * The Photometric Interpretation as the standard spells it. Case, blanks, underscores and other marks do not tell two of them apart.
 * Where there is none, or one that is unknown, a pixel of one sample is grey.
 * @param told by the file
 * @throws MedoidError `pixels-unsupported`
 */
export function readPhotometric(told: string, samples: number, remarks: Remark[]): string {
  if (spelling(told) === '') return checked(samples === 1 ? 'MONOCHROME2' : 'RGB', samples)
  const known = BY_SPELLING.get(spelling(told))
  if (known !== undefined) return checked(known, samples)
  if (samples !== 1) {
    throw cannotDecode('pixels-unsupported', { why: 'photometric', photometric: told.slice(0, 16) })
  }
  addRemark(remarks, 'photometric-assumed', { text: excerpt(told), assumed: 'MONOCHROME2' })
  return 'MONOCHROME2'
}

function spelling(text: string): string {
  return text.toUpperCase().replace(/[^A-Z0-9]/g, '')
}

function checked(photometric: string, samples: number): string {
  if (samples === SAMPLES[photometric as keyof typeof SAMPLES]) return photometric
  throw cannotDecode('pixels-unsupported', { why: 'samples', photometric, samples })
}
