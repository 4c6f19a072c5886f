import { MedoidError } from '../errors.ts'
import { Random } from '../random.ts'
import { PICTURE_SIDE } from '../pixels/picture.ts'

/** Convolution with stride 1 and `same` padding: of an even kernel's padding the odd row and column are below and right. */
interface ConvolutionLayer {
  kind: 'convolution'
  /** Rows and columns of the kernel. */
  kernel: number
  /** Channels of the result. */
  filters: number
  activation: 'relu' | 'sigmoid'
}

/** The largest of each 2 × 2 pixels; always after a ReLU. */
interface MaxPoolLayer {
  kind: 'max-pool'
}

/** Each pixel becomes 2 × 2 equal ones. */
interface UpsampleLayer {
  kind: 'upsample'
}

export type Layer = ConvolutionLayer | MaxPoolLayer | UpsampleLayer

/** A convolutional autoencoder as data: what it is built of, in order, without its weights. */
export interface Architecture {
  name: string
  /** What it is, behind its name in a list. */
  note?: string
  /** Rows and columns of its pictures, which have one channel. */
  side: number
  encoder: readonly Layer[]
  decoder: readonly Layer[]
}

const relu = (kernel: number, filters: number): Layer => ({ kind: 'convolution', kernel, filters, activation: 'relu' })
const picture: Layer = { kind: 'convolution', kernel: 3, filters: 1, activation: 'sigmoid' }
const half: Layer[] = [relu(3, 64), relu(2, 20), { kind: 'max-pool' }]
const twice: Layer[] = [relu(2, 20), relu(3, 64), { kind: 'upsample' }]

/** Those that a model can have; CONTRIBUTING.md says how to add one. */
export const ARCHITECTURES: readonly Architecture[] = [
  // Our reading of section 2.4 and Figure 1 of the paper: 64 × 64 × 20 = 81,920 values.
  { name: 'manojlovic2020', note: 'the paper', side: PICTURE_SIDE, encoder: half, decoder: [...twice, picture] },
  // Three such blocks: 16 × 16 × 20 = 5,120 values.
  {
    name: 'compact',
    side: PICTURE_SIDE,
    encoder: [...half, ...half, ...half],
    decoder: [...twice, ...twice, ...twice, picture]
  }
]

/** @throws MedoidError `unknown-architecture` */
export function architectureNamed(name: string): Architecture {
  const found = ARCHITECTURES.find((each) => each.name === name)
  if (found !== undefined) return found
  throw new MedoidError('unknown-architecture', { name, known: ARCHITECTURES.map((each) => each.name) })
}

/** What goes into and comes out of a layer: rows (= columns) and channels. */
export interface LayerShape {
  layer: Layer
  side: number
  channels: number
  outSide: number
  outChannels: number
}

/** The shapes of all layers, those of the encoder first. */
export function layerShapes({ side, encoder, decoder }: Architecture): LayerShape[] {
  let at = { side, channels: 1 }
  return [...encoder, ...decoder].map((layer) => {
    const before = at
    if (layer.kind === 'max-pool') at = { ...at, side: at.side / 2 }
    else if (layer.kind === 'upsample') at = { ...at, side: at.side * 2 }
    else at = { ...at, channels: layer.filters }
    return { layer, ...before, outSide: at.side, outChannels: at.channels }
  })
}

/** Rows, columns and channels of the embedding: what the encoder gives, row by row, channels innermost. */
export function embeddingShape(architecture: Architecture): { side: number; channels: number; values: number } {
  const { outSide, outChannels } = layerShapes(architecture)[architecture.encoder.length - 1]
  return { side: outSide, channels: outChannels, values: outSide * outSide * outChannels }
}

/** Shapes of the weights, layer by layer: each convolution's kernel (rows × columns × in × out), then its bias (out). */
export function weightShapes(architecture: Architecture): number[][] {
  return layerShapes(architecture).flatMap(({ layer, channels, outChannels }) =>
    layer.kind === 'convolution' ? [[layer.kernel, layer.kernel, channels, outChannels], [outChannels]] : []
  )
}

/**
 * Weights to begin with: kernels uniform in ±√(6 / (inputs + outputs)) (Glorot and Bengio, AISTATS 2010, equation 16), biases 0.
 * The same seed gives the same weights on every backend.
 */
export function initialWeights(architecture: Architecture, random: Random): Float32Array[] {
  return weightShapes(architecture).map((shape) => {
    const weights = new Float32Array(shape.reduce((a, b) => a * b))
    if (shape.length === 1) return weights
    const [rows, columns, inputs, outputs] = shape
    const limit = Math.sqrt(6 / (rows * columns * (inputs + outputs)))
    return weights.map(() => (2 * random.next() - 1) * limit)
  })
}
