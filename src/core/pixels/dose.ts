import type { ImageHeader } from './image-header.ts'

const DOSE_UNITS = 0x30040002
const DOSE_GRID_SCALING = 0x3004000e

const UNITS: Record<string, string> = { GY: 'Gy', RELATIVE: 'relative' }

/** What the stored values of an RT Dose are multiplied with, and what comes of it (PS3.3 section C.8.8.3); null of what is none. */
export function readDose(header: ImageHeader): { slope: number; units: string } | null {
  const [slope] = header.numbers(DOSE_GRID_SCALING)
  if (!(slope > 0) || !Number.isFinite(slope)) return null
  return { slope, units: UNITS[header.text(DOSE_UNITS)] ?? '' }
}
