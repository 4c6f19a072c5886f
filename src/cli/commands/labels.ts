import type { Command } from 'commander'
import { compareLabels, labelSets, removeLabelSet, restoreLabelSet } from '../../jobs/definitions/label-sets.ts'
import type { LabelComparison } from '../../jobs/compare-labels.ts'
import type { LabelSetsReport } from '../../jobs/label-sets.ts'
import { count, counted, decimal, percent } from '../../messages/format.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { given, withParameters } from '../options.ts'
import { safe, table } from '../text.ts'

export function register(program: Command): void {
  const command = common(program.command(labelSets.command))
    .summary('list, remove, restore and compare imported labels')
    .description(
      'Lists the labels that were imported. Each is a condition: --where Label[NAME]=VALUE. The names of clusters are another matter: medoid annotate.'
    )
    .action(async (options: CommonOptions) => {
      await perform(await labelSets.load(), { catalogue: options.catalogue }, options, describe)
    })
  withParameters(common(command.command('remove')), removeLabelSet.parameters)
    .description('Removes imported labels; "labels restore" undoes it until other labels get the name.')
    .action(async (_name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>()
      await perform(await removeLabelSet.load(), given(command, removeLabelSet), options, ({ set }) => {
        return `"${safe(set.name, 100)}" of ${counted(set.images, 'images')} is removed.`
      })
    })
  withParameters(common(command.command('restore')), restoreLabelSet.parameters)
    .description('Restores imported labels that were removed.')
    .action(async (_name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>()
      await perform(await restoreLabelSet.load(), given(command, restoreLabelSet), options, ({ set }) => {
        return `"${safe(set.name, 100)}" has labels of ${counted(set.images, 'images')}.`
      })
    })
  withParameters(common(command.command('compare')), compareLabels.parameters)
    .description(
      'Compares clusters with imported labels: how far they agree, and what most images of each cluster are called.'
    )
    .action(async (_name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>()
      await perform(await compareLabels.load(), given(command, compareLabels), options, compared)
    })
}

function compared(comparison: LabelComparison): string {
  const { clustering, labels, images, withoutLabel, withoutCluster, ari, ami, homogeneity, completeness } = comparison
  const only = [
    ...(withoutLabel > 0 ? [`${count(withoutLabel)} have no label`] : []),
    ...(withoutCluster > 0 ? [`${count(withoutCluster)} have a label and no cluster`] : [])
  ]
  const lead = `${counted(images, 'images')} have a cluster of ${clustering} and a label of "${safe(labels, 60)}"${only.length === 0 ? '' : `; ${only.join(', ')}`}.`
  if (images === 0) return lead
  return [
    lead,
    ...(comparison.isAssigned ? [] : ['Only the images of the sample are compared: the others are not assigned yet.']),
    `Adjusted Rand index ${decimal(ari)}${ami === null ? '' : `, adjusted mutual information ${decimal(ami)}`} (1 for the same partition, 0 for chance); homogeneity ${decimal(homogeneity)}, completeness ${decimal(completeness)}.`,
    `The label of ${counted(comparison.disagreeing, 'images')} is not that of most labelled images of their cluster (${percent(comparison.disagreeing / images)}).`,
    '',
    table(
      ['cluster', 'name', 'images', 'most are', 'of them', 'no label'],
      comparison.clusters.map((cluster) => [
        String(cluster.id),
        safe(cluster.name, 40),
        count(cluster.images),
        cluster.usual === null ? '' : safe(cluster.usual, 40),
        cluster.usual === null ? '' : percent(cluster.agreeing / cluster.images),
        cluster.unlabelled === 0 ? '' : count(cluster.unlabelled)
      ]),
      '><><>>'
    )
  ].join('\n')
}

function describe({ sets }: LabelSetsReport): string {
  if (sets.length === 0) {
    return 'No labels were imported yet: medoid import labels FILE --key SeriesInstanceUID'
  }
  return table(
    ['name', 'images', 'labels', 'gone', 'since', 'file'],
    sets.map(({ name, images, labels, gone, created, origin }) => [
      safe(name, 48),
      count(images),
      count(labels.length),
      gone === 0 ? '' : count(gone),
      created.slice(0, 16).replace('T', ' '),
      safe(origin.file, 60)
    ]),
    '<>>><<'
  )
}
