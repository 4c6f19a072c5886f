/** What the contrast of an MR image follows from; times in milliseconds, NaN where the file has none. */
interface Contrast {
  /** Image Type and Scanning Sequence, value by value, upper-case. */
  imageType: readonly string[]
  sequence: readonly string[]
  echo: number
  repetition: number
  inversion: number
  /** Diffusion b-value, in s/mm². */
  b: number
}

/** Image Type names the contrast of some images, the calculated ones first (PS3.3, sections C.8.3.1.1.1 and C.8.13.3.1.1). */
const NAMED: readonly (readonly [value: RegExp, word: string])[] = [
  [/^ADC\b/, 'ADC'],
  [/^(?:FA|TENSOR)\b/, 'diffusion tensor'],
  [/^(?:DIFFUSION|TRACEW)\b/, 'diffusion'],
  [/^(?:PERFUSION|ASL)\b/, 'perfusion'],
  [/^FMRI\b/, 'fMRI'],
  [/^(?:TOF|TIME OF FLIGHT)\b/, 'TOF'],
  [/^SWI\b/, 'SWI'],
  [/^WATER\b/, 'water'],
  [/^FAT\b/, 'fat'],
  [/^IN PHASE\b/, 'in phase'],
  [/^(?:OUT|OPP)(?:OSED)? PHASE\b/, 'out of phase'],
  [/^T1\b/, 'T1'],
  [/^T2\b/, 'T2']
]

/**
 * How an MR image is weighted. Where Image Type does not say it, from the times, for spin echo only, as textbooks draw the lines
 * (McRobbie et al., MRI from Picture to Proton, 2017, chapter 3: T1 short TR and short TE, PD long TR and short TE, T2 long TR and
 * long TE); what lies between them is not named. A long inversion time with a long TE suppresses fluid (FLAIR).
 * @returns '' where it is not known
 */
export function weightingOf({ imageType, sequence, echo, repetition, inversion, b }: Contrast): string {
  const named = NAMED.find(([pattern]) => imageType.some((value) => pattern.test(value)))
  if (named !== undefined) return named[1]
  if (b > 0) return 'diffusion'
  if (sequence.includes('GR') || sequence.includes('EP')) return ''
  if (echo >= 70 && repetition >= 2000) return inversion >= 1500 ? 'FLAIR' : 'T2'
  if (echo <= 30 && repetition >= 2000) return 'PD'
  return echo <= 30 && repetition >= 300 && repetition <= 900 ? 'T1' : ''
}
