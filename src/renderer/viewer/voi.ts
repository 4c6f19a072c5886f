import type { FrameDescription } from '../../api/contract.ts'

/** A window in the units of the values that are meant (after the Modality LUT). */
export interface Window {
  center: number
  width: number
}

export interface Preset extends Window {
  /** Tells it from the others of this frame. */
  name: string
}

/** In Hounsfield units, as they are taught. */
const CT: Preset[] = [
  { name: 'Brain', center: 40, width: 80 },
  { name: 'Lung', center: -600, width: 1500 },
  { name: 'Mediastinum', center: 50, width: 350 },
  { name: 'Abdomen', center: 60, width: 400 },
  { name: 'Liver', center: 30, width: 150 },
  { name: 'Bone', center: 480, width: 2500 }
]

export const FULL_RANGE = 'Full range'

/** What a person may choose for a frame: the file's own windows, all that there is, and those of the modality. */
export function presetsFor(description: FrameDescription): Preset[] {
  const own = description.windows.map(({ center, width, explanation }, i): Preset => {
    const name = explanation || (description.windows.length === 1 ? 'From the file' : `From the file ${i + 1}`)
    return { name, center, width }
  })
  const names = new Set<string>()
  const all = [...own, fullRange(description), ...(isHounsfield(description) ? CT : [])]
  return all.filter(({ name }) => !names.has(name) && names.add(name))
}

function isHounsfield({ modality, kind, units }: FrameDescription): boolean {
  return modality === 'CT' && kind === 'grey' && (units === '' || units === 'HU')
}

/** From the least value to the greatest; of colours, all that a byte can be. */
function fullRange({ kind, min, max, slope, intercept }: FrameDescription): Preset {
  const [a, b] = kind === 'colour' ? [0, 255] : [min * slope + intercept, max * slope + intercept]
  const [low, high] = [Math.min(a, b), Math.max(a, b)]
  return { name: FULL_RANGE, center: (low + high + 1) / 2, width: high - low + 1 }
}

/** Where black ends and white begins (PS3.3 sections C.11.2.1.2.1 and C.11.2.1.3.2). */
export function rangeOf({ center, width }: Window, voiFunction: string): { lower: number; upper: number } {
  if (voiFunction === 'LINEAR_EXACT') return { lower: center - width / 2, upper: center + width / 2 }
  const half = (Math.max(1, width) - 1) / 2
  return { lower: center - 0.5 - half, upper: center - 0.5 + half }
}

/** A pixel of a drag changes a window by this share of it, so that a narrow one is set as finely as a wide one. */
const SHARE = 1 / 250
/** Of whole numbers: nobody wants to drag a narrow window for ever. */
const LEAST_SPAN = 20

/**
 * @param across pixels to the right: wider @param down pixels downwards: a higher centre, darker
 * @param isWhole whether the values are whole numbers
 */
export function dragged(from: Window, across: number, down: number, isWhole: boolean, voiFunction: string): Window {
  // LINEAR counts both ends (PS3.3 section C.11.2.1.2.1): a width of 1 is a step.
  const more = voiFunction === 'LINEAR_EXACT' ? 0 : 1
  const span = Math.max(0, from.width - more)
  const step = (isWhole ? Math.max(LEAST_SPAN, span) : span) * SHARE
  const round = (value: number): number => (isWhole ? Math.round(value) : Number(value.toPrecision(6)))
  return {
    center: round(from.center + down * step),
    width: Math.max(round(span + across * step), isWhole ? 1 - more : span / 100) + more
  }
}
