import { DifferenceReader, losslessTable, type LosslessTable } from './jpeg-differences.ts'
import { readHuffmanTables, type HuffmanTable } from './jpeg-huffman.ts'
import { END_OF_CODESTREAM, hasEnd, MARKER, segments, type FrameHeader } from './jpeg-markers.ts'
import { addFirstPredictions, addPredictions, type Differences } from './jpeg-predictors.ts'
import type { Containers } from './stored-values.ts'
import { cannotDecode } from './undecodable.ts'

/** The samples of one component: that of line y and column x at offset + y · lineStep + x · step. */
interface Component {
  id: number
  /** Sampling factors (ISO/IEC 10918-1 section A.1.1); of an image that is not subsampled they count as 1. */
  horizontal: number
  vertical: number
  /** Of the image; the room may be larger, so that it holds whole units. */
  columns: number
  rows: number
  samples: Uint16Array
  offset: number
  step: number
  lineStep: number
}

interface Scan {
  components: Component[]
  /** One a component. */
  tables: LosslessTable[]
  predictor: number
  pointTransform: number
  /** Minimum coded units between restart markers; 0: there are none. */
  restartInterval: number
}

/**
 * Decodes lossless JPEG with Huffman coding (ISO/IEC 10918-1 annex H; processes 14 and 14 with selection value 1): 2 to 16 bits, every
 * predictor and point transform, restart intervals, components interleaved or in scans of their own. Of a last scan without its
 * end, the lines that are whole; the rest is 0.
 * @returns samples pixel by pixel
 * @throws MedoidError `pixels-damaged`, `pixels-truncated`, `pixels-unsupported`
 */
export function decodeLossless(data: Buffer, frame: FrameHeader): Containers {
  const { precision } = frame
  if (precision < 2 || precision > 16) {
    throw cannotDecode('pixels-unsupported', { why: 'jpeg-lossless-bits', bits: precision })
  }
  const components = layOut(frame)
  const missing = new Set(components)
  const huffman = new Map<number, HuffmanTable>()
  const reader = new DifferenceReader(data)
  const isCut = !hasEnd(data)
  let shift: number | null = null
  let restartInterval = 0
  for (let from = 2; missing.size > 0;) {
    let isScan = false
    for (const { marker, start, end } of segments(data, from)) {
      if (marker === MARKER.huffman) readHuffmanTables(data.subarray(start, end), huffman)
      if (marker === MARKER.restartInterval && end - start >= 2) restartInterval = data.readUInt16BE(start)
      if (marker !== MARKER.startOfScan) continue
      isScan = true
      const scan = readScan(data.subarray(start, end), precision, components, huffman, restartInterval)
      if (!scan.components.every((component) => missing.delete(component))) {
        throw cannotDecode('pixels-damaged', { why: 'jpeg-component-twice' })
      }
      from = decodeScan(data, end, reader, scan, precision, isCut)
      if (shift === null) checkLines(data, from, frame)
      else if (shift !== scan.pointTransform) {
        throw cannotDecode('pixels-unsupported', { why: 'jpeg-point-transforms' })
      }
      shift = scan.pointTransform
    }
    if (!isScan) throw endsEarly(data, from)
  }
  return finish(components, frame, shift!)
}

/** Room for the components: pixel by pixel, or each by itself where they are not sampled alike. */
function layOut({ rows, columns, sampling, ids }: FrameHeader): Component[] {
  const count = sampling.length
  if (count === 1 || sampling.every((both) => both === 0x11)) {
    const samples = new Uint16Array(rows * columns * count)
    const layout = { horizontal: 1, vertical: 1, columns, rows, samples, step: count, lineStep: columns * count }
    return ids.map((id, offset) => ({ ...layout, id, offset }))
  }
  const factors = sampling.map((both) => ({ horizontal: both >> 4, vertical: both & 15 }))
  if (factors.some(({ horizontal: h, vertical: v }) => h < 1 || h > 4 || v < 1 || v > 4)) {
    throw cannotDecode('pixels-damaged', { why: 'jpeg-sampling' })
  }
  const across = Math.max(...factors.map(({ horizontal }) => horizontal))
  const down = Math.max(...factors.map(({ vertical }) => vertical))
  return factors.map(({ horizontal, vertical }, i) => {
    const lineStep = Math.ceil(columns / across) * horizontal
    return {
      id: ids[i],
      horizontal,
      vertical,
      columns: Math.ceil((columns * horizontal) / across),
      rows: Math.ceil((rows * vertical) / down),
      samples: new Uint16Array(lineStep * Math.ceil(rows / down) * vertical),
      offset: 0,
      step: 1,
      lineStep
    }
  })
}

/** The scan header (section B.2.3). */
function readScan(
  header: Buffer,
  precision: number,
  components: Component[],
  huffman: ReadonlyMap<number, HuffmanTable>,
  restartInterval: number
): Scan {
  const count = header[0]
  if (count < 1 || count > components.length || header.length < 4 + 2 * count) {
    throw cannotDecode('pixels-damaged', { why: 'jpeg-scan-header' })
  }
  const predictor = header[1 + 2 * count]
  const pointTransform = header[3 + 2 * count] & 15
  if (predictor < 1 || predictor > 7) {
    throw cannotDecode('pixels-unsupported', { why: 'jpeg-predictor', predictor })
  }
  if (pointTransform >= precision) {
    throw cannotDecode('pixels-damaged', { why: 'jpeg-point-transform' })
  }
  const chosen: Component[] = []
  const tables = new Map<number, LosslessTable>()
  const numbers: number[] = []
  for (let i = 0; i < count; i++) {
    const [id, selectors] = header.subarray(1 + 2 * i)
    // A scan of all components has them in the order of the frame, whatever it calls them.
    const component = count === components.length ? components[i] : components.find((each) => each.id === id)
    if (component === undefined) {
      throw cannotDecode('pixels-damaged', { why: 'jpeg-component-unknown', component: id })
    }
    const number = selectors >> 4
    const codes = huffman.get(number)
    if (codes === undefined) throw cannotDecode('pixels-damaged', { why: 'jpeg-table-missing', table: number })
    if (!tables.has(number)) tables.set(number, losslessTable(codes))
    chosen.push(component)
    numbers.push(number)
  }
  return {
    components: chosen,
    tables: numbers.map((number) => tables.get(number)!),
    predictor,
    pointTransform,
    restartInterval
  }
}

/**
 * @param from where the coded data begins
 * @param isCut whether it may end before the scan does, though not within its first line
 * @returns where the marker behind it begins
 */
function decodeScan(
  data: Buffer,
  from: number,
  reader: DifferenceReader,
  scan: Scan,
  precision: number,
  isCut: boolean
): number {
  const { components, tables, predictor, pointTransform } = scan
  const parts = partsOf(components, tables)
  const { across, down } = unitsOf(components)
  const unitTables = parts.flatMap(({ table, width, height }) => new Array<LosslessTable>(width * height).fill(table))
  const units = unitTables.length
  const restartLines = linesOfInterval(scan.restartInterval, across, down)
  const middle = 2 ** (precision - pointTransform - 1)
  const differences = new Uint16Array(across * units)
  const gathered = new Uint16Array(across * 4)
  let end = reader.begin(from)
  for (let y = 0; y < down; y++) {
    const isFirst = y % restartLines === 0
    if (isFirst && y > 0) {
      reader.end()
      if (isCut && end >= data.length) return end
      end = reader.begin(behindRestart(data, end, y / restartLines - 1))
    }
    if (!reader.read(unitTables, differences)) {
      if (isCut && y > 0 && end >= data.length) return end
      throw cannotDecode('pixels-truncated', { why: 'jpeg' })
    }
    for (const { component, first, width, height } of parts) {
      for (let row = 0; row < height; row++) {
        const line = { start: component.offset + (y * height + row) * component.lineStep, count: across * width }
        let own = { values: differences, from: first + row * width, every: units }
        if (width > 1) own = { values: gathered, from: 0, every: gather(differences, own, width, gathered) }
        if (isFirst && row === 0) addFirstPredictions(own, component, line, middle)
        else addPredictions(own, component, line, predictor)
      }
    }
  }
  reader.end()
  // Some encoders write a restart marker behind the last interval, too.
  return isRestart(data, end) ? end + 2 : end
}

/** What a component has of each minimum coded unit: so many samples of so many lines (section A.2). */
interface Part {
  component: Component
  table: LosslessTable
  /** Its first sample within the unit. */
  first: number
  width: number
  height: number
}

function partsOf(components: Component[], tables: LosslessTable[]): Part[] {
  let next = 0
  return components.map((component, i) => {
    const isAlone = components.length === 1
    const [width, height] = isAlone ? [1, 1] : [component.horizontal, component.vertical]
    const first = next
    next += width * height
    return { component, table: tables[i], first, width, height }
  })
}

/** Minimum coded units of a line, and lines of them. A component alone has as many as it has samples. */
function unitsOf(components: Component[]): { across: number; down: number } {
  const [{ columns, rows, horizontal, vertical }] = components
  if (components.length === 1) return { across: columns, down: rows }
  return { across: Math.ceil(columns / horizontal), down: Math.ceil(rows / vertical) }
}

/** A restart interval is a number of whole lines (section H.1.1). @returns Infinity where the scan has no restart */
function linesOfInterval(interval: number, across: number, down: number): number {
  if (interval === 0 || interval >= across * down) return Infinity
  if (interval % across === 0) return interval / across
  throw cannotDecode('pixels-unsupported', { why: 'jpeg-restart-within-line' })
}

/** Puts the differences of a line, of which each unit has some, one behind the other. @returns 1, their distance */
function gather(from: Uint16Array, { from: first, every }: Differences, width: number, into: Uint16Array): number {
  for (let i = 0, unit = first; unit < from.length; unit += every) {
    for (let x = 0; x < width; x++) into[i++] = from[unit + x]
  }
  return 1
}

/** @param at of the marker behind the interval @param number of that restart @returns what comes behind the marker */
function behindRestart(data: Buffer, at: number, number: number): number {
  if (at >= data.length) throw endsEarly(data, at)
  if (data[at + 1] === MARKER.restart + (number % 8)) return at + 2
  throw cannotDecode('pixels-damaged', { why: 'jpeg-restart-missing' })
}

function isRestart(data: Buffer, at: number): boolean {
  return data[at] === 0xff && data[at + 1] >= MARKER.restart && data[at + 1] <= MARKER.restart + 7
}

/** Where the frame header leaves the number of lines open, a segment behind the first scan has it (section B.2.5). */
function checkLines(data: Buffer, at: number, { linesFollow, rows }: FrameHeader): void {
  if (!linesFollow) return
  const [segment] = segments(data, at)
  if (segment?.marker === MARKER.numberOfLines && data.readUInt16BE(segment.start) === rows) return
  throw cannotDecode('pixels-damaged', { why: 'jpeg-lines-untold', rows })
}

/** Where no further scan is found. */
function endsEarly(data: Buffer, from: number): Error {
  const isEnded = data.indexOf(END_OF_CODESTREAM, from) >= 0
  return isEnded
    ? cannotDecode('pixels-damaged', { why: 'jpeg-scan-missing' })
    : cannotDecode('pixels-truncated', { why: 'jpeg' })
}

/** Samples pixel by pixel, those of a component with fewer of them repeated, with the bits that the point transform took off. */
function finish(components: Component[], { precision, rows, columns }: FrameHeader, shift: number): Containers {
  const [{ samples, step }] = components
  const count = components.length
  const isInOrder = step === count
  if (isInOrder && shift === 0 && precision > 8) return samples
  const values = precision > 8 ? new Uint16Array(rows * columns * count) : new Uint8Array(rows * columns * count)
  if (isInOrder) {
    for (let i = 0; i < values.length; i++) values[i] = samples[i] << shift
    return values
  }
  const across = Math.max(...components.map(({ horizontal }) => horizontal))
  const down = Math.max(...components.map(({ vertical }) => vertical))
  components.forEach((component, c) => {
    for (let y = 0, i = c; y < rows; y++) {
      const line = Math.floor((y * component.vertical) / down) * component.lineStep
      for (let x = 0; x < columns; x++, i += count) {
        values[i] = component.samples[line + Math.floor((x * component.horizontal) / across)] << shift
      }
    }
  })
  return values
}
