import {
  LINEAR,
  MASKED,
  MAXIMA,
  POOL,
  RELU,
  SIGMOID,
  SIGMOID_GRADIENT,
  SPARSE_GRADIENT,
  WINDOWS
} from '../../../kernels/operations.ts'
import {
  backward,
  type Convolution,
  convolutionOf,
  forward,
  kernelGradient,
  offsets,
  sourcesOf
} from './convolution.ts'
import { type Image, VECTOR, vectorsOf } from './images.ts'
import { inRows } from './order.ts'
import type { Program } from './program.ts'
import type { NetworkStage } from './stages.ts'

/** A stage with its images in a slot. */
export interface PlacedStage {
  stage: NetworkStage
  convolution: Convolution
  /** Place of its bias among all weights. */
  bias: number
  x: Image
  /** What the convolution gives, what the stage gives, and the gradient by that, before the activation where it is not pooled. */
  y: Image
  out: Image
  dOut: Image
}

/**
 * @param x what the stage before gives; for the first stage the picture, unfolded: its channels are the taps
 * @param places of the weights of its kernel and its bias
 */
export function placeStage(
  program: Program,
  stage: NetworkStage,
  x: Image,
  unfolded: boolean,
  [kernel, bias]: readonly number[]
): PlacedStage {
  const { channels, side, pooled } = stage
  const pixel = vectorsOf(channels) * VECTOR
  const outSide = pooled ? side / 2 : side
  const y = program.image(side, pixel)
  return {
    stage,
    convolution: unfolded
      ? convolutionOf(1, 1, stage.kernel ** 2, channels, kernel)
      : convolutionOf(stage.kernel, stage.scale, stage.inChannels, channels, kernel),
    bias,
    x,
    y,
    out: pooled ? program.image(outSide, pixel) : y,
    dOut: program.image(outSide, pixel)
  }
}

/** The operations that make what a stage gives. */
export function stageForward(program: Program, { stage, convolution, bias, x, y, out }: PlacedStage): number[] {
  const biases = program.weights(biasOrder(stage, bias))
  const mode = stage.activation === 'relu' ? RELU : LINEAR
  const operations = forward(program, convolution, x, y, biases, mode)
  if (stage.activation === 'sigmoid') {
    operations.push(program.write([SIGMOID, y.side, y.at, y.row, y.side * y.pixel]))
  }
  if (stage.pooled) {
    operations.push(program.write([POOL, out.side, out.side, y.at, y.row, out.at, out.row, out.pixel]))
  }
  return operations
}

/** The operations that make its gradients by its weights and by what came in. @param before absent for the first stage */
export function stageBackward(program: Program, placed: PlacedStage, before: PlacedStage | undefined): number[] {
  const operations = placed.stage.pooled
    ? pooledBackward(program, placed, before)
    : denseBackward(program, placed, before)
  return before === undefined ? operations : [...operations, ...activationBackward(program, before)]
}

function denseBackward(program: Program, placed: PlacedStage, before: PlacedStage | undefined): number[] {
  const { stage, convolution, bias, x, dOut } = placed
  const biases = program.gradient(biasOrder(stage, bias))
  const operations = kernelGradient(program, convolution, x, dOut, biases)
  if (before !== undefined) operations.push(gradientInto(program, convolution, dOut, before))
  return operations
}

/** The gradient by what a stage gives; where that is a ReLU, before it. */
export function gradientInto(program: Program, convolution: Convolution, dy: Image, before: PlacedStage): number {
  const mode = isRelu(before) ? MASKED : LINEAR
  return backward(program, convolution, dy, before.dOut, mode, before.out)
}

/** Of a pooled convolution: at most one pixel of each window has a gradient. */
function pooledBackward(program: Program, placed: PlacedStage, before: PlacedStage | undefined): number[] {
  const { stage, convolution, x, y, out, dOut } = placed
  const channels = vectorsOf(stage.channels) * 4
  const lists = out.side * Math.ceil(out.side / WINDOWS) * channels
  const places = [program.scratch(lists * WINDOWS * 8), program.scratch(lists * 4)]
  const [{ taps }] = convolution.phases
  const sources = sourcesOf(convolution, taps)
  const order = inRows(taps.length, stage.channels, convolution.inputs, (tap, output, input) =>
    sources(tap, input, output)
  )
  const reach = taps.map(({ row }) => row)
  return [
    program.write([
      MAXIMA,
      ...[out.side, out.side, y.at, y.row, out.at, dOut.at, out.row, out.pixel],
      ...[x.pixel, x.row, ...places, program.gradient(biasOrder(stage, placed.bias))]
    ]),
    program.write([
      SPARSE_GRADIENT,
      ...[out.side, out.side, x.at, before?.dOut.at ?? 0, x.row, x.pixel],
      ...[vectorsOf(convolution.inputs), channels, ...program.taps(offsets(taps, x))],
      ...[program.weights(order), program.gradient(order), ...places],
      ...[program.border, -Math.min(...reach), Math.max(...reach), before !== undefined && isRelu(before) ? 1 : 0]
    ])
  ]
}

/** The gradient before a sigmoid, from that after it; the border, where a pooled stage leaves something, becomes zeros. */
export function activationBackward(program: Program, { stage, out, dOut }: PlacedStage): number[] {
  if (stage.activation !== 'sigmoid') return []
  const border = program.border * (out.row + out.pixel)
  const rows = out.side + 2 * program.border + 1
  return [program.write([SIGMOID_GRADIENT, rows, out.at - border, dOut.at - border, out.row, out.row])]
}

/** Whether what a stage gives is a ReLU's; pooled images take the ReLU into account when their maxima are listed. */
function isRelu({ stage }: PlacedStage): boolean {
  return stage.activation === 'relu' && !stage.pooled
}

/** Biases stand as the channels do, filled up to whole vectors. */
function biasOrder({ channels }: NetworkStage, bias: number): number[][] {
  return Array.from({ length: vectorsOf(channels) * 4 }, (_, channel) => (channel < channels ? [bias + channel] : []))
}
