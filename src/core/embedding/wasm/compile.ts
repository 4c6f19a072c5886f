import { ADDITION, CLEAR, COPY, PARTS, PICTURE, UNFOLD } from '../../../kernels/operations.ts'
import type { Arena } from '../../kernels/kernels.ts'
import { type Architecture, weightShapes } from '../architecture.ts'
import { offsets } from './convolution.ts'
import { type Image, VECTOR, vectorsOf } from './images.ts'
import { compileOutput } from './output.ts'
import { type PlacedStage, placeStage, stageBackward, stageForward } from './placed-stage.ts'
import { Program } from './program.ts'
import { borderOf, type NetworkStage, stagesOf } from './stages.ts'
import { phasesOf } from './taps.ts'

/** A network as operations of the kernels: the addresses of those that it takes, in their order. */
interface Compiled {
  program: Program
  encode: number[]
  reconstruct: number[]
  train: number[]
  /** Address of an f32: the derivative of the loss by half of a squared difference of two pixels. */
  scale: number
  /** Where the gradients of the parts are in a slot. */
  gradients: number
}

/** Plans all that a network needs beside its pictures and results. @throws MedoidError `unsupported-architecture` */
export function compile(architecture: Architecture, arena: Arena): Compiled {
  const { stages, encoderStages } = stagesOf(architecture)
  const program = new Program(arena, borderOf(stages))
  const sizes = weightShapes(architecture).map((shape) => shape.reduce((a, b) => a * b))
  const places = sizes.map((_, at) => sizes.slice(0, at).reduce((a, b) => a + b, 0))

  const picture = program.image(architecture.side, 4)
  const unfolded = unfoldPicture(program, stages[0], picture)
  const placed: PlacedStage[] = []
  for (const [at, stage] of stages.slice(0, -1).entries()) {
    placed.push(placeStage(program, stage, placed[at - 1]?.out ?? unfolded.image, at === 0, places.slice(2 * at)))
  }
  const output = compileOutput(program, stages.at(-1)!, placed.at(-1)!, picture, places.slice(-2))

  const read = [program.write([PICTURE, picture.side, picture.side, picture.at, picture.row]), unfolded.operation]
  const forwards = placed.map((each) => stageForward(program, each))
  const backwards = placed.map((each, at) => stageBackward(program, each, placed[at - 1]))
  const embedding = placed[encoderStages - 1]
  const decoded = [...read, ...forwards.flat(), ...output.forward]
  return {
    program,
    encode: [
      ...read,
      ...forwards.slice(0, encoderStages).flat(),
      copyImage(program, embedding.out, embedding.stage.channels)
    ],
    reconstruct: [...decoded, copyImage(program, output.image, 1)],
    train: [
      program.write([CLEAR, 0]),
      ...decoded,
      ...output.backward,
      ...backwards.reverse().flat(),
      program.write([ADDITION, 0])
    ],
    scale: output.scale,
    gradients: program.scratch(program.gradientBytes * PARTS)
  }
}

/** The picture as an image whose channels are the pixels that the first convolution reads. */
function unfoldPicture(
  program: Program,
  { kernel }: NetworkStage,
  picture: Image
): { image: Image; operation: number } {
  const [{ taps }] = phasesOf(kernel, 1)
  const image = program.image(picture.side, vectorsOf(taps.length) * VECTOR)
  const operation = program.write([
    UNFOLD,
    ...[picture.side, picture.side, picture.at, picture.row, picture.pixel],
    ...[image.at, image.row, image.pixel],
    ...program.taps(offsets(taps, picture))
  ])
  return { image, operation }
}

/** Copies an image to the results, without its border and what fills up its channels. */
function copyImage(program: Program, { side, at, row, pixel }: Image, channels: number): number {
  const whole = pixel === channels * 4
  return program.write([COPY, side, whole ? 1 : side, at, row, pixel, channels * 4 * (whole ? side : 1)])
}
