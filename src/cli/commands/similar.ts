import type { Command } from 'commander'
import type { ColumnWhy, WhySimilar } from '../../core/similar/why.ts'
import { similar } from '../../jobs/definitions/similar.ts'
import type { SimilarReport } from '../../jobs/similar.ts'
import { counted, decimal, percent } from '../../messages/format.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { given, withParameters } from '../options.ts'
import { safe, table } from '../text.ts'

/** Columns that are told of each image, of those that differ. */
const TOLD = 3

export function register(program: Command): void {
  withParameters(common(program.command(similar.command)), similar.parameters)
    .summary('the images that are most like another one')
    .description(
      'Finds the images of the catalogue that are most like one of it, or like any DICOM file: by their tags, compared with the features and ranges of a run; by their pixels, as vectors of a model; or by both. Tells in which tags they differ.'
    )
    .addHelpText(
      'after',
      `
Examples:
  medoid similar 1.2.840.113619.2.55.3        the ten images most like one of the catalogue
  medoid similar new/IM0001 --where Modality=CT --count 20
  medoid similar new/IM0001 --by pixels       by what they look like (first: medoid train, medoid vectors)
  medoid similar new/IM0001 --by both --weight 0.5

A distance by tags is √(1 − S) of Gower, from 0 (all tags are equal) to 1. Beside it stands on how many columns it rests: images
that share few may be near by chance. A distance by pixels is 1 − the cosine of two vectors, from 0 to 2.
A category that the run does not know equals nothing. The image itself, and images that were removed, are never found; images that
share no column with it are not found by tags.
--json has every column of each image: in which they agree, in which they differ and what that adds to 1 − S.`
    )
    .action(async (_image: string, options: CommonOptions, command: Command) => {
      await perform(await similar.load(), given(command, similar), options, describe)
    })
}

function describe(report: SimilarReport): string {
  const { image, by, run, model, weight, images, among, withoutVector, similar: found } = report
  const what = {
    tags: `the tags of run ${run}`,
    pixels: `the vectors of model ${model}`,
    both: `the tags of run ${run} and the vectors of model ${model} (weight ${weight})`
  }
  const chosen = among === images ? '' : ` among ${counted(among, 'images')} with these tags`
  const lines = [
    `${counted(found.length, 'images')}${chosen} most like ${'sopInstanceUid' in image ? image.sopInstanceUid : safe(image.path)}, by ${what[by]}, of ${counted(images, 'images')}.`
  ]
  if (withoutVector !== null && withoutVector > 0) {
    const then = by === 'both' ? 'are compared by tags alone' : 'are not compared'
    lines.push(`${counted(withoutVector, 'images')} have no vector and ${then}.`)
  }
  if (found.length === 0) return lines.join('\n')
  const rows = found.map(({ distance, tags, pixels, why, sopInstanceUid, path }) => [
    decimal(distance),
    ...(by === 'both' ? [decimal(tags), decimal(pixels)] : []),
    ...(by === 'pixels' ? [] : [why === null ? '' : `${why.shared} of ${why.columns}`]),
    sopInstanceUid,
    safe(path, 80)
  ])
  const head = [
    'distance',
    ...(by === 'both' ? ['by tags', 'by pixels'] : []),
    ...(by === 'pixels' ? [] : ['on columns']),
    'SOP Instance UID',
    'file'
  ]
  lines.push(
    '',
    table(
      head,
      rows,
      `${head
        .slice(0, -2)
        .map(() => '>')
        .join('')}<<`
    )
  )
  if (by === 'pixels') return lines.join('\n')
  lines.push('', 'In what they differ most, and what that is of 1 − S:')
  found.forEach(({ why, sopInstanceUid }) => lines.push(`  ${sopInstanceUid}: ${why === null ? '' : differences(why)}`))
  return lines.join('\n')
}

/** The columns that add most to a distance. */
function differences({ distance, differ, notCompared, agree }: WhySimilar): string {
  const total = distance === null ? 0 : distance ** 2
  const adding = [...differ, ...notCompared.filter(({ contribution }) => contribution > 0)]
  adding.sort((a, b) => b.contribution - a.contribution)
  if (adding.length === 0) return `nothing; ${counted(agree.length, 'columns')} are equal`
  const told = adding.slice(0, TOLD).map((part) => `${values(part)} (${percent(part.contribution / total)})`)
  const rest = adding.length - told.length
  return `${told.join(', ')}${rest > 0 ? ` and ${counted(rest, 'columns')} more` : ''}`
}

function values({ name, query, value, isPersonal }: ColumnWhy): string {
  if (isPersonal) return safe(name)
  return `${safe(name)} ${query === null ? 'none' : safe(query, 30)} | ${value === null ? 'none' : safe(value, 30)}`
}
