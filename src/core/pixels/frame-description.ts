import type { Remark } from './remarks.ts'

/** A window of the file's own (PS3.3 section C.11.2.1.2), in units of the Modality LUT's output. */
interface VoiWindow {
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

/** How large a pixel is. */
export interface Spacing {
  /** Between rows, and between columns. */
  millimetres: [number, number]
  /**
   * Where that holds (PS3.3 section 10.7.1): in the slice of the patient; on an object of known size (`fiducial`); at the depth that
   * the geometry of the beam was computed for (`geometry`); `corrected` in a way that nobody tells; on the detector; on the film or paper that was scanned;
   * `unknown`, of a projection that says no more.
   */
  at: 'patient' | 'fiducial' | 'geometry' | 'corrected' | 'detector' | 'scan' | 'unknown'
  /** Of what lies in the patient, on the detector, as the file estimates it; null where it does not. */
  magnification: number | null
}

export type UltrasoundUnit = 'cm' | 's' | 'Hz' | 'cm/s'

/** A part of an ultrasound image that has a calibration of its own. */
export interface UltrasoundRegion {
  /** In pixels from the upper left corner of the image; right and bottom are behind the last ones. */
  left: number
  top: number
  right: number
  bottom: number
  /** What a pixel is across and down; null where that has no unit. */
  x: { unit: UltrasoundUnit; size: number } | null
  y: { unit: UltrasoundUnit; size: number } | null
}

/** How a frame wants to be shown, as far as its header tells. */
export interface Presentation {
  modality: string
  windows: VoiWindow[]
  /** `LINEAR`, `LINEAR_EXACT`, `SIGMOID`. */
  voiFunction: string
  /** Of the Modality LUT's output: `HU`, `BQML`; '' where nobody says. */
  units: string
  /** null where nobody says. */
  spacing: Spacing | null
  /** Height to width of a pixel. */
  aspect: number
  /** Directions of a row and of a column in the patient (PS3.3 section C.7.6.2.1.1). */
  orientation: number[] | null
  /** Frames a second as the file wants them played; null where it does not say. */
  frameRate: number | null
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
  /** Of the whole slide that the frames are tiles of, in pixels (PS3.3 section C.8.12.4.1.1); null where they are none. */
  matrix: { columns: number; rows: number } | null
  /** Modality LUT: what is meant is value × slope + intercept (PS3.3 section C.11.1). */
  slope: number
  intercept: number
  /** Of the stored values, where those of the frame are what a Modality LUT of the file makes of them; else null. */
  storedType: ValueType | null
  voiLuts: VoiLut[]
  ultrasoundRegions: UltrasoundRegion[]
  /** What the overlay planes of the frame are called (PS3.3 section C.9.2), '' where nobody says. */
  overlays: string[]
  /** Of the values that are finite numbers. */
  min: number
  max: number
  /** What was ignored, assumed or is missing. */
  remarks: readonly Remark[]
}
