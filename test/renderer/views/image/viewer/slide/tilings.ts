import type { Tiling } from '../../../../../../src/api/contract.ts'

/** 5 × 5 tiles of 10 × 10 pixels, and what a test says else. */
export function tiling(more: Partial<Tiling>): Tiling {
  return {
    columns: 50,
    rows: 50,
    tileColumns: 10,
    tileRows: 10,
    frames: 25,
    channels: [''],
    planes: 1,
    plane: 0,
    tiles: { order: 'full', first: 0 },
    origin: null,
    orientation: null,
    remarks: [],
    ...more
  }
}
