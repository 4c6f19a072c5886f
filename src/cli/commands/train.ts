import type { Command } from 'commander'
import type { TrainingReport } from '../../core/catalogue/stored/model.ts'
import { train } from '../../jobs/definitions/embedding.ts'
import { given, withParameters } from '../options.ts'
import { remarkLines, skippedLines } from '../pictures.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { count, counted, duration } from '../../messages/format.ts'
import { sayMessage } from '../../messages/message.ts'
import { SHELL_TERMS } from '../terms.ts'
import { table } from '../text.ts'

const SHOWN_EPOCHS = 12

export function register(program: Command): void {
  withParameters(common(program.command(train.command)), train.parameters)
    .summary('train an autoencoder on images drawn at random')
    .description(
      `Draws images at random, prepares their pictures (128 × 128 grey levels, kept beside the catalogue), and trains a convolutional autoencoder on them. What it makes of an image is a vector; "medoid evaluate" asks whether images of a cluster have similar ones.

The defaults are those of the paper, made for a GPU; the time that they take on this machine is measured first and said. Ctrl-C saves where it is, and a killed training goes on from its last saved state (each epoch, and every five minutes):

  medoid train --architecture compact --images 3000 --epochs 20
  medoid train --resume 1

A model that has had all of its epochs is trained on with a larger number, and ends as if that had been asked for at first:

  medoid train --resume 1 --epochs 500`
    )
    .action(async (options: CommonOptions, command: Command) => {
      await perform(await train.load(), given(command, train), options, describe)
    })
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
    `On ${sayMessage(backendReason, SHELL_TERMS)}.`,
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
