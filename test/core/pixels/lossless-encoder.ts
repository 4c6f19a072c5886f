/** A plain encoder of lossless JPEG (ISO/IEC 10918-1 annex H), written from the standard for tests; it shares nothing with the decoder. */

export interface LosslessImage {
  rows: number
  columns: number
  /** 2 to 16 bits. */
  precision: number
  /** One plane a component, row by row; of a component sampled less than others its own, smaller one. */
  planes: number[][]
  /** Horizontal × 16 + vertical sampling factor of each component; 0x11 unless told. */
  sampling?: number[]
}

export interface EncoderOptions {
  predictor: number
  pointTransform?: number
  /** Lines of minimum coded units between restart markers. */
  restartLines?: number
  /** Whether each component has a scan of its own. */
  scans?: boolean
  /** Code lengths of the 17 categories, one list a table; component i takes table i, or the last. */
  tables?: number[][]
  /** Whether the number of lines stands behind the first scan. */
  defineLines?: boolean
  /** Fill bytes before each marker. */
  fill?: number
  withoutEnd?: boolean
}

/** A code of 5 bits for each category. */
const FLAT = new Array<number>(17).fill(5)

export function encodeLossless(image: LosslessImage, options: EncoderOptions): Buffer {
  const { rows, columns, precision, planes } = image
  const { pointTransform = 0, predictor, restartLines = 0, tables = [FLAT], fill = 0 } = options
  const out: number[] = []
  const marker = (code: number): void => {
    for (let i = 0; i < fill; i++) out.push(0xff)
    out.push(0xff, code)
  }
  const segment = (code: number, ...bytes: number[]): void => {
    marker(code)
    out.push((bytes.length + 2) >> 8, (bytes.length + 2) & 255, ...bytes)
  }
  const sampling = image.sampling ?? planes.map(() => 0x11)
  const lines = options.defineLines ? 0 : rows
  out.push(0xff, 0xd8)
  tables.forEach((lengths, i) => segment(0xc4, i, ...countsAndSymbols(lengths)))
  const parameters = sampling.flatMap((factors, i) => [i + 1, factors, 0])
  segment(0xc3, precision, lines >> 8, lines & 255, columns >> 8, columns & 255, planes.length, ...parameters)

  const components = planes.map((samples, i) => componentOf(image, sampling, samples, i))
  const codes = tables.map(codesOf)
  const scans = options.scans ? components.map((component) => [component]) : [components]
  scans.forEach((scan, n) => {
    const isAlone = scan.length === 1
    const [first] = scan
    const across = isAlone ? first.columns : Math.ceil(first.columns / first.h)
    const down = isAlone ? first.rows : Math.ceil(first.rows / first.v)
    if (restartLines > 0) segment(0xdd, (restartLines * across) >> 8, (restartLines * across) & 255)
    const selectors = scan.flatMap(({ index }) => [index + 1, Math.min(index, tables.length - 1) * 16])
    segment(0xda, scan.length, ...selectors, predictor, 0, pointTransform)

    let bits = ''
    const flush = (): void => {
      while (bits.length % 8 !== 0) bits += '1'
      for (let i = 0; i < bits.length; i += 8) {
        const byte = parseInt(bits.slice(i, i + 8), 2)
        out.push(byte)
        if (byte === 0xff) out.push(0)
      }
      bits = ''
    }
    for (let unitRow = 0; unitRow < down; unitRow++) {
      const isRestarted = restartLines > 0 && unitRow > 0 && unitRow % restartLines === 0
      if (isRestarted) {
        flush()
        marker(0xd0 + ((unitRow / restartLines - 1) % 8))
      }
      const firstLine = restartLines > 0 ? Math.floor(unitRow / restartLines) * restartLines : 0
      for (let unit = 0; unit < across; unit++) {
        for (const component of scan) {
          const [h, v] = isAlone ? [1, 1] : [component.h, component.v]
          for (let y = unitRow * v; y < unitRow * v + v; y++) {
            for (let x = unit * h; x < unit * h + h; x++) {
              const middle = 2 ** (precision - pointTransform - 1)
              const at = (row: number, column: number): number => component.at(row, column) >> pointTransform
              const difference = at(y, x) - predict(at, y, x, predictor, middle, firstLine * v)
              bits += coded(difference, codes[Math.min(component.index, codes.length - 1)])
            }
          }
        }
      }
    }
    flush()
    if (n === 0 && options.defineLines) segment(0xdc, rows >> 8, rows & 255)
  })
  if (!options.withoutEnd) marker(0xd9)
  return Buffer.from(out)
}

interface Component {
  index: number
  h: number
  v: number
  columns: number
  rows: number
  /** Beyond the edge, the sample at the edge (section A.2.4 leaves it open what is there). */
  at(row: number, column: number): number
}

function componentOf(
  { rows, columns }: LosslessImage,
  sampling: number[],
  samples: number[],
  index: number
): Component {
  const [h, v] = [sampling[index] >> 4, sampling[index] & 15]
  const width = Math.ceil((columns * h) / Math.max(...sampling.map((both) => both >> 4)))
  const height = Math.ceil((rows * v) / Math.max(...sampling.map((both) => both & 15)))
  const at = (row: number, column: number): number =>
    samples[Math.min(row, height - 1) * width + Math.min(column, width - 1)]
  return { index, h, v, columns: width, rows: height, at }
}

/** Table H.1 and section H.1.1. */
function predict(
  at: (row: number, column: number) => number,
  y: number,
  x: number,
  predictor: number,
  middle: number,
  firstLine: number
): number {
  if (y === firstLine) return x === 0 ? middle : at(y, x - 1)
  if (x === 0) return at(y - 1, 0)
  const [a, b, c] = [at(y, x - 1), at(y - 1, x), at(y - 1, x - 1)]
  return [a, b, c, a + b - c, a + Math.floor((b - c) / 2), b + Math.floor((a - c) / 2), Math.floor((a + b) / 2)][
    predictor - 1
  ]
}

/** The bits of a difference modulo 2^16: code of its category, then its own (tables H.2 and F.1). */
function coded(difference: number, codes: string[]): string {
  const wrapped = ((difference + 32_767 + 131_072) % 65_536) - 32_767
  if (wrapped === 32_768) return codes[16]
  const category = wrapped === 0 ? 0 : Math.floor(Math.log2(Math.abs(wrapped))) + 1
  const own = wrapped < 0 ? wrapped + 2 ** category - 1 : wrapped
  return codes[category] + (category === 0 ? '' : own.toString(2).padStart(category, '0'))
}

/** Categories in the order of their codes: by length, then by number. */
function inOrder(lengths: number[]): number[] {
  return lengths
    .map((_, category) => category)
    .filter((category) => lengths[category] > 0)
    .sort((a, b) => lengths[a] - lengths[b] || a - b)
}

/** Section B.2.4.2: how many codes have 1 to 16 bits, and what they stand for. */
function countsAndSymbols(lengths: number[]): number[] {
  const counts = Array.from({ length: 16 }, (_, i) => lengths.filter((length) => length === i + 1).length)
  return [...counts, ...inOrder(lengths)]
}

/** Annex C: each code is the one before plus 1, with zeros appended where it is longer. */
function codesOf(lengths: number[]): string[] {
  const codes: string[] = []
  let next = 0
  let length = 0
  for (const category of inOrder(lengths)) {
    next *= 2 ** (lengths[category] - length)
    length = lengths[category]
    codes[category] = next.toString(2).padStart(length, '0')
    next++
  }
  return codes
}
