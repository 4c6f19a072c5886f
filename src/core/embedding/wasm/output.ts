import { FOLD, LINEAR, OUTPUT, UNFOLD } from '../../../kernels/operations.ts'
import { type Convolution, forward, kernelGradient, phaseStrides } from './convolution.ts'
import { type Image, VECTOR, vectorsOf } from './images.ts'
import { activationBackward, gradientInto, type PlacedStage } from './placed-stage.ts'
import type { Program } from './program.ts'
import type { NetworkStage } from './stages.ts'
import { phasesOf } from './taps.ts'

interface CompiledOutput {
  forward: number[]
  backward: number[]
  /** The picture that the network makes. */
  image: Image
  /** Address of an f32: the derivative of the loss by half of a squared difference of two pixels. */
  scale: number
}

/**
 * The last stage, which makes one channel: a convolution with a 1 × 1 kernel to as many channels as the phases have taps
 * together, whose neighbours are then added.
 * @param picture what it is compared with @param places of the weights of its kernel and its bias
 */
export function compileOutput(
  program: Program,
  stage: NetworkStage,
  before: PlacedStage,
  picture: Image,
  [kernel, bias]: readonly number[]
): CompiledOutput {
  const { scale, inSide, inChannels } = stage
  const phases = phasesOf(stage.kernel, scale)
  const steps = phases.flatMap((phase) => phase.taps.map((tap) => ({ phase, tap })))
  const convolution: Convolution = {
    phases: [{ row: 0, column: 0, taps: [{ row: 0, column: 0, places: [0] }] }],
    scale: 1,
    inputs: inChannels,
    outputs: steps.length,
    sources: (_, input, output) => steps[output].tap.places.map((place) => kernel + place * inChannels + input)
  }
  const pixel = vectorsOf(steps.length) * VECTOR
  const x = before.out
  const [z, dz] = [program.image(inSide, pixel), program.image(inSide, pixel)]
  const [image, dImage] = [program.image(stage.side, 4), program.image(stage.side, 4)]
  const biasAt = program.weights([[bias]])
  const scaleAt = program.weights(1)

  // Taps of a phase are channels of z one after another; each is read from the pixel that the tap names.
  const channelOf = new Map(steps.map(({ tap }, channel) => [tap, channel]))
  const folds = phases.map((phase) =>
    program.write([
      FOLD,
      ...[inSide, inSide, z.at, z.row, z.pixel],
      ...phaseStrides(image, phase, scale),
      ...program.taps(phase.taps.map((tap) => tap.row * z.row + tap.column * z.pixel + channelOf.get(tap)! * 4)),
      biasAt
    ])
  )
  const compare = program.write([
    OUTPUT,
    ...[image.side, image.side, picture.at, picture.row, image.at, dImage.at, image.row],
    ...[stage.activation === 'sigmoid' ? 1 : 0, program.gradient([[bias], [bias], [bias], [bias]]), scaleAt]
  ])
  const unfold = program.write([
    UNFOLD,
    ...[inSide, inSide, dImage.at, dImage.row * scale, dImage.pixel * scale, dz.at, dz.row, dz.pixel],
    ...program.taps(
      steps.map(
        ({ phase, tap }) =>
          (phase.row - scale * tap.row) * dImage.row + (phase.column - scale * tap.column) * dImage.pixel
      )
    )
  ])
  return {
    forward: [...forward(program, convolution, x, z, program.weights(steps.length + 3), LINEAR), ...folds, compare],
    backward: [
      unfold,
      ...kernelGradient(program, convolution, x, dz, 0),
      gradientInto(program, convolution, dz, before),
      ...activationBackward(program, before)
    ],
    image,
    scale: scaleAt
  }
}
