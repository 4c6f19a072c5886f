import { CONVOLUTION, KERNEL_GRADIENT } from '../../../kernels/operations.ts'
import { type Image, VECTOR, vectorsOf } from './images.ts'
import { inBlocks, inRows, type Sources } from './order.ts'
import type { Program } from './program.ts'
import { type Phase, phasesOf, type Tap } from './taps.ts'

/** Pixels whose gradients are summed before they are stored: few enough to stay in a processor's first cache. */
const CHUNK_PIXELS = 128

/** A convolution as the kernels do it: from an image to one `scale` times as large. */
export interface Convolution {
  phases: Phase[]
  scale: number
  inputs: number
  outputs: number
  /** The weights, by their places among all, that make the weight of a tap between two channels; they are added. */
  sources: (tap: Tap, input: number, output: number) => number[]
}

/** @param first place of its kernel's first weight among all weights */
export function convolutionOf(
  kernel: number,
  scale: number,
  inputs: number,
  outputs: number,
  first: number
): Convolution {
  const sources: Convolution['sources'] = ({ places }, input, output) =>
    places.map((place) => first + (place * inputs + input) * outputs + output)
  return { phases: phasesOf(kernel, scale), scale, inputs, outputs, sources }
}

/** One operation for each phase. @param bias address @param mode `LINEAR` or `RELU` */
export function forward(program: Program, c: Convolution, x: Image, y: Image, bias: number, mode: number): number[] {
  return c.phases.map((phase) => {
    const order = inBlocks(phase.taps.length, c.inputs, c.outputs, sourcesOf(c, phase.taps))
    return program.write([
      CONVOLUTION,
      ...[x.side, x.side, x.at, x.row, x.pixel],
      ...phaseStrides(y, phase, c.scale),
      ...[vectorsOf(c.inputs) * VECTOR, vectorsOf(c.outputs)],
      ...program.taps(offsets(phase.taps, x)),
      ...[program.weights(order), bias, mode, 0]
    ])
  })
}

/** The gradient by x, from that by y. @param mode `LINEAR`, or `MASKED` by `mask`, which has the strides of dx */
export function backward(program: Program, c: Convolution, dy: Image, dx: Image, mode: number, mask: Image): number {
  const steps = c.phases.flatMap((phase) => phase.taps.map((tap) => ({ phase, tap })))
  const sources = sourcesOf(
    c,
    steps.map(({ tap }) => tap)
  )
  const order = inBlocks(steps.length, c.outputs, c.inputs, (tap, output, input) => sources(tap, input, output))
  const taps = steps.map(
    ({ phase, tap }) => (phase.row - c.scale * tap.row) * dy.row + (phase.column - c.scale * tap.column) * dy.pixel
  )
  return program.write([
    CONVOLUTION,
    ...[dx.side, dx.side, dy.at, dy.row * c.scale, dy.pixel * c.scale],
    ...[dx.at, dx.row, dx.pixel, vectorsOf(c.outputs) * VECTOR, vectorsOf(c.inputs)],
    ...program.taps(taps),
    ...[program.weights(order), program.weights(vectorsOf(c.inputs) * 4), mode, mask.at]
  ])
}

/** The gradient by the kernel. @param bias where that by the bias is in the gradients of a part; 0 where there is none */
export function kernelGradient(program: Program, c: Convolution, x: Image, dy: Image, bias: number): number[] {
  const chunk = c.scale === 1 ? Math.max(1, Math.floor((CHUNK_PIXELS * x.pixel) / x.row)) : 1
  return c.phases.map((phase) => {
    const order = inRows(phase.taps.length, c.inputs, c.outputs, sourcesOf(c, phase.taps))
    return program.write([
      KERNEL_GRADIENT,
      ...[x.side, x.side, x.at, x.row, x.pixel],
      ...phaseStrides(dy, phase, c.scale),
      ...[vectorsOf(c.inputs) * VECTOR, vectorsOf(c.outputs)],
      ...program.taps(offsets(phase.taps, x)),
      ...[program.gradient(order), bias, chunk]
    ])
  })
}

export function offsets(taps: readonly Tap[], image: Image): number[] {
  return taps.map(({ row, column }) => row * image.row + column * image.pixel)
}

export function sourcesOf(c: Convolution, taps: readonly Tap[]): Sources {
  return (tap, input, output) => c.sources(taps[tap], input, output)
}

/** Where the pixels of a phase are in the image of all, and their strides. */
export function phaseStrides(image: Image, phase: Phase, scale: number): [number, number, number] {
  const at = image.at + phase.row * image.row + phase.column * image.pixel
  return [at, image.row * scale, image.pixel * scale]
}
