import type { Legend } from '../../../api/contract.ts'
import { NONE, OTHER, RAMP, SERIES } from '../../../api/for-windows.ts'
import { type ThemeName, TOKENS } from '../../theme/tokens.ts'

/** The colour of a code: the most frequent categories have one each, those behind them share a grey, and what has no value another. */
export function colourOf(
  { entries, isRamp }: Pick<Legend, 'entries' | 'isRamp'>,
  code: number,
  theme: ThemeName
): string {
  const tokens = TOKENS[theme]
  if (code === NONE) return tokens.lineStrong
  if (code === OTHER) return tokens.textFaint
  if (!isRamp) return SERIES[theme][code] ?? tokens.textFaint
  const steps = RAMP[theme]
  return steps[entries.length < 2 ? 0 : Math.round((code * (steps.length - 1)) / (entries.length - 1))]
}

/** Red, green, blue and 255 by code; 0 at the end of those that are hidden. */
export function paletteOf(legend: Legend, hidden: ReadonlySet<number>, theme: ThemeName): Uint8Array {
  const palette = new Uint8Array(1024)
  for (const code of [...legend.entries.keys(), OTHER, NONE]) {
    const colour = Number.parseInt(colourOf(legend, code, theme).slice(1), 16)
    palette.set([colour >> 16, (colour >> 8) & 255, colour & 255, hidden.has(code) ? 0 : 255], 4 * code)
  }
  return palette
}
