import { parseDecimal } from '../numbers.ts'
import { parseAge } from '../features/parse.ts'
import { is, type ContradictionRule, within } from './rule.ts'

/** Numbers that no scanner has; both ends are part of it. Units as in PS3.3. */
const IMPOSSIBLE: readonly { tag: string; from: number | null; to: number | null }[] = [
  // mm. A localizer may give its length here, which is no thickness of a slice either.
  { tag: 'SliceThickness', from: 100, to: null },
  { tag: 'SliceThickness', from: null, to: -0.001 },
  { tag: 'SpacingBetweenSlices', from: 100, to: null },
  { tag: 'PixelSpacing', from: null, to: 0 },
  { tag: 'PixelSpacing', from: 50, to: null },
  // Degrees and milliseconds.
  { tag: 'FlipAngle', from: 361, to: null },
  { tag: 'EchoTime', from: 10_000, to: null },
  { tag: 'RepetitionTime', from: 100_000, to: null },
  { tag: 'RescaleSlope', from: 0, to: 0 },
  // Years.
  { tag: 'PatientAge', from: 130, to: null }
]

export const IMPLAUSIBLE: ContradictionRule = {
  code: 'implausible',
  title: 'Impossible numbers',
  says: 'No image can have these values: they stretch the ranges that images are compared by.',
  keywords: [...new Set(IMPOSSIBLE.map(({ tag }) => tag))],
  contradicts(valueOf) {
    for (const { tag, from, to } of IMPOSSIBLE) {
      const text = valueOf(tag)
      if (text === '') continue
      const numbers = tag === 'PatientAge' ? [parseAge(text)] : text.split('\\').map(parseDecimal)
      const isHit = numbers.some((number) => number >= (from ?? -Infinity) && number <= (to ?? Infinity))
      // Of a single one the range says it; a list of all values of a tag would be long.
      if (isHit) return [numbers.length > 1 ? is(tag, text) : within(tag, from, to)]
    }
    return null
  }
}
