import { Random } from '../core/random.ts'
import { burnIn } from './anatomy/emission-ultrasound.ts'
import type { Scene } from './anatomy/scene.ts'
import { Canvas } from './canvas.ts'
import { between, happens } from './chance.ts'
import type { Modality, SeriesPlan } from './exams.ts'
import { PALETTES } from './tissues.ts'

/** How the stored numbers of a series mean a picture (PS3.3 C.7.6.3). */
export interface PixelFormat {
  columns: number
  rows: number
  bitsAllocated: 8 | 16
  bitsStored: number
  signed: boolean
  photometric: 'MONOCHROME1' | 'MONOCHROME2'
  slope: number
  intercept: number
}

/** What all pictures of one series have in common: the body that lies there, and the machine. */
export interface PictureStyle {
  modality: Modality
  plan: SeriesPlan
  format: PixelFormat
  /** Seed of the body: the slices of a series show the same one. */
  body: number
  side: number
}

/**
 * Draws one frame.
 * @param z where the slice lies in its stack, 0 to 1
 * @param seed chances of this one picture
 * @returns stored values, rows × columns, row by row
 */
export function drawFrame(style: PictureStyle, z: number, seed: number): Samples {
  const { modality, plan, format } = style
  const body = new Random(style.body)
  const random = new Random(seed, 7)
  const tissue = PALETTES[(plan.weighting || 'SOFT') as keyof typeof PALETTES]
  const canvas = new Canvas(format.columns, format.rows, crossSection(modality) ? tissue.air : 0)
  canvas.arrange(
    between(body, 0.9, 1.04),
    between(body, 0.9, 1.04),
    between(body, -0.04, 0.04),
    between(body, -0.04, 0.04)
  )
  const scene: Scene = { canvas, tissue, z, random, side: style.side }
  plan.paint(scene)
  canvas.arrange(1, 1, 0, 0)
  FINISH[modality](scene, plan, format, body)
  return store(canvas.values, format)
}

export type Samples = Uint8Array | Uint16Array | Int16Array

/** From the unit that rescale gives back to stored values; MONOCHROME1 stores light as small numbers. */
function store(
  values: Float32Array,
  { bitsAllocated, bitsStored, signed, photometric, slope, intercept }: PixelFormat
): Samples {
  const stored =
    bitsAllocated === 8
      ? new Uint8Array(values.length)
      : signed
        ? new Int16Array(values.length)
        : new Uint16Array(values.length)
  const lowest = signed ? -(2 ** (bitsStored - 1)) : 0
  const highest = lowest + 2 ** bitsStored - 1
  const inverted = photometric === 'MONOCHROME1'
  for (let i = 0; i < values.length; i++) {
    let value = Math.floor((values[i] - intercept) / slope + 0.5)
    if (value < lowest) value = lowest
    else if (value > highest) value = highest
    stored[i] = inverted ? highest - value : value
  }
  return stored
}

function crossSection(modality: Modality): boolean {
  return modality === 'CT' || modality === 'MR' || modality === 'PT'
}

type Finish = (scene: Scene, plan: SeriesPlan, format: PixelFormat, body: Random) => void

/** What the machine adds to the anatomy. Values leave here in the unit that rescale gives back. */
const FINISH: Record<Modality, Finish> = {
  /** Noise by kernel, the table, and nothing outside the reconstructed circle. */
  CT({ canvas, random }, plan, format) {
    if (plan.plane === 'AXIAL') canvas.ring(0, -1.35, 2.4, 2.22, 180, { edge: 0.018 })
    canvas.noise(random, plan.weighting === 'SOFT' ? 18 : 45)
    canvas.grains(random, plan.weighting === 'SOFT' ? 14 : 10, 0.04)
    if (plan.plane === 'AXIAL') canvas.mask(format.signed ? -2000 : -1024, (x, y) => x * x + y * y > 0.985)
  },
  /** Rician noise and the slow shading of a surface coil. */
  MR({ canvas, random }, _plan, _format, body) {
    const tiltX = between(body, -0.2, 0.2)
    const tiltY = between(body, -0.2, 0.2)
    shade(canvas, (x, y) => 1 + tiltX * x + tiltY * y)
    const noise = new Canvas(canvas.columns, canvas.rows, 0)
    noise.noise(random, 16)
    canvas.noise(random, 16)
    const { values } = canvas
    for (let i = 0; i < values.length; i++) values[i] = Math.sqrt(values[i] ** 2 + noise.values[i] ** 2)
  },
  PT({ canvas, random }) {
    blur(canvas, 2)
    canvas.grains(random, 0.12, 0.03, 1, true)
    canvas.map((value) => Math.max(0, value))
  },
  NM({ canvas, random }) {
    canvas.map((value) => Math.max(0, value) * 12)
    blur(canvas, 1)
    canvas.countNoise(random)
  },
  US(scene) {
    shade(scene.canvas, (_, y) => 1.05 - 0.2 * y)
    burnIn(scene)
    scene.canvas.map((value) => Math.min(255, Math.max(0, value)))
  },
  CR: radiograph(0.03, 0.35),
  DX: radiograph(0.018, 0.15),
  MG({ canvas, random }) {
    canvas.grains(random, 0.03, 0.02, 1, true)
    canvas.noise(random, 0.008)
  },
  XA({ canvas, random }) {
    canvas.grains(random, 0.03, 0.05)
    canvas.noise(random, 0.02)
    canvas.map((value) => 1.1 - value)
    canvas.mask(0, (x, y) => x * x + y * y > 1.25)
  },
  RF({ canvas, random }) {
    canvas.grains(random, 0.03, 0.05)
    canvas.noise(random, 0.03)
    canvas.mask(0, (x, y) => x * x + y * y > 0.98)
  }
}

/** Quantum noise, sometimes a side marker and the edges of the collimator. */
function radiograph(noise: number, collimated: number): Finish {
  return ({ canvas, random }, _plan, _format, body) => {
    canvas.grains(random, noise * 0.7, 0.03)
    canvas.noise(random, noise)
    if (happens(body, 0.5)) canvas.box(0.8 * Math.min(1, canvas.columns / canvas.rows), -0.85, 0.03, 0.05, 1.9)
    if (happens(body, collimated)) {
      const half = between(body, 0.9, 0.97) * Math.min(1, canvas.columns / canvas.rows)
      canvas.mask(0, (x) => Math.abs(x) > half)
    }
  }
}

function shade(canvas: Canvas, factor: (x: number, y: number) => number): void {
  const { columns, rows, values } = canvas
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      values[row * columns + column] *= factor((2 * column) / columns - 1, (2 * row) / rows - 1)
    }
  }
}

/** A binomial blur of 3 × 3 pixels, `times` over. */
function blur(canvas: Canvas, times: number): void {
  const { columns, rows, values } = canvas
  for (let pass = 0; pass < times * 2; pass++) {
    const step = pass % 2 ? columns : 1
    const last = pass % 2 ? columns * (rows - 1) : values.length
    let before = values[0]
    if (step === 1) {
      for (let i = 1; i < last - 1; i++) {
        const here = values[i]
        values[i] = (before + 2 * here + values[i + 1]) / 4
        before = here
      }
    } else {
      for (let column = 0; column < columns; column++) {
        before = values[column]
        for (let i = column + columns; i < last; i += columns) {
          const here = values[i]
          values[i] = (before + 2 * here + values[i + columns]) / 4
          before = here
        }
      }
    }
  }
}
