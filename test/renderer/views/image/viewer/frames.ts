import type { FrameDescription } from '../../../../../src/api/contract.ts'
import type { ViewedFrame } from '../../../../../src/renderer/views/image/viewer/frame.ts'

/** A CT of two pixels, and what a test says else. */
export function description(more: Partial<FrameDescription> = {}): FrameDescription {
  return {
    modality: 'CT',
    windows: [],
    voiFunction: 'LINEAR',
    units: '',
    spacing: null,
    aspect: 1,
    orientation: null,
    frameRate: null,
    rows: 1,
    columns: 2,
    kind: 'grey',
    type: 'int16',
    photometric: 'MONOCHROME2',
    transferSyntax: '',
    bitsStored: 16,
    frame: 0,
    frames: 1,
    matrix: null,
    slope: 1,
    intercept: -1024,
    storedType: null,
    voiLuts: [],
    ultrasoundRegions: [],
    overlays: [],
    min: 0,
    max: 3000,
    remarks: [],
    ...more
  }
}

export function frame(
  of: Partial<FrameDescription>,
  values: ViewedFrame['values'],
  stored: ViewedFrame['values'] | null = null
): ViewedFrame {
  return { description: description(of), values, stored, overlay: new Uint8Array(0) }
}
