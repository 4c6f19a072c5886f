import type { Remark } from './remarks.ts'

/** A window of the file's own (PS3.3 section C.11.2.1.2), in units of the Modality LUT's output. */
export interface VoiWindow {
  center: number
  width: number
  /** '' where the file has none. */
  explanation: string
}

/** A VOI LUT of the file's own (PS3.3 section C.11.2.1.1): values before the first and behind the last have theirs. */
export interface VoiLut {
  /** In units of the Modality LUT's output. */
  first: number
  /** By value from the first: a byte from 0 (black) to 255 (white) each; in Base64. */
  shades: string
  /** '' where the file has none. */
  explanation: string
}

/** How a frame wants to be shown, as far as its header tells. */
export interface Presentation {
  modality: string
  windows: VoiWindow[]
  /** `LINEAR`, `LINEAR_EXACT`, `SIGMOID`. */
  voiFunction: string
  /** Of the Modality LUT's output: `HU`, `BQML`; '' where nobody says. */
  units: string
  /** Millimetres between rows and between columns; null where nobody says. */
  spacing: [number, number] | null
  /** Whether that is in the patient's body, not on the detector of a projection. */
  isSpacingInPatient: boolean
  /** Height to width of a pixel. */
  aspect: number
  /** Directions of a row and of a column in the patient (PS3.3 section C.7.6.2.1.1). */
  orientation: number[] | null
}

/** What the bytes of a frame are. */
export type ValueType = 'uint8' | 'int8' | 'uint16' | 'int16' | 'uint32' | 'int32' | 'float32' | 'float64'

/** A frame for a viewer. */
export interface FrameDescription extends Presentation {
  rows: number
  columns: number
  /** Colours are three bytes a pixel: red, green and blue, whatever the file stores. */
  kind: 'grey' | 'colour'
  type: ValueType
  /** Of the file. */
  photometric: string
  transferSyntax: string
  bitsStored: number
  /** From 0. */
  frame: number
  frames: number
  /** Modality LUT: what is meant is value × slope + intercept (PS3.3 section C.11.1). */
  slope: number
  intercept: number
  /** Of the stored values, where those of the frame are what a Modality LUT of the file makes of them; else null. */
  storedType: ValueType | null
  voiLuts: VoiLut[]
  /** What the overlay planes of the frame are called (PS3.3 section C.9.2), '' where nobody says. */
  overlays: string[]
  /** Of the values that are finite numbers. */
  min: number
  max: number
  /** What was ignored, assumed or is missing. */
  remarks: readonly Remark[]
}
