import type { Command } from 'commander'
import { suggest } from '../../jobs/definitions/suggest.ts'
import type { SuggestReport, ToldSuggestion } from '../../jobs/suggest.ts'
import { count, counted, decimal, duration, percent } from '../../messages/format.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { given, withParameters } from '../options.ts'
import { safe, table } from '../text.ts'

export function register(program: Command): void {
  withParameters(common(program.command(suggest.command)), suggest.parameters)
    .summary('suggest values where a tag is missing or looks wrong')
    .description(
      `Suggests values of a tag for images that have none, and for images whose value looks wrong. Random forests learn the tag from
the other tags of up to 20,000 images; each image is judged by a forest that has seen nothing of its patient. Tags that say
the same in other words are left out. Spellings of one value are one; of BodyPartExamined HEAD, BRAIN and SKULL are, too.

  medoid suggest --tag BodyPartExamined
  medoid suggest --tag Modality --count 100 --json

Suggestions are about series, by margin: how much surer the forests are of the value that is suggested than of the one that is there, or of
the next one. The probability says how often headers have the value that forests are as sure of; the table of reliability shows
how well that holds. Suggestions are kept with the catalogue until the next ones for the tag. Nothing is changed, unless you ask
to accept what is suggested, above a probability, for images that have no value:

  medoid suggest --tag BodyPartExamined --accept-above 0.99`
    )
    .action(async (options: CommonOptions, command: Command) => {
      await perform(await suggest.load(), given(command, suggest), options, describe)
    })
}

function describe(report: SuggestReport): string {
  const { tag, images, fitted, agreeing, values, features, counts, reliability, seconds } = report
  const lines = [
    `${safe(tag)}: ${counted(images, 'images')}, ${duration(seconds)}.`,
    `Learned from ${counted(fitted, 'images')} and ${counted(features.length, 'tags')}; of images not seen ${percent(agreeing)} have the value that is suggested.`,
    '',
    table(
      ['value', 'images of the sample', 'suggested for'],
      values.map(({ value, images: own, found }) => [safe(value, 40), count(own), percent(found)]),
      '<>>'
    ),
    '',
    'How often the value suggested is the one in the header, of images not seen:',
    table(
      ['probability', 'images', 'mean', 'right'],
      reliability
        .filter((row) => row.count > 0)
        .map((row) => [
          `${decimal(row.from, 1)}–${decimal(row.to, 1)}`,
          count(row.count),
          percent(row.probability),
          percent(row.right)
        ]),
      '<>>>'
    ),
    '',
    ...suggested('No value', counts.missing, report.missing, counts.leftMissing),
    '',
    ...suggested('Another value than the one suggested', counts.wrong, report.wrong, counts.leftWrong)
  ]
  if (counts.notApplicable > 0) {
    lines.push(
      '',
      `${counted(counts.notApplicable, 'images')} without a value are of modalities that hardly ever have one.`
    )
  }
  if (counts.rare > 0) lines.push('', `${counted(counts.rare, 'images')} have a value that is too rare to be judged.`)
  if (report.accepted.length > 0) {
    lines.push(
      '',
      'Accepted without a person; "medoid corrections" lists and undoes them:',
      table(
        ['value', 'images', 'probability from', 'entry'],
        report.accepted.map(({ value, images: own, probability, entry }) => [
          safe(value, 40),
          count(own),
          percent(probability),
          String(entry)
        ]),
        '<>>>'
      )
    )
  }
  return lines.join('\n')
}

function suggested(title: string, images: number, rows: readonly ToldSuggestion[], left: number): string[] {
  if (rows.length === 0) return [`${title}: no image.`]
  const cells = rows.map(({ present, suggested, probability, margin, images: own, why, path }) => [
    present === null ? '' : safe(present, 24),
    safe(suggested, 24),
    percent(probability),
    decimal(margin, 2),
    count(own),
    why
      .map((reason) =>
        reason.isPersonal
          ? safe(reason.name, 30)
          : `${safe(reason.name, 30)} ${reason.value === null ? 'missing' : safe(reason.value, 20)}`
      )
      .join(', '),
    safe(path, 60)
  ])
  return [
    `${title}: ${counted(images, 'images')}. The clearest series:`,
    table(['value', 'suggested', 'probability', 'margin', 'images', 'because of', 'for example'], cells, '<<>>><<'),
    ...(left === 0 ? [] : [`${counted(left, 'series')} with smaller margins are not kept.`])
  ]
}
