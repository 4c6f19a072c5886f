import type { DataSet } from '../src/phantom/dicom-writer.ts'

/** What a CT image says of its pixels: squares of 12 bits in 16. @param side in pixels */
export function ctPixels(side: number): DataSet {
  return [
    { tag: 0x00280002, vr: 'US', value: [1] },
    { tag: 0x00280004, vr: 'CS', value: 'MONOCHROME2' },
    { tag: 0x00280010, vr: 'US', value: [side] },
    { tag: 0x00280011, vr: 'US', value: [side] },
    { tag: 0x00280100, vr: 'US', value: [16] },
    { tag: 0x00280101, vr: 'US', value: [12] },
    { tag: 0x00280102, vr: 'US', value: [11] },
    { tag: 0x00280103, vr: 'US', value: [0] }
  ]
}

/** Stored values to Hounsfield units. */
export const CT_RESCALE: DataSet = [
  { tag: 0x00281052, vr: 'DS', value: '-1024' },
  { tag: 0x00281053, vr: 'DS', value: '1' }
]
