import { type Command, Option } from 'commander'
import type { FeaturesDocument } from '../../core/features/describe.ts'
import { DEFAULT_TAGS } from '../../core/features/select.ts'
import {
  exportFeaturesJob,
  type FeatureParameters,
  type FeaturesExportParameters,
  featuresJob
} from '../../jobs/features.ts'
import { common, type CommonOptions, overwriteOption, perform } from '../host.ts'
import { count, counted, percent } from '../../messages/format.ts'
import { safe, table, tagName } from '../text.ts'
import {
  collectCondition,
  collectJoining,
  collectKind,
  collectNames,
  collectSeparation,
  wholeNumber
} from '../values.ts'

export type FeatureOptions = CommonOptions & Omit<FeatureParameters, 'catalogue'>

/** Adds the options that say which images, and which of their tags. */
export function withFeatures(command: Command): Command {
  return command
    .option(
      '--where <condition>',
      'only images with e.g. Modality=CT, Modality!=CT, SeriesDescription~flair, SliceThickness=1..5; repeatable',
      collectCondition,
      []
    )
    .option('--tags <number>', 'how many tags become features', wholeNumber(1), DEFAULT_TAGS)
    .option(
      '--include <tags>',
      'tags that become features whatever the rules say; commas or repeated',
      collectNames,
      []
    )
    .option('--exclude <tags>', 'tags that do not; commas or repeated', collectNames, [])
    .option(
      '--kind <tag=kind>',
      'how a tag is read, e.g. SliceThickness=nominal or ManufacturerModelName=numeric; repeatable',
      collectKind,
      []
    )
    .option(
      '--separate <tag=value>',
      'a spelling that is not taken as one with similar ones, e.g. BodyPartExamined=TSPINE; repeatable',
      collectSeparation,
      []
    )
    .option(
      '--join <tag=value=value>',
      'values that are taken as one, e.g. BodyPartExamined=HEAD=SKULL; quote a value that holds =, as in TAG="a=b"=c; repeatable',
      collectJoining,
      []
    )
}

export function register(program: Command): void {
  const features = withFeatures(common(program.command('features')))
    .summary('which tags become features, and why each other one does not')
    .description('Chooses features among the tags of all images: which, and why each other tag is none.')
    .action(async (options: FeatureOptions) => {
      await perform(featuresJob, options, options, describe)
    })
  withFeatures(common(features.command('export')))
    .description(
      'Writes the feature table of all images, a types file beside it for "cluster --table", the SOP Instance UID of each row, and a manifest.'
    )
    .requiredOption('--out <file>', 'the file to write')
    .addOption(new Option('--format <format>', 'its format').choices(['csv', 'parquet']).default('csv'))
    .addOption(overwriteOption())
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & FeaturesExportParameters>()
      await perform(
        exportFeaturesJob,
        options,
        options,
        ({ out, types, instances, manifest, rows, columns }) =>
          `${counted(rows, 'images')} × ${counted(columns, 'columns')} in ${out}; their types in ${types}, the SOP Instance UID of each row in ${instances}; checksums in ${manifest}`
      )
    })
}

/** What a person should look at before clustering. */
function remarkLines(features: FeaturesDocument['features']): string[] {
  const remarks = features.flatMap(({ name, remarks }) => remarks.map((remark) => `  ${safe(name, 48)}: ${remark}`))
  if (remarks.length === 0) return []
  const advice = '"medoid tags --tag NAME" lists the values of a tag, --exclude NAME leaves it out.'
  return ['Remarks:', ...remarks, advice, '']
}

function describe({ images, selected, columns, features, rejected, normalised }: FeaturesDocument): string {
  const chosen = features.map(({ tag, kind, columns: names, missingShare, distinct, phi, ...place }) => [
    tag,
    tagName(place) + (phi ? ' (personal)' : ''),
    kind,
    String(names.length),
    percent(missingShare),
    count(distinct)
  ])
  const reasons = new Map<string, number>()
  for (const { reason } of rejected) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  const lines = [
    `${counted(images, 'images')}: ${counted(selected, 'tags')} → ${counted(columns, 'columns')}`,
    '',
    table(['tag', 'name', 'kind', 'columns', 'missing', 'distinct'], chosen, '<<<>>>'),
    '',
    ...remarkLines(features),
    `Not chosen: ${[...reasons].map(([reason, n]) => `${count(n)} ${reason}`).join(', ')} (--json tells why of each).`
  ]
  if (normalised.length > 0) {
    lines.push('', 'Values taken as one:')
    for (const { keyword, value, rawValues } of normalised) {
      lines.push(
        `  ${keyword} ${safe(value)}: ${rawValues.map((raw) => `${safe(raw.value)} (${count(raw.count)})`).join(', ')}`
      )
    }
  }
  return lines.join('\n')
}
