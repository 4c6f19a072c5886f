import { MedoidError } from '../errors.ts'
import { HuffmanReader, readHuffmanTables, type HuffmanTable } from './jpeg-huffman.ts'
import { END_OF_CODESTREAM, hasEnd, MARKER, segments, type FrameHeader } from './jpeg-markers.ts'
import { cannotDecode } from './undecodable.ts'

const BASELINE = 0xc0
const EXTENDED_SEQUENTIAL = 0xc1
const RESTARTS = 8
/** Bits of a DC difference at most (table F.1, and F.6 for 12 bits). */
const MAX_CATEGORY = 15
const END_OF_BLOCK = 0

/**
 * A lossy JPEG codestream that lacks its end, completed, since decoders insist on all of it (ISO/IEC 10918-1 annexes F and G): behind the
 * last minimum coded unit of a sequential scan that is there, units that are like it; of several scans, those that are whole.
 * @throws MedoidError `pixels-truncated` where nothing of the picture is there
 */
export function completedJpeg(data: Buffer, frame: FrameHeader): Buffer {
  if (hasEnd(data)) return data
  const isSequential = frame.marker === BASELINE || frame.marker === EXTENDED_SEQUENTIAL
  const scan = isSequential ? readScan(data, frame) : null
  return scan === null ? withoutLastScan(data) : withAllUnits(data, scan)
}

/** A Huffman code, and how many bits it has. */
interface Code {
  code: number
  bits: number
}

interface Block {
  dc: HuffmanTable
  ac: HuffmanTable
  /** What a block about as bright as the one before is coded with: in units of even number, and of odd. */
  like: [Code[], Code[]]
}

/** The scan of a frame that has only one. */
interface Scan {
  /** Where its coded data begin. */
  at: number
  /** Of a minimum coded unit. */
  blocks: Block[]
  units: number
  /** Units; 0: there are none. */
  restartInterval: number
}

/** @returns null where the first scan is not of all components */
function readScan(data: Buffer, { rows, columns, sampling, ids }: FrameHeader): Scan | null {
  const huffman = new Map<number, HuffmanTable>()
  let restartInterval = 0
  for (const { marker, start, end } of segments(data)) {
    if (marker === MARKER.huffman) readHuffmanTables(data.subarray(start, end), huffman)
    if (marker === MARKER.restartInterval && end - start >= 2) restartInterval = data.readUInt16BE(start)
    if (marker !== MARKER.startOfScan) continue
    if (data[start] !== ids.length || end - start < 1 + 2 * ids.length) return null
    const isAlone = ids.length === 1
    const factors = sampling.map((both) => (isAlone ? [1, 1] : [both >> 4, both & 15]))
    const [across, down] = [0, 1].map((i) => Math.max(...factors.map((each) => each[i])))
    const blocks = factors.flatMap(([horizontal, vertical], i) => {
      const selectors = data[start + 2 + 2 * i]
      const [dc, ac] = [huffman.get(selectors >> 4), huffman.get(16 + (selectors & 15))]
      if (dc === undefined || ac === undefined) {
        throw cannotDecode('pixels-damaged', { why: 'jpeg-no-tables' })
      }
      return new Array<Block>(horizontal * vertical).fill({ dc, ac, like: likeBefore(dc, ac) })
    })
    const units = Math.ceil(columns / (8 * across)) * Math.ceil(rows / (8 * down))
    return { at: end, blocks, units, restartInterval }
  }
  throw endsEarly()
}

/** The codestream with as many units as the frame has. */
function withAllUnits(data: Buffer, { at, blocks, units, restartInterval }: Scan): Buffer {
  const interval = restartInterval || units
  const reader = new HuffmanReader(data, at)
  /** Where the last interval that is there begins, and the bits of its whole units. */
  let [from, bits] = [at, 0]
  let unit = 0
  let isBegun = true
  try {
    for (; unit < units; unit++) {
      if (unit > 0 && unit % interval === 0) {
        const next = reader.restart()
        isBegun = next <= data.length
        if (!isBegun) break
        from = next
        bits = 0
      }
      for (const block of blocks) skipBlock(reader, block)
      bits = reader.bits
    }
  } catch (error) {
    // What is cut may end with anything.
    if (!(error instanceof MedoidError)) throw error
  }
  if (unit === 0) throw endsEarly()
  let end = from
  for (let left = bits; left >= 8; left -= 8) end += data[end] === 0xff ? 2 : 1
  const rest = new BitWriter()
  if (bits % 8 > 0) rest.put({ code: data[end] >> (8 - (bits % 8)), bits: bits % 8 })
  for (; unit < units; unit++) {
    if (unit % interval === 0 && !isBegun) rest.restart(unit / interval - 1)
    isBegun = false
    for (const { like } of blocks) for (const code of like[unit % 2]) rest.put(code)
  }
  return Buffer.concat([data.subarray(0, end), rest.finish(), END_OF_CODESTREAM])
}

function skipBlock(reader: HuffmanReader, { dc, ac }: Block): void {
  reader.value(reader.symbol(dc))
  for (let k = 1; k < 64; k++) {
    const symbol = reader.symbol(ac)
    if ((symbol & 15) === 0 && symbol >> 4 < 15) return
    k += symbol >> 4
    reader.value(symbol & 15)
  }
}

/**
 * Some tables have only the codes that their frame needs. Where no change is none of them, the smallest that is, up and down by turns.
 * @throws MedoidError `pixels-truncated` where the end of a block is none
 */
function likeBefore(dc: HuffmanTable, ac: HuffmanTable): [Code[], Code[]] {
  const end = codeOf(ac, END_OF_BLOCK)
  for (let category = 0; category <= MAX_CATEGORY; category++) {
    const code = codeOf(dc, category)
    if (code === null || end === null) continue
    const up = category === 0 ? 0 : 2 ** (category - 1)
    const down = category === 0 ? 0 : up - 1
    return [
      [code, { code: up, bits: category }, end],
      [code, { code: down, bits: category }, end]
    ]
  }
  throw endsEarly()
}

function codeOf(table: HuffmanTable, symbol: number): Code | null {
  const at = table.findIndex((entry) => entry !== 0 && entry >> 5 === symbol)
  if (at < 0) return null
  const bits = table[at] & 31
  return { code: at >> (16 - bits), bits }
}

/** Writes the coded data of a scan. */
class BitWriter {
  private readonly bytes: number[] = []
  private held = 0
  private heldBits = 0

  put({ code, bits }: Code): void {
    this.held = (this.held << bits) | code
    this.heldBits += bits
    while (this.heldBits >= 8) {
      const byte = (this.held >> (this.heldBits - 8)) & 0xff
      this.bytes.push(byte)
      // A 0 tells it from a marker (section B.1.1.5).
      if (byte === 0xff) this.bytes.push(0)
      this.heldBits -= 8
    }
  }

  /** @param number of the restart, from 0 */
  restart(number: number): void {
    this.fill()
    this.bytes.push(0xff, MARKER.restart + (number % RESTARTS))
  }

  finish(): Buffer {
    this.fill()
    return Buffer.from(this.bytes)
  }

  /** Whole bytes, filled with ones (section F.1.2.3). */
  private fill(): void {
    const bits = (8 - this.heldBits) % 8
    this.put({ code: 2 ** bits - 1, bits })
  }
}

/** Without the scan that is cut: a progressive frame is coarser then. */
function withoutLastScan(data: Buffer): Buffer {
  const [first] = [...segments(data)].filter(({ marker }) => marker === MARKER.startOfScan)
  const last = data.lastIndexOf(Buffer.from([0xff, MARKER.startOfScan]))
  if (first === undefined || last <= first.at) throw endsEarly()
  return Buffer.concat([data.subarray(0, last), END_OF_CODESTREAM])
}

function endsEarly(): Error {
  return cannotDecode('pixels-truncated', { why: 'jpeg' })
}
