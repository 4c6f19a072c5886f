import { commandLine } from '../../../messages/command-line.ts'
import { RMSPROP } from '../../embedding/backend.ts'
import { trainingLossChart } from '../charts/training-loss-chart.ts'
import { absent, disclosure, facts, figure, section, shorten, table, told } from '../components.ts'
import type { ReportData, TrainingSummary } from '../data.ts'
import { type Content, html, type Html } from '../html.ts'
import { count, counted, duration, significant } from '../numbers.ts'
import { pictureOf } from './clusters.ts'

/** How the autoencoder was trained, and what it has learnt. */
export function trainingSection({ training }: ReportData): Html {
  if (training === null) {
    return section(
      'training',
      'Autoencoder',
      absent(
        'There is no autoencoder yet that could say how similar the images look. One trains it by',
        commandLine('train')
      )
    )
  }
  const {
    architecture,
    embedding,
    backend,
    device,
    backendReason,
    parameters,
    epochs,
    images,
    validationImages,
    reserved
  } = training
  const last = epochs.at(-1)
  return section(
    'training',
    'Autoencoder',
    html`<p>
      Model ${training.model} learnt to draw each picture again from ${count(embedding)} numbers. It has seen pixels
      only, no tags, and none of the ${counted(reserved, 'images')} that were reserved for evaluation.
    </p>`,
    facts(
      [
        ['architecture', architecture],
        ['embedding', `${count(embedding)} values`],
        ['images learnt from', count(images)],
        ['for validation', count(validationImages)],
        [
          'epochs',
          epochs.length === parameters.epochs ? count(epochs.length) : `${epochs.length} of ${parameters.epochs}`
        ],
        ['images a step', count(parameters.batch)],
        ['optimizer', `RMSprop, ${RMSPROP.learningRate}`],
        ['backend', `${backend}: ${device}`],
        ['pace', `${count(training.imagesPerSecond)} images/s`],
        ['a step', duration(training.secondsPerStep)],
        ['time', duration(epochs.reduce((sum, { seconds }) => sum + seconds, 0))],
        ['loss', last === undefined ? '–' : significant(last.loss)],
        ['validation loss', last?.validationLoss == null ? '–' : significant(last.validationLoss)]
      ],
      'wide'
    ),
    html`<p class="note">Why this backend: ${backendReason}</p>`,
    epochs.length > 0 &&
      html`<div class="columns training">
        ${figure(trainingLossChart(epochs), 'Mean squared error of the pixels, which lie between 0 and 1.')}
        ${reconstructionFigure(training)}
      </div>`,
    training.skipped.length > 0 && skippedImages(training.skipped),
    epochs.length > 0 &&
      disclosure(
        'Losses by epoch',
        table(
          [
            { title: 'Epoch', cell: ({ epoch }) => epoch, align: 'number', heads: true },
            { title: 'Training', cell: ({ loss }) => significant(loss), align: 'number' },
            {
              title: 'Validation',
              cell: ({ validationLoss }) => (validationLoss === null ? '–' : significant(validationLoss)),
              align: 'number'
            },
            { title: 'Time', cell: ({ seconds }) => duration(seconds), align: 'number' }
          ],
          epochs,
          'Losses by epoch',
          { style: 'tight narrow' }
        )
      )
  )
}

function reconstructionFigure({ reconstructions, withoutReconstructions }: TrainingSummary): Html {
  if (withoutReconstructions !== null) {
    return html`<figure><p class="absent">No originals beside reconstructions: ${withoutReconstructions}</p></figure>`
  }
  return figure(
    html`<div class="pairs">
      ${reconstructions.map(
        ({ original, png }, i) =>
          html`<div class="pair">
            ${pictureOf(original, `Original ${i + 1}`)}${
              png !== undefined && pictureOf({ instance: original.instance, png }, `Reconstruction ${i + 1}`)
            }
          </div>`
      )}
    </div>`,
    'Images that it has not learnt from: the original, and beside it what it draws from its numbers.'
  )
}

/** How many images have no picture, and why. */
export function skippedImages(skipped: readonly { reason: string; images: number }[]): Content {
  const total = skipped.reduce((sum, { images }) => sum + images, 0)
  return disclosure(
    `${counted(total, 'images')} could not be decoded`,
    html`<ul>
      ${skipped.slice(0, 20).map(({ reason, images }) => html`<li>${count(images)}: ${told(shorten(reason, 200))}</li>`)}
    </ul>`
  )
}
