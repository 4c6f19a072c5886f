import type { FrameDescription } from '../../../../api/contract.ts'
import { CT_WINDOWS } from '../../../../api/for-windows.ts'
import type { ViewedFrame } from './frame.ts'
import { pictureOf } from './picture.ts'
import type { Voi, Window } from './voi.ts'

export interface WindowPreset extends Voi {
  /** Tells it from the others of this frame. */
  name: string
}

/** A window that a person saved, for the images of a modality. */
export interface OwnWindow extends Window {
  modality: string
  name: string
}

const CT = CT_WINDOWS.map(({ name, center, width }) => linear(name, center, width))

/** Of standardised uptake values in g/ml. */
const SUV = [5, 10, 20].map((most) => between(`SUV 0–${most}`, 0, most))

const FULL_RANGE = 'Full range'

/** Shares of the pixels that are darker than where black ends, and than where white begins. */
const SHARES: [name: string, low: number, high: number][] = [
  ['Middle 98 %', 0.01, 0.99],
  ['Middle 90 %', 0.05, 0.95],
  ['Lower half', 0, 0.5],
  ['Upper half', 0.5, 1]
]

/** Of the greatest value. */
const SHARES_OF_MOST: [name: string, share: number][] = [
  ['0–50 % of maximum', 0.5],
  ['0–25 % of maximum', 0.25],
  ['0–10 % of maximum', 0.1]
]

function linear(name: string, center: number, width: number): WindowPreset {
  return { name, center, width, voiFunction: 'LINEAR', lut: null }
}

/** Black at one value, white at another one. */
function between(name: string, low: number, high: number): WindowPreset {
  return { ...linear(name, (low + high) / 2, high - low), voiFunction: 'LINEAR_EXACT' }
}

/**
 * What a person may choose for a frame: the file's own windows and tables, all that there is, the windows of the modality, and those
 * that this person saved for it.
 */
export function presetsFor(frame: ViewedFrame, saved: readonly OwnWindow[] = []): WindowPreset[] {
  const { description } = frame
  const voiFunction = description.kind === 'grey' ? description.voiFunction : 'LINEAR'
  const own = description.windows.map(({ center, width, explanation }, i): WindowPreset => {
    const name = explanation || numbered('From the file', i, description.windows.length)
    return { name, center, width, voiFunction, lut: null }
  })
  const tables = description.voiLuts.map((lut, i): WindowPreset => {
    const width = atob(lut.shades).length
    const name = lut.explanation
      ? `${lut.explanation} (LUT)`
      : numbered('LUT of the file', i, description.voiLuts.length)
    return { name, center: lut.first + width / 2, width, voiFunction: 'LINEAR', lut }
  })
  const mine = saved
    .filter(({ modality }) => modality === description.modality)
    .map(({ name, center, width, voiFunction }): WindowPreset => ({ name, center, width, voiFunction, lut: null }))
  const names = new Set<string>()
  const all = [...own, ...tables, fullRange(description), ...ofModality(frame), ...mine]
  return all.filter(({ name }) => !names.has(name) && names.add(name))
}

function numbered(name: string, i: number, count: number): string {
  return count === 1 ? name : `${name} ${i + 1}`
}

/** From the least value to the greatest; of colours, all that a byte can be. */
function fullRange(description: FrameDescription): WindowPreset {
  const [low, high] = description.kind === 'colour' ? [0, 255] : extentOf(description)
  return linear(FULL_RANGE, (low + high + 1) / 2, high - low + 1)
}

function ofModality(frame: ViewedFrame): WindowPreset[] {
  const { modality, kind, units } = frame.description
  // Values of ultrasound are shades.
  if (kind === 'colour') return modality === 'US' ? [linear('High contrast', 128, 128), linear('Shadows', 64, 128)] : []
  const [low, high] = extentOf(frame.description)
  if (low === high) return []
  if (modality === 'US') return [linear('High contrast', 128, 128), linear('Shadows', 64, 128), ...byShares(frame)]
  if (modality === 'CT') return units === '' || units === 'HU' ? CT : []
  if (modality === 'PT' && units === 'GML') return SUV
  if (modality === 'PT' || modality === 'NM') {
    return high > 0 ? SHARES_OF_MOST.map(([name, share]) => between(name, 0, share * high)) : []
  }
  return byShares(frame)
}

function extentOf({ min, max, slope, intercept }: FrameDescription): [number, number] {
  const [a, b] = [min * slope + intercept, max * slope + intercept]
  return [Math.min(a, b), Math.max(a, b)]
}

/** Of images whose values have no meaning of their own: windows by how many pixels lie below. */
function byShares(frame: ViewedFrame): WindowPreset[] {
  const valueAt = quantiles(frame)
  return SHARES.map(([name, low, high]) => between(name, valueAt(low), valueAt(high))).filter(({ width }) => width > 0)
}

/** Of a pixel, which products of shares are off. */
const ROUNDING = 1e-6

/** The value that a share of the pixels lie below, or at. */
function quantiles(frame: ViewedFrame): (share: number) => number {
  const { values, min, max, slope, intercept } = pictureOf(frame)
  const counts = new Uint32Array(max - min + 1)
  for (let i = 0; i < values.length; i++) counts[values[i] - min]++
  return (share) => {
    // Where a slope is negative, the least value means most.
    const wanted = (slope < 0 ? 1 - share : share) * values.length - ROUNDING
    let [below, place] = [counts[0], 0]
    while (below < wanted && place < counts.length - 1) below += counts[++place]
    return (min + place) * slope + intercept
  }
}
