import type { Command } from 'commander'
import { assignJob, type AssignReport } from '../../jobs/assign.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { count, counted, decimal, duration } from '../../messages/format.ts'
import { table } from '../text.ts'

export function register(program: Command): void {
  common(program.command('assign'))
    .summary('give every image its nearest medoid')
    .description("Gives every image of a run's subset its nearest medoid, and keeps it in the catalogue.")
    .requiredOption('--run <R[.K]>', 'the run; with K, one K of it instead of the best')
    .action(async (options: CommonOptions & { run: string }) => {
      await perform(assignJob, { catalogue: options.catalogue, run: options.run }, options, describe)
    })
}

export function describe({
  clustering,
  assigned,
  notAssigned,
  clusters,
  seconds,
  withoutSharedFeature
}: AssignReport): string {
  const rows = clusters.map(({ id, size, meanDistance }) => [String(id), count(size), decimal(meanDistance)])
  const lines = [
    `Assigned ${counted(assigned, 'images')} to the ${counted(clusters.length, 'clusters')} of ${clustering} in ${duration(seconds)}.`
  ]
  if (notAssigned > 0)
    lines.push(`${counted(notAssigned, 'instances')} are no images or outside the subset of the run.`)
  if (withoutSharedFeature > 0)
    lines.push(`${counted(withoutSharedFeature, 'images')} share no feature with any medoid.`)
  return [...lines, '', table(['cluster', 'images', 'mean distance'], rows, '>>>')].join('\n')
}
