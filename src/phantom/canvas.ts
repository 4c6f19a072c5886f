import { Random } from '../core/random.ts'

/** A table of standard normal numbers: noise at a random offset costs a look-up a pixel instead of a logarithm. */
const NOISE_SIZE = 1 << 16
let noiseTable: Float32Array | undefined

/** How an outline is filled: evenly, as a ring, as a dome (the thickness of an ellipsoid) or as a blurred spot. */
type Fill = 'even' | 'ring' | 'dome' | 'spot'

interface ShapeOptions {
  /** Radians, counter-clockwise as seen with y pointing down. */
  angle?: number
  /** Width of the blurred edge (of a ring: its half-width), in canvas units. */
  edge?: number
  /** 2 is an ellipse, 4 a box with round corners. */
  power?: 2 | 4
}

/** A grey picture in the making. The longer side runs from −1 to 1, x to the right, y down. */
export class Canvas {
  readonly columns: number
  readonly rows: number
  readonly values: Float32Array
  private readonly scale: number
  private place = { wide: 1, tall: 1, x: 0, y: 0 }

  constructor(columns: number, rows: number, background: number) {
    this.columns = columns
    this.rows = rows
    this.values = new Float32Array(columns * rows).fill(background)
    this.scale = 2 / Math.max(columns, rows)
  }

  /** From now on shapes are stretched by `wide` and `tall` and then moved: bodies differ and do not lie quite straight. */
  arrange(wide: number, tall: number, x: number, y: number): void {
    this.place = { wide, tall, x, y }
  }

  fill(value: number): void {
    this.values.fill(value)
  }

  /** Paints over what is there. */
  ellipse(x: number, y: number, rx: number, ry: number, value: number, options?: ShapeOptions): void {
    this.paint('even', x, y, rx, ry, value, options, false)
  }

  /** Like `ellipse`, with the outline of a rounded box. */
  box(x: number, y: number, rx: number, ry: number, value: number, options?: ShapeOptions): void {
    this.paint('even', x, y, rx, ry, value, { ...options, power: 4 }, false)
  }

  ring(x: number, y: number, rx: number, ry: number, value: number, options?: ShapeOptions): void {
    this.paint('ring', x, y, rx, ry, value, options, false)
  }

  /** A rounded bar from one point to another. */
  bar(x1: number, y1: number, x2: number, y2: number, width: number, value: number, add = false): void {
    const angle = Math.atan2(y2 - y1, x2 - x1)
    const length = Math.hypot(x2 - x1, y2 - y1) / 2 + width / 4
    this.paint('even', (x1 + x2) / 2, (y1 + y2) / 2, length, width / 2, value, { angle, power: 4 }, add)
  }

  /** Adds the thickness of an ellipsoid, as a projection through it would (`value` at its centre). */
  dome(x: number, y: number, rx: number, ry: number, value: number, options?: ShapeOptions): void {
    this.paint('dome', x, y, rx, ry, value, options, true)
  }

  /** Adds a spot without an outline, as scintigraphy shows it. */
  spot(x: number, y: number, rx: number, ry: number, value: number, options?: ShapeOptions): void {
    this.paint('spot', x, y, rx, ry, value, options, true)
  }

  /** Adds an evenly filled ring. */
  hoop(x: number, y: number, rx: number, ry: number, value: number, options?: ShapeOptions): void {
    this.paint('ring', x, y, rx, ry, value, options, true)
  }

  private paint(
    fill: Fill,
    centreX: number,
    centreY: number,
    radiusX: number,
    radiusY: number,
    value: number,
    options: ShapeOptions | undefined,
    add: boolean
  ): void {
    const { scale, columns, rows, values, place } = this
    const x = centreX * place.wide + place.x
    const y = centreY * place.tall + place.y
    const rx = radiusX * place.wide
    const ry = radiusY * place.tall
    const angle = options?.angle ?? 0
    const edge = Math.max(options?.edge ?? 0, fill === 'ring' ? scale * 0.7 : scale)
    const cos = Math.cos(angle)
    const sin = Math.sin(angle)
    const reach = fill === 'spot' ? 1.6 : 1
    const reachX = reach * Math.hypot(rx * cos, ry * sin) + edge
    const reachY = reach * Math.hypot(rx * sin, ry * cos) + edge
    const corner = options?.power === 4 ? 1.19 : 1
    const middleX = (columns - 1) / 2
    const middleY = (rows - 1) / 2
    const left = Math.max(0, Math.floor(middleX + (x - reachX * corner) / scale))
    const right = Math.min(columns - 1, Math.ceil(middleX + (x + reachX * corner) / scale))
    const top = Math.max(0, Math.floor(middleY + (y - reachY * corner) / scale))
    const bottom = Math.min(rows - 1, Math.ceil(middleY + (y + reachY * corner) / scale))
    const small = Math.min(rx, ry)
    // Thinner than any pixel shows, and at zero nothing below would be a number.
    if (small < scale / 16) return
    // Squared radii between which the edge lies: most pixels are clearly outside or inside and need no square root.
    const blur = edge / small
    const outer = fill === 'even' ? 1 + blur / 2 : fill === 'ring' ? 1 + 1.5 * blur : reach
    const inner = fill === 'even' ? Math.max(0, 1 - blur / 2) : fill === 'ring' ? Math.max(0, 1 - 1.5 * blur) : 0
    const limit = outer * outer
    const core = inner * inner
    const box = options?.power === 4
    for (let row = top; row <= bottom; row++) {
      const dy = (row - middleY) * scale - y
      for (let column = left; column <= right; column++) {
        const dx = (column - middleX) * scale - x
        let u = (dx * cos + dy * sin) / rx
        let v = (dy * cos - dx * sin) / ry
        u *= u
        v *= v
        const square = box ? Math.sqrt(u * u + v * v) : u + v
        if (square >= limit) continue
        let cover = 1
        if (fill === 'even') {
          if (square > core) cover = 0.5 + (1 - Math.sqrt(square)) / blur
        } else if (fill === 'ring') {
          if (square <= core) continue
          cover = 1.5 - Math.abs(Math.sqrt(square) - 1) / blur
        } else cover = fill === 'dome' ? Math.sqrt(1 - square) : Math.exp(-2 * square)
        if (cover > 1) cover = 1
        const at = row * columns + column
        if (add) values[at] += cover * value
        else values[at] += cover * (value - values[at])
      }
    }
  }

  /** Adds Gaussian noise of standard deviation `sigma`. */
  noise(random: Random, sigma: number): void {
    const table = normals()
    const { values } = this
    let at = random.below(NOISE_SIZE)
    const step = 1 + 2 * random.below(64)
    for (let i = 0; i < values.length; i++) {
      at = (at + step) & (NOISE_SIZE - 1)
      values[i] += table[at] * sigma
    }
  }

  /** Adds to every value noise that grows with its square root, as counts have it. */
  countNoise(random: Random): void {
    const table = normals()
    const { values } = this
    const start = random.below(NOISE_SIZE)
    for (let i = 0; i < values.length; i++) {
      values[i] = Math.max(0, values[i] + Math.sqrt(values[i]) * table[(start + i * 5) & (NOISE_SIZE - 1)])
    }
  }

  /** Noise in grains of several pixels, stretched along x by `stretch`: speckle, trabeculae, glandular tissue. */
  grains(random: Random, sigma: number, size: number, stretch = 1, multiply = false): void {
    const table = normals()
    const { values, columns, rows } = this
    const pixels = Math.max(1, size / this.scale)
    const offset = random.below(NOISE_SIZE)
    for (let row = 0; row < rows; row++) {
      const v = row / pixels
      const line = Math.floor(v)
      const fv = v - line
      for (let column = 0; column < columns; column++) {
        const u = column / (pixels * stretch)
        const cell = Math.floor(u)
        const fu = u - cell
        const a = offset + line * 977 + cell
        const upper = table[a & 65535] * (1 - fu) + table[(a + 1) & 65535] * fu
        const lower = table[(a + 977) & 65535] * (1 - fu) + table[(a + 978) & 65535] * fu
        const grain = (upper * (1 - fv) + lower * fv) * sigma
        const at = row * columns + column
        values[at] += multiply ? grain * values[at] : grain
      }
    }
  }

  /** Sets everything for which `outside` (of x and y) holds to `value`. */
  mask(value: number, outside: (x: number, y: number) => boolean): void {
    const { scale, columns, rows, values } = this
    for (let row = 0; row < rows; row++) {
      const y = (row - (rows - 1) / 2) * scale
      for (let column = 0; column < columns; column++) {
        if (outside((column - (columns - 1) / 2) * scale, y)) values[row * columns + column] = value
      }
    }
  }

  map(change: (value: number) => number): void {
    const { values } = this
    for (let i = 0; i < values.length; i++) values[i] = change(values[i])
  }
}

function normals(): Float32Array {
  if (noiseTable) return noiseTable
  const source = new Random(0x5eed)
  noiseTable = Float32Array.from({ length: NOISE_SIZE }, () => source.normal())
  return noiseTable
}
