import { ImageHeader } from './image-header.ts'
import { addRemark } from './remarks.ts'
import { layersOf, type TilePlace, type Tiling, tilesOfPlane } from './tiling.ts'
import { readMatrix } from './total-pixel-matrix.ts'

const ROWS = 0x00280010
const COLUMNS = 0x00280011
const NUMBER_OF_FRAMES = 0x00280008
const ORGANIZATION = 0x00209311
const FRAME_OFFSET = 0x00209228
const PER_FRAME = 0x52009230
const PLANE_POSITION = 0x0048021a
const COLUMN_POSITION = 0x0048021e
const ROW_POSITION = 0x0048021f
const Z_OFFSET = 0x0040074a
const FOCAL_PLANES = 0x00480303
const PATHS_COUNT = 0x00480302
const PATHS = 0x00480105
const PATH_IDENTIFIER = 0x00480106
const PATH_DESCRIPTION = 0x00480107
const PATH_IDENTIFICATION = 0x00480207
const SEGMENTS = 0x00620002
const SEGMENT_NUMBER = 0x00620004
const SEGMENT_LABEL = 0x00620005
const SEGMENTATION_TYPE = 0x00620001
const SEGMENT_IDENTIFICATION = 0x0062000a
const REFERENCED_SEGMENT = 0x0062000b
const ORIGIN = 0x00480008
const X_OFFSET = 0x0040072a
const Y_OFFSET = 0x0040073a
const ORIENTATION = 0x00480102

/** Elements of all functional groups that are read at most: those of some hundred thousand frames. */
const MAX_ROWS = 3_000_000
/** Frames whose places are told at most. */
const MAX_PLACED = 500_000
/** Optical paths, or segments, at most. */
const MAX_CHANNELS = 4096
/** Characters of a name. */
const MAX_NAME = 64

/** An optical path or a segment. */
interface Channel {
  /** As frames refer to it. */
  key: string
  name: string
}

/**
 * How the frames of a file lie on a slide.
 * @returns null where they are no tiles, or nobody says where they lie
 * @throws MedoidError as `ImageHeader.open` does
 */
export function readTiling(path: string | Buffer): Tiling | null {
  const header = new ImageHeader(MAX_ROWS)
  try {
    header.open(path)
    return tilingOf(header)
  } finally {
    header.close()
  }
}

function tilingOf(header: ImageHeader): Tiling | null {
  const matrix = readMatrix(header)
  const [tileColumns, tileRows] = [header.integer(COLUMNS) ?? 0, header.integer(ROWS) ?? 0]
  if (matrix === null || !(tileColumns > 0) || !(tileRows > 0)) return null
  const told = header.integer(NUMBER_OF_FRAMES) ?? 1
  const frames = told >= 1 ? told : 1
  const grid = { ...matrix, tileColumns, tileRows, frames }
  const organization = header.text(ORGANIZATION)
  const isFull = organization === 'TILED_FULL'
  const layers =
    (isFull ? null : placedTiles(header, grid)) ??
    (isFull || isWhole(grid, organization) ? fullTiles(header, grid, isFull) : null)
  if (layers === null) return null
  const orientation = header.numbers(ORIENTATION)
  return {
    ...grid,
    ...layers,
    origin: originOf(header),
    orientation: orientation.length === 6 && orientation.every(Number.isFinite) ? orientation : null,
    remarks: header.remarks
  }
}

type Grid = Pick<Tiling, 'columns' | 'rows' | 'tileColumns' | 'tileRows' | 'frames'>
type Layers = Pick<Tiling, 'channels' | 'planes' | 'plane' | 'tiles'>

/** Whether frames of which nobody says where they lie may be all the tiles of a slide. */
function isWhole(grid: Grid, organization: string): boolean {
  return organization === '' && grid.frames % tilesOfPlane(grid) === 0
}

/** Whatever is not told follows from the number of frames. */
function fullTiles(header: ImageHeader, grid: Grid, isTold: boolean): Layers {
  const perPlane = tilesOfPlane(grid)
  const channels = channelsOf(header)
  const paths = header.integer(PATHS_COUNT) ?? 0
  while (channels.length < Math.min(paths, MAX_CHANNELS)) {
    channels.push({ key: '', name: String(channels.length + 1) })
  }
  if (channels.length === 0) channels.push({ key: '', name: '' })
  const first = Math.max(0, header.integer(FRAME_OFFSET) ?? 0)
  const end = first + grid.frames
  const toldPlanes = header.integer(FOCAL_PLANES) ?? 0
  const planes = toldPlanes > 0 ? toldPlanes : Math.max(1, Math.ceil(end / perPlane / channels.length))
  const places = perPlane * planes * channels.length
  if (!isTold) addRemark(header.remarks, 'tile-order-assumed', {})
  if (end > places) addRemark(header.remarks, 'tiles-beyond', { beyond: end - places, places })
  // A part of a concatenation has some of them only, as it should.
  else if (first === 0 && end < places) addRemark(header.remarks, 'tiles-missing', { held: end, places })
  return {
    channels: channels.map(({ name }) => name),
    planes,
    plane: Math.floor(planes / 2),
    tiles: { order: 'full', first }
  }
}

/** @returns null where no frame has a place */
function placedTiles(header: ImageHeader, grid: Grid): Layers | null {
  const listed = channelsOf(header)
  const numbers = new Map(listed.map(({ key }, i) => [key, i]))
  const items = header.items(PER_FRAME).slice(0, Math.min(grid.frames, MAX_PLACED))
  const places: TilePlace[] = []
  items.forEach((item, frame) => {
    const position = header.sequence(PLANE_POSITION, item)
    if (position < 0) return
    const number = (tag: number): number => header.numbers(tag, position)[0] ?? NaN
    // They count from 1.
    const [column, row] = [number(COLUMN_POSITION) - 1, number(ROW_POSITION) - 1]
    if (!isOnSlide(grid, column, row)) return
    // What there is only one of, frames need not name.
    const key = channelKey(header, item) || (listed.length === 1 ? listed[0].key : '')
    if (!numbers.has(key)) {
      if (numbers.size >= MAX_CHANNELS) return
      numbers.set(key, numbers.size)
      listed.push({ key, name: key.slice(0, MAX_NAME) })
    }
    places.push({ frame, column, row, channel: numbers.get(key)!, z: number(Z_OFFSET) })
  })
  if (places.length === 0) return null
  const without = grid.frames - places.length
  if (without > 0) addRemark(header.remarks, 'tiles-without-place', { frames: without })
  // Segments that no frame is of have no layer.
  const used = [...new Set(places.map(({ channel }) => channel))].sort((a, b) => a - b)
  const channelOf = new Map(used.map((channel, i) => [channel, i]))
  for (const place of places) place.channel = channelOf.get(place.channel)!
  const { planes, plane, places: all } = layersOf(places, items.length)
  return { channels: used.map((i) => listed[i].name), planes, plane, tiles: { order: 'placed', places: all } }
}

function isOnSlide({ columns, rows, tileColumns, tileRows }: Grid, column: number, row: number): boolean {
  const isWithin = (at: number, size: number, most: number): boolean => Number.isInteger(at) && at > -size && at < most
  return isWithin(column, tileColumns, columns) && isWithin(row, tileRows, rows)
}

/** Of the optical path, or the segment, that a frame is of; '' where nobody says. */
function channelKey(header: ImageHeader, item: number): string {
  const within = (sequence: number, tag: number): string => {
    const row = header.sequence(sequence, item)
    return row < 0 ? '' : header.text(tag, row)
  }
  return within(PATH_IDENTIFICATION, PATH_IDENTIFIER) || within(SEGMENT_IDENTIFICATION, REFERENCED_SEGMENT)
}

/** As the file lists them; the pixels of a label map hold all segments. */
function channelsOf(header: ImageHeader): Channel[] {
  const list = (sequence: number, key: number, name: number): Channel[] =>
    header
      .items(sequence)
      .slice(0, MAX_CHANNELS)
      .map((item) => {
        const [own, told] = [header.text(key, item), header.text(name, item)]
        return {
          key: own,
          name: [own, told]
            .filter((text) => text !== '')
            .join(' · ')
            .slice(0, MAX_NAME)
        }
      })
  const paths = list(PATHS, PATH_IDENTIFIER, PATH_DESCRIPTION)
  if (paths.length > 0 || header.text(SEGMENTATION_TYPE) === 'LABELMAP') return paths
  return list(SEGMENTS, SEGMENT_NUMBER, SEGMENT_LABEL)
}

function originOf(header: ImageHeader): [number, number] | null {
  const row = header.sequence(ORIGIN)
  if (row < 0) return null
  const [x, y] = [X_OFFSET, Y_OFFSET].map((tag) => header.numbers(tag, row)[0] ?? NaN)
  return Number.isFinite(x) && Number.isFinite(y) ? [x, y] : null
}
