import type { VoiLut } from '../../../../api/contract.ts'

/** A window in the units of the values that are meant (after the Modality LUT). */
export interface Window {
  center: number
  width: number
  /** `LINEAR`, `LINEAR_EXACT`, `SIGMOID` (PS3.3 section C.11.2.1.3); what else a file says counts as the first. */
  voiFunction: string
}

/** From values to shades: a window, or in its place a VOI LUT, whose window is what it spans. */
export interface Voi extends Window {
  lut: VoiLut | null
}

/** Where black ends and white begins (PS3.3 sections C.11.2.1.2.1 and C.11.2.1.3.2); of what `curveOf` does not have. */
export function rangeOf({ center, width, voiFunction }: Window): { lower: number; upper: number } {
  if (voiFunction === 'LINEAR_EXACT') return { lower: center - width / 2, upper: center + width / 2 }
  const half = (Math.max(1, width) - 1) / 2
  return { lower: center - 0.5 - half, upper: center - 0.5 + half }
}

/** A shade from 0 to 255 for a value, of what is no straight line from black to white; null: it is one, see `rangeOf`. */
export function curveOf({ center, width, voiFunction, lut }: Voi): ((value: number) => number) | null {
  if (lut !== null) {
    const shades = Uint8Array.from(atob(lut.shades), (character) => character.charCodeAt(0))
    const { first } = lut
    const last = shades.length - 1
    return (value) => shades[Math.min(last, Math.max(0, Math.round(value) - first))]
  }
  // PS3.3 section C.11.2.1.3.1.
  if (voiFunction === 'SIGMOID') return (value) => 255 / (1 + Math.exp((-4 * (value - center)) / width))
  return null
}

/** A pixel of a drag changes a window by this share of it, so that a narrow one is set as finely as a wide one. */
const SHARE = 1 / 250
/** Of whole numbers: nobody wants to drag a narrow window for ever. */
const LEAST_SPAN = 20

/**
 * @param across pixels to the right: wider @param down pixels downwards: a higher centre, darker
 * @param isWhole whether the values are whole numbers
 */
export function dragged(from: Window, across: number, down: number, isWhole: boolean): Window {
  const { voiFunction } = from
  // LINEAR counts both ends (PS3.3 section C.11.2.1.2.1): a width of 1 is a step.
  const more = voiFunction === 'LINEAR_EXACT' || voiFunction === 'SIGMOID' ? 0 : 1
  const span = Math.max(0, from.width - more)
  const step = (isWhole ? Math.max(LEAST_SPAN, span) : span) * SHARE
  const round = (value: number): number => (isWhole ? Math.round(value) : Number(value.toPrecision(6)))
  return {
    center: round(from.center + down * step),
    width: Math.max(round(span + across * step), isWhole ? 1 - more : span / 100) + more,
    voiFunction
  }
}
