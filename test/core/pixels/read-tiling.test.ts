import { describe, expect, test } from 'vitest'
import type { DataSet } from '../../../src/phantom/dicom-writer.ts'
import { readTiling } from '../../../src/core/pixels/read-tiling.ts'
import { hasSharedDicom, sharedDicom } from '../dicom/shared.ts'
import { imageFile } from './image-file.ts'
import { sentencesOf } from '../../sentences.ts'

if (!hasSharedDicom) console.log(`tilings of real files skipped: there is no ${sharedDicom}`)

const text = (tag: number, vr: string, value: string) => ({ tag, vr, value })
const sequence = (tag: number, ...value: DataSet[]) => ({ tag, vr: 'SQ', value })
const size = (columns: number, rows: number): DataSet => [
  { tag: 0x00480006, vr: 'UL', value: [columns] },
  { tag: 0x00480007, vr: 'UL', value: [rows] }
]
const FULL = text(0x00209311, 'CS', 'TILED_FULL')
const SPARSE = text(0x00209311, 'CS', 'TILED_SPARSE')
const planes = (count: number) => ({ tag: 0x00480303, vr: 'UL', value: [count] })

/** The functional groups of a frame: its column and row, from 1, and its optical path. */
function group(column: number, row: number, z: string, path = ''): DataSet {
  const position = sequence(0x0048021a, [
    text(0x0040074a, 'DS', z),
    { tag: 0x0048021e, vr: 'SL', value: [column] },
    { tag: 0x0048021f, vr: 'SL', value: [row] }
  ])
  return path === '' ? [position] : [sequence(0x00480207, [text(0x00480106, 'SH', path)]), position]
}

/** Tiles of 2 × 2 pixels. */
function tiling(frames: number, ...more: DataSet) {
  const sorted = [...more].sort((a, b) => (a.tag >>> 0) - (b.tag >>> 0))
  return readTiling(imageFile({ rows: 2, columns: 2, frames, more: sorted }, new Uint8Array(4)))
}
const codes = (found: ReturnType<typeof tiling>) => found!.remarks.map(({ code }) => code)

describe('TILED_FULL', () => {
  test('lies row by row, and what is not told follows from the number of frames', () => {
    expect(tiling(6, ...size(5, 3), FULL)).toEqual({
      columns: 5,
      rows: 3,
      tileColumns: 2,
      tileRows: 2,
      frames: 6,
      channels: [''],
      planes: 1,
      plane: 0,
      tiles: { order: 'full', first: 0 },
      origin: null,
      orientation: null,
      remarks: []
    })
    expect(tiling(18, ...size(5, 3), FULL)).toMatchObject({ planes: 3, plane: 1, remarks: [] })
  })

  test('has the optical paths of the file, by name, and as many focal planes as it says', () => {
    const paths = sequence(
      0x00480105,
      [text(0x00480106, 'SH', 'A'), text(0x00480107, 'ST', 'Brightfield')],
      [text(0x00480106, 'SH', 'B')]
    )
    expect(tiling(36, ...size(5, 3), FULL, paths, planes(3))).toMatchObject({
      channels: ['A · Brightfield', 'B'],
      planes: 3,
      plane: 1,
      remarks: []
    })
  })

  test('begins where the part of a concatenation says', () => {
    const offset = { tag: 0x00209228, vr: 'UL', value: [4] }
    expect(tiling(2, ...size(5, 3), FULL, offset)).toMatchObject({ tiles: { order: 'full', first: 4 }, remarks: [] })
  })

  test.each([
    [
      'frames that have no place',
      9,
      'tiles-beyond',
      'The slide has 6 places for tiles; 3 frames more have none and are not shown in it.'
    ],
    [
      'places that have no frame',
      5,
      'tiles-missing',
      'The file holds 5 of the 6 tiles that the slide has places for; the others stay empty.'
    ]
  ])('tells of %s', (_what, frames, code, words) => {
    const found = tiling(frames, ...size(5, 3), FULL, planes(1))!
    expect(codes(found)).toEqual([code])
    expect(sentencesOf(found.remarks)).toEqual([words])
  })

  test('of four thousand million columns and rows costs nothing', () => {
    const found = tiling(2, ...size(4_294_967_295, 4_294_967_295), FULL)
    expect(found).toMatchObject({ columns: 4_294_967_295, planes: 1 })
    expect(codes(found)).toEqual(['tiles-missing'])
  })
})

describe('TILED_SPARSE', () => {
  test('lies where the functional groups of frames say, from column 1 and row 1', () => {
    const groups = sequence(0x52009230, group(3, 1, '0'), group(1, 3, '0'))
    expect(tiling(2, ...size(5, 3), SPARSE, groups)).toMatchObject({
      channels: [''],
      planes: 1,
      tiles: { order: 'placed', places: [2, 0, 0, 0, 2, 0] },
      remarks: []
    })
  })

  test('has the optical paths that frames are of, in the order in which the file lists them', () => {
    const paths = sequence(0x00480105, ...['A', 'B', 'C'].map((path): DataSet => [text(0x00480106, 'SH', path)]))
    const groups = sequence(0x52009230, group(1, 1, '0', 'C'), group(1, 1, '0', 'A'))
    expect(tiling(2, ...size(5, 3), SPARSE, paths, groups)).toMatchObject({
      channels: ['A', 'C'],
      tiles: { places: [0, 0, 1, 0, 0, 0] }
    })
  })

  test('may overlap, and end outside of the slide; what lies wholly outside has no place', () => {
    const groups = sequence(
      0x52009230,
      ...[group(1, 1, '0'), group(2, 1, '0'), group(0, 1, '0'), group(-1, 1, '0'), group(6, 1, '0'), []]
    )
    const found = tiling(7, ...size(5, 3), SPARSE, groups)!
    expect(found.tiles).toEqual({
      order: 'placed',
      places: [0, 0, 0, 1, 0, 0, -1, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1]
    })
    expect(sentencesOf(found.remarks)[0]).toBe(
      '4 frames have no place on the slide that can be read, or one outside of it; they are not shown in it.'
    )
  })

  test('without a single place is no mosaic', () => {
    expect(tiling(6, ...size(5, 3), SPARSE)).toBeNull()
  })
})

test('tiles that are as many as cover the slide, and of which nobody says where they lie, lie row by row', () => {
  const found = tiling(6, ...size(5, 3))
  expect(found).toMatchObject({ tiles: { order: 'full', first: 0 } })
  expect(codes(found)).toEqual(['tile-order-assumed'])
  expect(tiling(5, ...size(5, 3))).toBeNull()
})

test.each([
  ['nothing', []],
  ['no rows', size(5, 0)],
  ['columns only', size(5, 3).slice(0, 1)]
])('what says %s of a slide has no tiles', (_what, more) => {
  expect(tiling(6, ...more, FULL)).toBeNull()
})

// What pydicom reads of them.
describe.skipIf(!hasSharedDicom)('of real files', () => {
  test.each([
    ['highdicom/sm_image.dcm', { columns: 50, frames: 25, planes: 1, channels: ['1'], origin: [23.449873, 25.691574] }],
    ['fo-dicom/multiframe.dcm', { columns: 3175, rows: 2281, frames: 140, planes: 1, channels: [''] }],
    ['highdicom/seg_image_sm_control_labelmap.dcm', { columns: 50, frames: 20, planes: 1, channels: [''] }]
  ])('%s', (name, expected) => {
    expect(readTiling(`${sharedDicom}singles/${name}`)).toMatchObject({ ...expected, remarks: [] })
  })

  test('a segmentation has a layer for each segment', () => {
    const full = readTiling(`${sharedDicom}singles/highdicom/seg_image_sm_dots_tiled_full.dcm`)!
    expect(full.channels).toHaveLength(50)
    expect(full).toMatchObject({ frames: 1250, planes: 1, tiles: { order: 'full' }, remarks: [] })
    const sparse = readTiling(`${sharedDicom}singles/highdicom/seg_image_sm_dots.dcm`)!
    // Frame 1 is of segment 2 at column 1, row 41; frame 31 of segment 31 at column 31, row 31.
    const { places } = sparse.tiles as { places: number[] }
    expect([places.slice(0, 2), places.slice(90, 92)]).toEqual([
      [0, 40],
      [30, 30]
    ])
    expect(sparse.channels[places[2]]).toMatch(/^2 · /)
    expect(sparse.channels[places[92]]).toMatch(/^31 · /)
    expect(sparse.remarks).toEqual([])
  })
})
