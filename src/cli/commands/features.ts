import type { Command } from 'commander'
import type { FeaturesDocument } from '../../core/features/describe.ts'
import { exportFeatures, features } from '../../jobs/definitions/features.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { givenOrOfSet, setOption } from '../feature-set.ts'
import { withParameters } from '../options.ts'
import { count, counted, decimal, percent } from '../../messages/format.ts'
import { safe, table, tagName } from '../text.ts'

export function register(program: Command): void {
  const command = withParameters(common(program.command(features.command)), { ...features.parameters, ...setOption })
    .summary('which tags become features, and why each other one does not')
    .description('Shows which tags of the images become features, and why each other tag does not.')
    .action(async (options: CommonOptions, command: Command) => {
      await perform(await features.load(), await givenOrOfSet(command, features), options, describe)
    })
  withParameters(common(command.command('export')), { ...exportFeatures.parameters, ...setOption })
    .description(
      'Writes the feature table of all images, a types file beside it for "cluster --table", the SOP Instance UID of each row, and a manifest.'
    )
    .action(async (_options: unknown, command: Command) => {
      await perform(
        await exportFeatures.load(),
        await givenOrOfSet(command, exportFeatures),
        command.optsWithGlobals<CommonOptions>(),
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
  const chosen = features.map(({ tag, kind, columns: names, missingShare, distinct, phi, weighting, ...place }) => [
    tag,
    tagName(place) + (phi ? ' (personal)' : ''),
    kind,
    String(names.length),
    percent(missingShare),
    count(distinct),
    decimal(weighting.weight)
  ])
  const reasons = new Map<string, number>()
  for (const { reason } of rejected) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  const lines = [
    `${counted(images, 'images')}: ${counted(selected, 'tags')} → ${counted(columns, 'columns')}`,
    '',
    table(['tag', 'name', 'kind', 'columns', 'missing', 'distinct', 'weight'], chosen, '<<<>>>>'),
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
