import { type Architecture, layerShapes } from '../architecture.ts'

const FLOAT_BYTES = 4

/** What a step has besides the results of all layers, in tensors as large as the largest: measured on webgpu, which reuses late. */
const PASSING_TENSORS = 10

/**
 * How a batch is divided so that its tensors fit a device: the sizes of its parts, as equal as they can be.
 * @param limits bytes of one tensor and of all tensors together
 */
export function partsOf(
  count: number,
  architecture: Architecture,
  limits: { tensorBytes: number; memoryBytes: number }
): number[] {
  const { largest, all } = bytesOfAPicture(architecture)
  const fitting = Math.floor(Math.min(limits.tensorBytes / largest, limits.memoryBytes / all))
  const atOnce = Math.max(1, Math.min(count, fitting))
  const parts = Math.ceil(count / atOnce)
  return Array.from({ length: parts }, (_, part) => Math.floor((count + part) / parts)).reverse()
}

/** The largest tensor that a picture needs, and all that a step on it has at once. */
function bytesOfAPicture(architecture: Architecture): { largest: number; all: number } {
  const shapes = layerShapes(architecture)
  const results = shapes.map(({ outSide, outChannels }) => outSide * outSide * outChannels)
  // A convolution's neighbourhoods side by side, of the input or of the result, whichever has fewer channels.
  const neighbourhoods = shapes.map(({ layer, side, channels, outChannels }) =>
    layer.kind === 'convolution' ? side * side * layer.kernel * layer.kernel * Math.min(channels, outChannels) : 0
  )
  const largest = FLOAT_BYTES * Math.max(...results, ...neighbourhoods)
  const kept = FLOAT_BYTES * results.reduce((sum, values) => sum + values, architecture.side * architecture.side)
  return { largest, all: kept + PASSING_TENSORS * largest }
}
