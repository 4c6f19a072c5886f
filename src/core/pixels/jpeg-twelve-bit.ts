import { HuffmanReader, readHuffmanTables, type HuffmanTable } from './jpeg-huffman.ts'
import { MARKER, segments, type FrameHeader } from './jpeg-markers.ts'
import { cannotDecode } from './undecodable.ts'

/** Where the coefficients of a block, in the order of the codestream, stand in it (ISO/IEC 10918-1 figure A.6). */
const ZIGZAG = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
  35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47,
  55, 62, 63
]

/** C(u)/2 · cos((2x + 1)uπ/16), row by row of x (section A.3.3). */
const COSINES = Float64Array.from({ length: 64 }, (_, i) => {
  const [x, u] = [i >> 3, i & 7]
  return (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * x + 1) * u * Math.PI) / 16)
})

const EXTENDED_SEQUENTIAL = 0xc1
const MAX_VALUE = 4095
const MIDDLE = 2048

/**
 * Decodes extended sequential JPEG of 12 bits and one component with Huffman coding (ISO/IEC 10918-1 annex F), which the
 * codecs for browsers leave out.
 * @throws MedoidError `pixels-damaged`, `pixels-truncated`, `pixels-unsupported`
 */
export function decodeTwelveBit(data: Buffer, { marker, sampling, rows, columns }: FrameHeader): Uint16Array {
  if (marker !== EXTENDED_SEQUENTIAL || sampling.length !== 1) {
    throw cannotDecode('pixels-unsupported', { why: 'jpeg-twelve-bit' })
  }
  const { quantisation, dc, ac, restartInterval, scan } = readTables(data)
  const reader = new HuffmanReader(data, scan)
  const values = new Uint16Array(rows * columns)
  const coefficients = new Float64Array(64)
  const across = Math.ceil(columns / 8)
  const blocks = across * Math.ceil(rows / 8)
  let before = 0
  for (let block = 0; block < blocks; block++) {
    if (restartInterval > 0 && block > 0 && block % restartInterval === 0) {
      reader.restart()
      before = 0
    }
    coefficients.fill(0)
    before += reader.value(reader.symbol(dc))
    coefficients[0] = before * quantisation[0]
    for (let k = 1; k < 64; k++) {
      const symbol = reader.symbol(ac)
      const bits = symbol & 15
      const zeros = symbol >> 4
      if (bits === 0 && zeros < 15) break
      k += zeros
      if (k > 63) throw cannotDecode('pixels-damaged', { why: 'jpeg-block-too-long' })
      if (bits > 0) coefficients[ZIGZAG[k]] = reader.value(bits) * quantisation[k]
    }
    inverseCosineTransform(coefficients)
    put(coefficients, values, Math.floor(block / across) * 8, (block % across) * 8, rows, columns)
  }
  return values
}

interface Tables {
  /** In the order of the codestream. */
  quantisation: Uint16Array
  dc: HuffmanTable
  ac: HuffmanTable
  /** Blocks; 0 = none. */
  restartInterval: number
  /** Where the coded blocks begin. */
  scan: number
}

function readTables(data: Buffer): Tables {
  const quantisations = new Map<number, Uint16Array>()
  const huffman = new Map<number, HuffmanTable>()
  let restartInterval = 0
  let quantisationOf = 0
  for (const { marker, start, end } of segments(data)) {
    if (marker === MARKER.quantisation) readQuantisation(data.subarray(start, end), quantisations)
    if (marker === MARKER.huffman) readHuffmanTables(data.subarray(start, end), huffman)
    if (marker === MARKER.restartInterval && end - start >= 2) restartInterval = data.readUInt16BE(start)
    if (marker === EXTENDED_SEQUENTIAL) quantisationOf = data[start + 8]
    if (marker !== MARKER.startOfScan) continue
    const selectors = data[start + 2]
    const quantisation = quantisations.get(quantisationOf)
    const dc = huffman.get(selectors >> 4)
    const ac = huffman.get(16 + (selectors & 15))
    if (quantisation && dc && ac) return { quantisation, dc, ac, restartInterval, scan: end }
  }
  throw cannotDecode('pixels-damaged', { why: 'jpeg-no-scan' })
}

/** Quantisation tables by their number (section B.2.4.1). */
function readQuantisation(data: Buffer, tables: Map<number, Uint16Array>): void {
  for (let at = 0; at < data.length;) {
    const isWide = data[at] >> 4 === 1
    const size = isWide ? 2 : 1
    if (at + 1 + 64 * size > data.length) return
    const from = at + 1
    const table = Uint16Array.from({ length: 64 }, (_, i) =>
      isWide ? data.readUInt16BE(from + 2 * i) : data[from + i]
    )
    tables.set(data[at] & 15, table)
    at += 1 + 64 * size
  }
}

const half = new Float64Array(64)

/** Section A.3.3, along rows, then along columns. */
function inverseCosineTransform(block: Float64Array): void {
  for (let v = 0; v < 8; v++) {
    for (let x = 0; x < 8; x++) {
      let sum = 0
      for (let u = 0; u < 8; u++) sum += COSINES[x * 8 + u] * block[v * 8 + u]
      half[v * 8 + x] = sum
    }
  }
  for (let y = 0; y < 8; y++) {
    for (let x = 0; x < 8; x++) {
      let sum = 0
      for (let v = 0; v < 8; v++) sum += COSINES[y * 8 + v] * half[v * 8 + x]
      block[y * 8 + x] = sum
    }
  }
}

function put(block: Float64Array, values: Uint16Array, top: number, left: number, rows: number, columns: number): void {
  const bottom = Math.min(8, rows - top)
  const right = Math.min(8, columns - left)
  for (let y = 0; y < bottom; y++) {
    for (let x = 0; x < right; x++) {
      const value = Math.round(block[y * 8 + x]) + MIDDLE
      values[(top + y) * columns + left + x] = value < 0 ? 0 : value > MAX_VALUE ? MAX_VALUE : value
    }
  }
}
