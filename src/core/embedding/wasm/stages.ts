import type { Unsupported } from '../../../messages/en/embedding.ts'
import { MedoidError } from '../../errors.ts'
import { type Architecture, layerShapes } from '../architecture.ts'

/** A convolution with what stands around it: the kernels do the three at once. */
export interface NetworkStage {
  kernel: number
  activation: 'relu' | 'sigmoid'
  /** Rows and columns of what comes in. */
  inSide: number
  inChannels: number
  /** How many times larger upsampling makes it first: 1, 2, 4, … */
  scale: number
  /** Rows and columns of what the convolution gives. */
  side: number
  channels: number
  /** Whether a max pooling follows. */
  pooled: boolean
}

/** Pads every image with zeros: no tap reaches farther. */
export function borderOf(stages: readonly NetworkStage[]): number {
  return Math.max(...stages.map(({ kernel }) => Math.floor(kernel / 2)))
}

/**
 * The stages of an architecture, and how many of them are its encoder.
 * @throws MedoidError `unsupported-architecture` where the order of the layers is not one that the kernels know
 */
export function stagesOf(architecture: Architecture): { stages: NetworkStage[]; encoderStages: number } {
  const refuse = (reason: Unsupported): never => {
    throw new MedoidError('unsupported-architecture', { architecture: architecture.name, ...reason })
  }
  const shapes = layerShapes(architecture)
  const stages: NetworkStage[] = []
  let encoderStages = 0
  let scale = 1
  shapes.forEach(({ layer, side, channels, outSide, outChannels }, at) => {
    if (at === architecture.encoder.length) {
      if (scale > 1) refuse({ why: 'encoder-ends-with-upsample' })
      encoderStages = stages.length
    }
    const last = stages.at(-1)
    if (layer.kind === 'upsample') {
      if (at === 0) refuse({ why: 'begins-with-upsample' })
      scale *= 2
    } else if (layer.kind === 'max-pool') {
      if (shapes[at - 1]?.layer.kind !== 'convolution' || last?.activation !== 'relu') {
        refuse({ why: 'pool-without-relu' })
      }
      if (last!.scale > 1) refuse({ why: 'pool-of-upsampled' })
      if (side % 2 === 1) refuse({ why: 'odd-rows', rows: side })
      last!.pooled = true
    } else {
      const inSide = side / scale
      if (inSide < 2) refuse({ why: 'too-few-rows' })
      const { kernel, activation } = layer
      stages.push({
        kernel,
        activation,
        inSide,
        inChannels: channels,
        scale,
        side: outSide,
        channels: outChannels,
        pooled: false
      })
      scale = 1
    }
  })
  const output = shapes.at(-1)
  if (output?.layer.kind !== 'convolution' || output.outChannels !== 1 || output.outSide !== architecture.side) {
    refuse({ why: 'no-picture' })
  }
  if (encoderStages === 0 || encoderStages === stages.length) refuse({ why: 'no-convolution' })
  if (architecture.side % 4 !== 0) refuse({ why: 'rows-of-pictures', rows: architecture.side })
  return { stages, encoderStages }
}
