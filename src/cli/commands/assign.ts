import type { Command } from 'commander'
import type { AssignReport } from '../../jobs/assign.ts'
import { assign } from '../../jobs/definitions/labels.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { given, withParameters } from '../options.ts'
import { count, counted, decimal, duration } from '../../messages/format.ts'
import { columnsWords } from '../findings.ts'
import { table } from '../text.ts'

export function register(program: Command): void {
  withParameters(common(program.command(assign.command)), assign.parameters)
    .summary('give every image its nearest medoid')
    .description(
      "Gives every image of a run's subset its nearest medoid, and keeps it in the catalogue. Of a run whose clusters are cut from a tree, the images of the sample stay in their branch."
    )
    .action(async (options: CommonOptions, command: Command) => {
      await perform(await assign.load(), given(command, assign), options, describe)
    })
}

export function describe({
  clustering,
  assigned,
  notAssigned,
  clusters,
  seconds,
  withoutSharedFeature,
  withoutVector
}: AssignReport): string {
  const rows = clusters.map((cluster) => [
    String(cluster.id),
    count(cluster.size),
    decimal(cluster.meanDistance),
    columnsWords(cluster)
  ])
  const lines = [
    `Assigned ${counted(assigned, 'images')} to the ${counted(clusters.length, 'clusters')} of ${clustering} in ${duration(seconds)}.`
  ]
  if (notAssigned > 0)
    lines.push(`${counted(notAssigned, 'instances')} are no images or outside the subset of the run.`)
  if (withoutSharedFeature > 0)
    lines.push(`${counted(withoutSharedFeature, 'images')} share no feature with any medoid.`)
  if (withoutVector !== null && withoutVector > 0)
    lines.push(`${counted(withoutVector, 'images')} have no vector: they are compared by tags alone.`)
  return [...lines, '', table(['cluster', 'images', 'mean distance', 'on columns'], rows, '>>>>')].join('\n')
}
