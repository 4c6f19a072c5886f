import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DataSet } from '../src/phantom/dicom-writer.ts'
import { scanJob } from '../src/jobs/scan.ts'
import { temporaryFolder } from './core/catalogue/synthetic.ts'
import { imageBytes } from './core/pixels/image-file.ts'

const SLIDE = '1.2.840.10008.5.1.4.1.1.77.1.6'
const text = (tag: number, vr: string, value: string) => ({ tag, vr, value })
const sequence = (tag: number, ...value: DataSet[]) => ({ tag, vr: 'SQ', value })

/** Pixels of a side of a tile. */
export const TILE = 32

/** The colour of a tile: its place, and its level, so that each is told apart. */
export function colourOf(level: number, column: number, row: number): [number, number, number] {
  return [20 * column + 10, 30 * row + 10, 60 * level + 10]
}

interface Made {
  name: string
  instance: number
  series: string
  role: string
  columns: number
  rows: number
  /** Colours of the tiles, in the order of the frames. */
  tiles: [number, number, number][]
  more?: DataSet
  /** Millimetres of a pixel. */
  pixel: number
  side?: number
}

function write(folder: string, made: Made): void {
  const { name, instance, series, role, columns, rows, tiles, more = [], pixel, side = TILE } = made
  const pixels = new Uint8Array(3 * side * side * tiles.length)
  tiles.forEach((colour, tile) => {
    for (let i = 0; i < side * side; i++) pixels.set(colour, 3 * (tile * side * side + i))
  })
  const elements = [
    text(0x00080008, 'CS', `ORIGINAL\\PRIMARY\\${role}\\NONE`),
    text(0x00080016, 'UI', SLIDE),
    text(0x00080018, 'UI', `1.2.9.${series}.${instance}`),
    text(0x00080060, 'CS', 'SM'),
    text(0x0020000d, 'UI', '1.2.9'),
    text(0x0020000e, 'UI', `1.2.9.${series}`),
    text(0x00200013, 'IS', String(instance)),
    text(0x00280030, 'DS', `${pixel}\\${pixel}`),
    { tag: 0x00480006, vr: 'UL', value: [columns] },
    { tag: 0x00480007, vr: 'UL', value: [rows] },
    ...more
  ]
  elements.sort((a, b) => (a.tag >>> 0) - (b.tag >>> 0))
  const options = { rows: side, columns: side, samples: 3, planar: 0, frames: tiles.length, more: elements }
  writeFileSync(join(folder, name), imageBytes(options, pixels))
}

const FULL = text(0x00209311, 'CS', 'TILED_FULL')

/** Tiles row by row. */
function grid(level: number, across: number, down: number): [number, number, number][] {
  return Array.from({ length: across * down }, (_, i) => colourOf(level, i % across, Math.floor(i / across)))
}

/**
 * A slide of 10 × 6 tiles, the last ones in part, its level of four fifths of that, its label and its overview; a slide of three tiles that
 * have places of their own, one of them at two focal planes; one that says it has four thousand million columns; and
 * one of four tiles whose file ends behind two.
 * Instances by their files. @returns its catalogue
 */
export async function slideArchive(): Promise<string> {
  const folder = temporaryFolder()
  const volume = { series: '1', role: 'VOLUME' }
  write(folder, {
    ...volume,
    name: 'a',
    instance: 1,
    columns: 310,
    rows: 180,
    tiles: grid(0, 10, 6),
    more: [FULL],
    pixel: 0.001
  })
  write(folder, {
    ...volume,
    name: 'b',
    instance: 2,
    columns: 248,
    rows: 144,
    tiles: grid(1, 8, 5),
    more: [FULL],
    pixel: 0.00125
  })
  const other = { series: '1', columns: TILE, rows: TILE, pixel: 0.1 }
  write(folder, { ...other, name: 'c', instance: 3, role: 'LABEL', tiles: [[1, 2, 3]] })
  write(folder, { ...other, name: 'd', instance: 4, role: 'OVERVIEW', tiles: [[4, 5, 6]] })
  const group = (column: number, row: number, z: number): DataSet => [
    sequence(0x0048021a, [
      text(0x0040074a, 'DS', String(z)),
      { tag: 0x0048021e, vr: 'SL', value: [column] },
      { tag: 0x0048021f, vr: 'SL', value: [row] }
    ])
  ]
  const groups = sequence(0x52009230, group(1, 1, 0), group(65, 33, 0), group(65, 33, 1), group(999, 1, 0))
  const paths = sequence(0x00480105, [text(0x00480106, 'SH', 'A'), text(0x00480107, 'ST', 'Slide of Ada Lovelace')])
  const sparse = text(0x00209311, 'CS', 'TILED_SPARSE')
  write(folder, {
    ...{ name: 'e', instance: 1, series: '2', role: 'VOLUME', columns: 96, rows: 64, pixel: 0.001 },
    tiles: [colourOf(0, 0, 0), colourOf(0, 2, 1), colourOf(2, 2, 1), [0, 0, 0]],
    more: [sparse, groups, paths]
  })
  write(folder, {
    ...{
      name: 'f',
      instance: 1,
      series: '3',
      role: 'VOLUME',
      columns: 4_294_967_295,
      rows: 4_294_967_295,
      pixel: 1e-6
    },
    tiles: grid(0, 2, 1),
    more: [FULL]
  })
  // Of four tiles, the file holds the first two: that in the middle is not among them.
  write(folder, {
    ...{ name: 'g', instance: 1, series: '4', role: 'VOLUME', columns: 4 * TILE, rows: TILE, pixel: 0.001 },
    tiles: grid(0, 2, 1),
    more: [FULL, { tag: 0x00280008, vr: 'IS', value: '4' }]
  })
  const catalogue = join(temporaryFolder(), 'c.sqlite')
  await scanJob.run({ catalogue, folders: [folder] }, {})
  return catalogue
}
