import type { Command } from 'commander'
import type { FeatureChoices } from '../../core/catalogue/stored/feature-set.ts'
import { conditionWords } from '../../core/conditions.ts'
import { addFeatureSet, featureSets, removeFeatureSet, restoreFeatureSet } from '../../jobs/definitions/feature-sets.ts'
import type { FeatureSetsReport } from '../../jobs/feature-sets.ts'
import { counted } from '../../messages/format.ts'
import { givenOrOfSet } from '../feature-set.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { given, withParameters } from '../options.ts'
import { safe, table } from '../text.ts'

export function register(program: Command): void {
  const command = common(program.command(featureSets.command))
    .summary('list, add, remove and restore named choices of features')
    .description(
      'Lists the feature sets: which images, which of their tags, and how these are read and compared, under a name. "features", "features export", "compare-features" and "cluster" begin with one: --set NAME.'
    )
    .action(async (options: CommonOptions) => {
      await perform(await featureSets.load(), { catalogue: options.catalogue }, options, describe)
    })
  withParameters(common(command.command('add')), addFeatureSet.parameters)
    .description('Names the choices that are given; those that are not are those of --set or --run, or the usual ones.')
    .action(async (_name: string, options: CommonOptions & { set?: string; run?: string }, command: Command) => {
      if (options.set !== undefined && options.run !== undefined)
        command.error('error: choices begin with --set or with --run, not with both')
      const asked = await givenOrOfSet(command, addFeatureSet, options)
      await perform(
        await addFeatureSet.load(),
        asked,
        command.optsWithGlobals<CommonOptions>(),
        ({ set }) => `"${safe(set.name, 100)}": ${safe(choiceWords(set.choices), 400)}.`
      )
    })
  withParameters(common(command.command('remove')), removeFeatureSet.parameters)
    .description('Removes a feature set; "feature-sets restore" undoes it.')
    .action(async (_name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>()
      await perform(await removeFeatureSet.load(), given(command, removeFeatureSet), options, ({ set }) => {
        return `"${safe(set.name, 100)}" is removed.`
      })
    })
  withParameters(common(command.command('restore')), restoreFeatureSet.parameters)
    .description('Restores a feature set that was removed.')
    .action(async (_name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>()
      await perform(await restoreFeatureSet.load(), given(command, restoreFeatureSet), options, ({ set }) => {
        return `"${safe(set.name, 100)}" is back.`
      })
    })
}

function describe({ sets }: FeatureSetsReport): string {
  if (sets.length === 0) {
    return 'No feature set has a name yet. Name one: medoid feature-sets add NAME --where Modality=CT --exclude KVP'
  }
  return table(
    ['name', 'since', 'choices'],
    sets.map(({ name, created, choices }) => [
      safe(name, 48),
      created.slice(0, 16).replace('T', ' '),
      safe(choiceWords(choices), 120)
    ]),
    '<<<'
  )
}

function choiceWords({ where, tags, include, exclude, method, weights, kind, separate, join }: FeatureChoices): string {
  const values = new Set([...(separate ?? []), ...(join ?? [])].map(({ tag }) => tag)).size
  const some = (list: readonly unknown[], what: string): string[] =>
    list.length === 0 ? [] : [`${list.length} ${what}`]
  return [
    where.length === 0 ? 'all images' : where.map(conditionWords).join(' and '),
    `${counted(tags, 'tags')} at most`,
    ...some(exclude, 'left out'),
    ...some(include, 'taken in'),
    ...some(kind ?? [], 'of another kind'),
    ...(values === 0 ? [] : [`values of ${counted(values, 'tags')} taken together or apart`]),
    ...some(weights, 'with a weight'),
    `method ${method}`
  ].join(', ')
}
