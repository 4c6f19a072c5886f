import type { Tensor3D } from '@tensorflow/tfjs-core'
import type { Images, Tf, TfjsDevice } from './device.ts'

/** Pixels whose products one matrix multiplication adds up: few enough that many run side by side. */
const PIXELS_AT_ONCE = 1024

/**
 * The gradient of a convolution (stride 1, `same`) by its kernel, as matrix products. On webgpu, TensorFlow.js has one thread per
 * weight that walks over all pixels of the batch, which leaves most of a GPU idle. Here each pixel's neighbourhood (of the input, or
 * of the result's gradient, whichever has fewer channels) is laid out in one row, and blocks of rows are multiplied in parallel and then added:
 * always in the same order, unlike TensorFlow.js's own product of long matrices, which adds with atomics.
 */
export function kernelGradientByProducts(tf: Tf): NonNullable<TfjsDevice['kernelGradient']> {
  return (input, gradient, size) =>
    tf.tidy(() => {
      const [channels, filters] = [input.shape[3], gradient.shape[3]]
      // Of an even kernel's padding the odd row and column are after.
      const before = Math.floor((size - 1) / 2)
      const after = size - 1 - before
      if (channels <= filters) {
        const sum = product(tf, neighbourhoods(tf, input, before, after), gradient)
        return tf.reshape(sum, [size, size, channels, filters])
      }
      // Seen from the input, the neighbours in the result are mirrored.
      const sum = product(tf, input, neighbourhoods(tf, gradient, after, before))
      return tf.transpose(tf.reverse(tf.reshape(sum, [channels, size, size, filters]), [1, 2]), [1, 2, 0, 3])
    })
}

/** Each pixel with those from `before` rows and columns before it to `after` after it, side by side; zeros beyond the edge. */
function neighbourhoods(tf: Tf, images: Images, before: number, after: number): Images {
  const [count, side, , channels] = images.shape
  const padded = tf.pad(images, [
    [0, 0],
    [before, after],
    [before, after],
    [0, 0]
  ])
  const offsets = Array.from({ length: before + after + 1 }, (_, offset) => offset)
  const shifted = offsets.flatMap((row) =>
    offsets.map((column) => tf.slice(padded, [0, row, column, 0], [count, side, side, channels]))
  )
  return tf.concat(shifted, 3)
}

/** Of two images' channels, the products summed over all pixels: rows those of `a`, columns those of `b`. */
function product(tf: Tf, a: Images, b: Images): Tensor3D {
  const [count, side] = a.shape
  let rows = Math.min(side, Math.max(1, Math.floor(PIXELS_AT_ONCE / side)))
  while (side % rows !== 0) rows--
  const blocks = (images: Images): Tensor3D => tf.reshape(images, [(count * side) / rows, rows * side, images.shape[3]])
  return tf.sum(tf.matMul(blocks(a), blocks(b), true), 0)
}
