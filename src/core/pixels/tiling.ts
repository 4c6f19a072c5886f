import type { Remark } from './remarks.ts'

/** How the frames of a whole-slide image, or of a segmentation of one, lie as tiles on it (PS3.3 section C.7.6.17.3). */
export interface Tiling {
  /** Pixels of the slide. */
  columns: number
  rows: number
  tileColumns: number
  tileRows: number
  frames: number
  /** Optical paths, or segments, by name: each has every focal plane. */
  channels: string[]
  /** Focal planes. */
  planes: number
  /** The focal plane to begin with: of those with the most tiles the one nearest to the middle. */
  plane: number
  tiles: FullTiles | PlacedTiles
  /** Of the upper left pixel on the slide, in mm; null where nobody says. */
  origin: [number, number] | null
  /** Directions of a row and of a column on the slide; null where nobody says. */
  orientation: number[] | null
  remarks: readonly Remark[]
}

/** TILED_FULL: row by row, then plane by plane, then channel by channel. */
interface FullTiles {
  order: 'full'
  /** The place of the first frame in this order, from 0: that of a part of a concatenation is not 0. */
  first: number
}

/** TILED_SPARSE. */
interface PlacedTiles {
  order: 'placed'
  /** Of each frame: column and row of its upper left pixel, from 0, and its layer, channel × planes + plane; −1: it has no place. */
  places: number[]
}

/** Where a frame lies, as its functional groups say. */
export interface TilePlace {
  frame: number
  /** From 0; it may lie outside of the slide. */
  column: number
  row: number
  channel: number
  /** Distance from the slide; NaN where nobody says. */
  z: number
}

type Grid = Pick<Tiling, 'columns' | 'rows' | 'tileColumns' | 'tileRows'>

/** Tiles that cover a slide once. */
export function tilesOfPlane({ columns, rows, tileColumns, tileRows }: Grid): number {
  return Math.ceil(columns / tileColumns) * Math.ceil(rows / tileRows)
}

/**
 * The layers of tiles that have places of their own. The planes of a place are its tiles from the lowest to the highest: where each tile
 * was focused by itself, hardly two have the same distance from the slide.
 * @param places within the slide
 */
export function layersOf(
  places: readonly TilePlace[],
  frames: number
): { planes: number; plane: number; places: number[] } {
  const stacks = new Map<string, TilePlace[]>()
  for (const place of places) {
    const key = `${place.channel}/${place.column}/${place.row}`
    const stack = stacks.get(key)
    if (stack === undefined) stacks.set(key, [place])
    else stack.push(place)
  }
  /** Tiles of each plane. */
  const counts: number[] = []
  for (const stack of stacks.values()) {
    stack.sort((a, b) => compare(a.z, b.z) || a.frame - b.frame)
    for (let plane = 0; plane < stack.length; plane++) counts[plane] = (counts[plane] ?? 0) + 1
  }
  const planes = counts.length
  const all = new Array<number>(3 * frames).fill(-1)
  for (const stack of stacks.values()) {
    stack.forEach(({ frame, column, row, channel }, plane) => {
      all[3 * frame] = column
      all[3 * frame + 1] = row
      all[3 * frame + 2] = channel * planes + plane
    })
  }
  // Higher planes never have more tiles than the lowest one.
  return { planes, plane: Math.floor(counts.filter((count) => count === counts[0]).length / 2), places: all }
}

/** What is no number comes last. */
function compare(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
  return a - b
}
