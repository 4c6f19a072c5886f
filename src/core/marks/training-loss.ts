import { counted, significant } from '../../messages/format.ts'
import { type Axis, logarithmicAxis, roundAxis, wholeAxis } from './axis.ts'

interface LossMarks {
  title: string
  x: Axis & { name: string }
  y: Axis & { name: string }
  lines: LossLine[]
  /** Whether each epoch has its dot: only few of them have room for it. */
  hasDots: boolean
  /** What it shows, for those who cannot see it. */
  words: string
}

interface LossLine {
  name: 'training' | 'validation'
  points: { epoch: number; loss: number }[]
  /** Whether its name stands above its end, off the other line's. */
  isAbove: boolean
}

/** Losses this many times apart are shown on a logarithmic axis. */
const WIDE = 10
const FEW = 30

/**
 * Loss of training and validation by epoch.
 * @param epochs as far as training has come; without validation there is no line of it
 * @param wanted epochs that it is to have
 */
export function lossMarks(
  epochs: readonly { epoch: number; loss: number; validationLoss: number | null }[],
  wanted = epochs.length
): LossMarks {
  const training = epochs.map(({ epoch, loss }) => ({ epoch, loss }))
  const validation = epochs.flatMap(({ epoch, validationLoss }) =>
    validationLoss === null ? [] : [{ epoch, loss: validationLoss }]
  )
  const losses = [...training, ...validation].map(({ loss }) => loss)
  const [least, greatest] = losses.length === 0 ? [0, 1] : [Math.min(...losses), Math.max(...losses)]
  const isBelow = validation.length > 0 && validation.at(-1)!.loss < training.at(-1)!.loss
  return {
    title: 'Loss of the autoencoder by epoch',
    x: { name: 'epoch', ...wholeAxis(1, Math.max(2, wanted)) },
    y: {
      name: 'mean squared error',
      ...(least > 0 && greatest / least > WIDE ? logarithmicAxis(least, greatest) : roundAxis(least, greatest))
    },
    lines: [
      { name: 'training', points: training, isAbove: isBelow },
      ...(validation.length === 0 ? [] : [{ name: 'validation' as const, points: validation, isAbove: !isBelow }])
    ],
    hasDots: epochs.length <= FEW,
    words:
      epochs.length === 0
        ? 'No epoch has finished yet'
        : `Mean squared error over ${counted(epochs.length, 'epochs')}: ${[change('training', training), ...(validation.length === 0 ? [] : [change('validation', validation)])].join(', ')}`
  }
}

/** `training from 0.12 to 0.01` */
function change(name: string, points: readonly { loss: number }[]): string {
  const [first, last] = [points[0].loss, points[points.length - 1].loss]
  return points.length === 1
    ? `${name} ${significant(last)}`
    : `${name} from ${significant(first)} to ${significant(last)}`
}
