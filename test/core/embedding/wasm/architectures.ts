import type { Architecture, Layer } from '../../../../src/core/embedding/architecture.ts'

const pool: Layer = { kind: 'max-pool' }
const upsample: Layer = { kind: 'upsample' }
const relu = (kernel: number, filters: number): Layer => ({ kind: 'convolution', kernel, filters, activation: 'relu' })
const sigmoid = (kernel: number, filters: number): Layer => ({
  kind: 'convolution',
  kernel,
  filters,
  activation: 'sigmoid'
})

/** Architectures that the product does not have, for what the kernels do in them. */
export const ODD_ARCHITECTURES: Architecture[] = [
  {
    name: "the paper's channels: blocks of 16 and 20, and 32 channels of a sparse gradient at a time",
    side: 16,
    encoder: [relu(3, 64), relu(2, 20), pool],
    decoder: [relu(2, 20), relu(3, 64), upsample, sigmoid(3, 1)]
  },
  {
    name: 'other numbers of channels, and sides that are no power of two',
    side: 12,
    encoder: [relu(3, 44), pool, relu(2, 26), relu(1, 5)],
    decoder: [relu(4, 33), upsample, relu(3, 3), sigmoid(3, 1)]
  },
  {
    name: 'large kernels of an image upsampled twice, and a ReLU at the end',
    side: 8,
    encoder: [relu(5, 9), pool, relu(4, 6), pool],
    decoder: [upsample, upsample, relu(5, 1)]
  },
  {
    name: 'sigmoids, below dense and pooled convolutions',
    side: 8,
    encoder: [sigmoid(2, 4), relu(3, 4), pool, sigmoid(3, 5)],
    decoder: [sigmoid(5, 7), upsample, relu(4, 3), relu(2, 6), sigmoid(2, 1)]
  },
  {
    name: 'pooling of a convolution of a pooled image',
    side: 16,
    encoder: [relu(3, 4), pool, relu(5, 5), pool, relu(3, 3), pool],
    decoder: [upsample, relu(2, 4), upsample, relu(2, 4), upsample, sigmoid(5, 1)]
  },
  {
    name: 'one channel throughout, and rows of an odd number of pixels',
    side: 12,
    encoder: [relu(2, 1), pool, relu(3, 2), pool, relu(2, 3)],
    decoder: [relu(3, 4), upsample, upsample, sigmoid(2, 1)]
  }
]
