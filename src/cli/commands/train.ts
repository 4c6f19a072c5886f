import { type Command, InvalidArgumentError, Option } from 'commander'
import { ARCHITECTURES } from '../../core/embedding/architecture.ts'
import type { TrainingReport } from '../../core/catalogue/stored/model.ts'
import { TRAINING_DEFAULTS, trainJob, type TrainParameters } from '../../jobs/train.ts'
import { backendOption, remarkLines, skippedLines } from '../pictures.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { count, counted, duration } from '../../messages/format.ts'
import { table } from '../text.ts'
import { collectCondition, wholeNumber } from '../values.ts'

const SHOWN_EPOCHS = 12

const usual = (name: keyof typeof TRAINING_DEFAULTS): string => `(default: ${TRAINING_DEFAULTS[name]})`

export function register(program: Command): void {
  common(program.command('train'))
    .summary('train an autoencoder on images drawn at random')
    .description(
      `Draws images at random, prepares their pictures (128 × 128 grey levels, kept beside the catalogue), and trains a convolutional autoencoder on them. What it makes of an image is a vector; "medoid evaluate" asks whether images of a cluster have similar ones.

The defaults are those of the paper, made for a GPU; the time that they take on this machine is measured first and said. Ctrl-C saves where it is, and a killed training goes on from its last saved state (each epoch, and every five minutes):

  medoid train --architecture compact --images 3000 --epochs 20
  medoid train --resume 1

A model that has had all of its epochs is trained on with a larger number, and ends as if that had been asked for at first:

  medoid train --resume 1 --epochs 500`
    )
    .option('--images <number>', `images to draw ${usual('images')}`, wholeNumber(2))
    .option('--epochs <number>', `passes over them ${usual('epochs')}`, wholeNumber(1))
    .option('--batch <number>', `images of a step ${usual('batch')}`, wholeNumber(1))
    .addOption(
      new Option('--architecture <name>', `${usual('architecture')}`).choices(ARCHITECTURES.map(({ name }) => name))
    )
    .addOption(backendOption())
    .option('--validation <share>', `of the images, kept aside to validate on ${usual('validation')}`, share)
    .option('--where <condition>', 'only images for which this holds, e.g. Modality=CT', collectCondition, [])
    .option(
      '--reserve <number>',
      'images kept for evaluation, which no training touches (default: 50,000 or half of the images, whichever is less)',
      wholeNumber(0)
    )
    .option('--seed <number>', `for everything that is drawn at random ${usual('seed')}`, wholeNumber(0))
    .option('--resume <model>', 'go on with this model; only --epochs and --backend may differ')
    .action(async (options: CommonOptions & TrainParameters) => {
      await perform(trainJob, options, options, (report) => describe(report))
    })
}

function share(text: string): number {
  const value = Number(text)
  if (!/^[\d.]+$/.test(text) || !(value >= 0 && value < 1)) {
    throw new InvalidArgumentError('It must be a share from 0 to below 1, e.g. 0.1.')
  }
  return value
}

function describe(report: TrainingReport): string {
  const { model, architecture, embedding, images, validationImages, reserved, skipped, backendReason, epochs } = report
  const every = Math.max(1, Math.ceil(epochs.length / SHOWN_EPOCHS))
  const rows = epochs
    .filter(({ epoch }) => epoch === 1 || epoch % every === 0 || epoch === epochs.length)
    .map(({ epoch, loss, validationLoss, seconds }) => [
      count(epoch),
      loss.toFixed(5),
      validationLoss === null ? '–' : validationLoss.toFixed(5),
      duration(seconds)
    ])
  return [
    `Model ${model}: ${architecture}, ${counted(embedding, 'values')} an image, trained on ${counted(images, 'images')} (${count(validationImages)} to validate on, ${count(reserved)} kept for evaluation).`,
    `On ${backendReason}.`,
    '',
    table(['epoch', 'loss', 'validation loss', 'time'], rows, '>>>>'),
    '',
    `${report.secondsPerStep.toFixed(3)} s a step, ${count(report.imagesPerSecond)} images/s.`,
    ...skippedLines(skipped),
    ...remarkLines(report.remarks),
    '',
    `Next: medoid evaluate --run R --model ${model}`
  ].join('\n')
}
