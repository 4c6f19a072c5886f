import type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import type { LayerShape } from '../architecture.ts'
import type { Images, Tf, TfjsDevice } from './device.ts'

/**
 * Each layer there and back. The gradients are written out, of operations that every backend of TensorFlow.js 4.22 gets right:
 * `ResizeNearestNeighborGrad` is wrong on cpu for more than one picture, `MaxPoolGrad` on wasm for negative windows, and of
 * equal values some backends take the first and some all.
 */
export function forward(tf: Tf, { layer, side, channels }: LayerShape, weights: Tensor[], input: Images): Images {
  if (layer.kind === 'convolution') {
    const [filter, bias] = weights
    const attributes = { strides: [1, 1], pad: 'same', dataFormat: 'NHWC', dilations: [1, 1] }
    // tf.fused.conv2d, which does not fuse while gradients are recorded, and has more checks than work.
    return tf
      .engine()
      .runKernel(tf.FusedConv2D, { x: input, filter, bias }, { ...attributes, activation: layer.activation })
  }
  if (layer.kind === 'max-pool') {
    return tf.reshape(tf.maximum(...windows(tf, input, side, channels).down), [-1, side / 2, side / 2, channels])
  }
  const wide = doubled(tf, tf.reshape(input, [-1, channels]))
  return tf.reshape(doubled(tf, tf.reshape(wide, [-1, 2 * side * channels])), [-1, 2 * side, 2 * side, channels])
}

/** Gradients by what went into a layer (`input`, unless nobody wants it) and by its weights. */
interface Backward {
  input?: Images
  weights: Tensor[]
}

/** @param gradient of the loss by `output` @param wanted whether the gradient by `input` is wanted */
export function backward(
  { tf, kernelGradient = ownKernelGradient(tf) }: Pick<TfjsDevice, 'tf' | 'kernelGradient'>,
  { layer, side, channels }: LayerShape,
  weights: Tensor[],
  input: Images,
  output: Images,
  gradient: Images,
  wanted: boolean
): Backward {
  if (layer.kind === 'convolution') {
    // What comes out of a ReLU is not negative, so its sign is the ReLU's derivative.
    const slope = layer.activation === 'relu' ? tf.sign(output) : tf.mul(output, tf.sub(1, output))
    const before: Images = tf.mul(gradient, slope)
    slope.dispose()
    return {
      input: wanted ? tf.conv2dTranspose(before, weights[0] as Tensor4D, input.shape, 1, 'same') : undefined,
      weights: [kernelGradient(input, before, layer.kernel), tf.sum(before, [0, 1, 2])]
    }
  }
  if (layer.kind === 'max-pool') {
    const { across, down } = windows(tf, input, side, channels)
    const larger = tf.reshape(shared(tf, tf.reshape(gradient, down[0].shape), down), across[0].shape)
    return { input: tf.reshape(shared(tf, larger, across), input.shape), weights: [] }
  }
  const wide = tf.add(...pairs(tf, gradient, 2 * side * channels))
  return { input: tf.reshape(tf.add(...pairs(tf, wide, channels)), input.shape), weights: [] }
}

type Pair = [Tensor2D, Tensor2D]

/** The first and the second of each two successive pieces of `size` values. */
function pairs(tf: Tf, images: Tensor, size: number): Pair {
  return tf.split(tf.reshape(images, [-1, 2 * size]), 2, 1) as Pair
}

function doubled(tf: Tf, rows: Tensor2D): Tensor2D {
  return tf.concat([rows, rows], 1)
}

/** Of each window of 2 × 2: the two pixels of its rows (`across`), and the larger one of each of its rows (`down`). */
function windows(tf: Tf, input: Images, side: number, channels: number): { across: Pair; down: Pair } {
  const across = pairs(tf, input, channels)
  return { across, down: pairs(tf, tf.maximum(...across), (side / 2) * channels) }
}

/** The gradient of the larger ones, given to the larger of each pair; the first of equals has all of it. */
function shared(tf: Tf, gradient: Tensor, [first, second]: Pair): Tensor2D {
  const toFirst: Tensor2D = tf.mul(gradient, tf.cast(tf.greaterEqual(first, second), 'float32'))
  return tf.concat([toFirst, tf.sub(gradient, toFirst)], 1)
}

function ownKernelGradient(tf: Tf): NonNullable<TfjsDevice['kernelGradient']> {
  return (x, dy, size) => {
    const filterShape = [size, size, x.shape[3], dy.shape[3]]
    const attributes = { strides: [1, 1], pad: 'same', dataFormat: 'NHWC', filterShape }
    return tf.engine().runKernel(tf.Conv2DBackpropFilter, { x, dy }, attributes)
  }
}

/** The mean squared error and its gradient by the reconstructions. @param pixels of the whole batch, of which these are a part */
export function meanSquaredError(tf: Tf, reconstructions: Images, pictures: Images, pixels: number) {
  const difference: Images = tf.sub(reconstructions, pictures)
  // By picture first: sums of few numbers, which also keeps more threads of a GPU busy.
  const squares: Tensor1D = tf.sum(tf.square(difference), [1, 2, 3])
  return { loss: tf.mul<Scalar>(tf.sum(squares), 1 / pixels), gradient: tf.mul<Images>(difference, 2 / pixels) }
}
