/**
 * An autoencoder in plain loops and f64, to check the backends against: forward and backward, one picture after another,
 * each layer as its definition reads. Images are row by row, channels innermost.
 */
import { type Architecture, type LayerShape, layerShapes } from '../../../src/core/embedding/architecture.ts'

type Numbers = ArrayLike<number>

export interface ReferenceResult {
  /** Mean squared error over all pixels of all pictures. */
  loss: number
  /** Of the loss by each weight, in the order of `weightShapes`. */
  gradients: Float64Array[]
  /** One picture after another. */
  embeddings: Float64Array
  reconstructions: Float64Array
}

/** @param pictures bytes, side × side each, one after another @param weights in the order of `weightShapes` */
export function referenceNetwork(
  architecture: Architecture,
  weights: readonly Numbers[],
  pictures: Uint8Array
): ReferenceResult {
  const shapes = layerShapes(architecture)
  const pixels = architecture.side ** 2
  const count = pictures.length / pixels
  const gradients = weights.map(({ length }) => new Float64Array(length))
  const embeddings: number[] = []
  const reconstructions: number[] = []
  let loss = 0
  for (let picture = 0; picture < count; picture++) {
    const target = Float64Array.from(pictures.subarray(picture * pixels, (picture + 1) * pixels), (byte) => byte / 255)
    const images: Float64Array[] = [target]
    let next = 0
    const firstWeights = shapes.map(({ layer }) => (layer.kind === 'convolution' ? (next += 2) - 2 : next))
    shapes.forEach((shape, at) => images.push(forward(shape, images[at], weights, firstWeights[at])))
    const output = images[shapes.length]
    for (const value of images[architecture.encoder.length]) embeddings.push(value)
    for (const value of output) reconstructions.push(value)

    let gradient: Float64Array = output.map((value, pixel) => (2 * (value - target[pixel])) / (count * pixels))
    loss += output.reduce((sum, value, pixel) => sum + (value - target[pixel]) ** 2, 0) / (count * pixels)
    for (let at = shapes.length - 1; at >= 0; at--) {
      gradient = backward(shapes[at], images[at], images[at + 1], gradient, weights, gradients, firstWeights[at])
    }
  }
  return {
    loss,
    gradients,
    embeddings: Float64Array.from(embeddings),
    reconstructions: Float64Array.from(reconstructions)
  }
}

function forward(shape: LayerShape, input: Float64Array, weights: readonly Numbers[], first: number): Float64Array {
  const { layer, outSide, outChannels } = shape
  const output = new Float64Array(outSide * outSide * outChannels)
  if (layer.kind === 'convolution') {
    const [kernel, bias] = [weights[first], weights[first + 1]]
    for (let at = 0; at < output.length; at++) output[at] = bias[at % outChannels]
    eachProduct(shape, layer.kernel, (from, to, weight) => (output[to] += input[from] * kernel[weight]))
    return output.map(layer.activation === 'relu' ? (x) => Math.max(0, x) : (x) => 1 / (1 + Math.exp(-x)))
  }
  if (layer.kind === 'max-pool') eachWindow(shape, (to, window) => (output[to] = input[largest(input, window)]))
  else eachWindow(shape, (from, window) => window.forEach((to) => (output[to] = input[from])))
  return output
}

/** @returns the gradient by the input; adds those by the weights to `gradients` */
function backward(
  shape: LayerShape,
  input: Float64Array,
  output: Float64Array,
  gradient: Float64Array,
  weights: readonly Numbers[],
  gradients: Float64Array[],
  first: number
): Float64Array {
  const { layer, outChannels } = shape
  const result = new Float64Array(input.length)
  if (layer.kind === 'convolution') {
    const relu = layer.activation === 'relu'
    const before = gradient.map((g, at) => (relu ? (output[at] > 0 ? g : 0) : g * output[at] * (1 - output[at])))
    before.forEach((g, at) => (gradients[first + 1][at % outChannels] += g))
    eachProduct(shape, layer.kernel, (from, to, weight) => {
      gradients[first][weight] += before[to] * input[from]
      result[from] += before[to] * weights[first][weight]
    })
  } else if (layer.kind === 'max-pool') {
    eachWindow(shape, (from, window) => (result[largest(input, window)] += gradient[from]))
  } else {
    eachWindow(shape, (to, window) => window.forEach((from) => (result[to] += gradient[from])))
  }
  return result
}

/** Each product of a convolution: the places of its input, its output and its weight. */
function eachProduct(
  { side, channels, outChannels }: LayerShape,
  kernel: number,
  visit: (from: number, to: number, weight: number) => void
): void {
  const before = Math.floor((kernel - 1) / 2)
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      for (let tap = 0; tap < kernel * kernel; tap++) {
        const y = row + Math.floor(tap / kernel) - before
        const x = column + (tap % kernel) - before
        if (y < 0 || x < 0 || y >= side || x >= side) continue
        for (let i = 0; i < channels; i++) {
          for (let o = 0; o < outChannels; o++) {
            visit(
              (y * side + x) * channels + i,
              (row * side + column) * outChannels + o,
              (tap * channels + i) * outChannels + o
            )
          }
        }
      }
    }
  }
}

/** Each value of the smaller image, with the 2 × 2 of the larger that belong to it, row by row. */
function eachWindow({ side, outSide, channels }: LayerShape, visit: (small: number, window: number[]) => void): void {
  const half = Math.min(side, outSide)
  for (let row = 0; row < half; row++) {
    for (let column = 0; column < half; column++) {
      for (let channel = 0; channel < channels; channel++) {
        const large = (2 * row * 2 * half + 2 * column) * channels + channel
        const below = large + 2 * half * channels
        visit((row * half + column) * channels + channel, [large, large + channels, below, below + channels])
      }
    }
  }
}

/** The place of the largest value, the first of equals. */
function largest(image: Float64Array, window: number[]): number {
  return window.reduce((best, at) => (image[at] > image[best] ? at : best))
}
