import type { Command } from 'commander'
import { MOST_CUTS } from '../../core/catalogue/stored/tree.ts'
import { counted, decimal } from '../../messages/format.ts'
import type { CutReport } from '../../jobs/cut.ts'
import { cut } from '../../jobs/definitions/tree.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { given, withParameters } from '../options.ts'
import { clusterLines, medoidPath } from './cluster.ts'

export function register(program: Command): void {
  withParameters(common(program.command(cut.command)), cut.parameters)
    .summary('cut the tree of a run into other numbers of clusters')
    .description(
      `Adds a clustering R.K to a run R that has a tree ("medoid cluster --algorithm average", complete, single, ward or minimax): the one that the run would have for this K. It can be assigned, named, evaluated and exported as any other. A cluster that is part of a named cluster of another cut, or consists of clusters that all have one name, gets that name, with a note that says where it is from. For more than ${MOST_CUTS} clusters, cluster again with --k.

  medoid cluster --algorithm average --k 5,10,15
  medoid cut 3 --k 12
  medoid assign --run 3.12`
    )
    .action(async (_run: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>()
      await perform(await cut.load(), given(command, cut), options, describe)
    })
}

function describe({ clustering, isNew, linkage, silhouette, loss, named, clusters }: CutReport): string {
  const about = `${counted(clusters.length, 'clusters')} of the tree by ${linkage} linkage: silhouette ${decimal(silhouette)}, loss ${decimal(loss, 1)}.`
  const lines = [isNew ? `${clustering}: ${about}` : `${clustering} is there already: ${about}`]
  if (named > 0) lines.push(`${counted(named, 'clusters')} got their names from other cuts.`)
  return [...lines, '', ...clusterLines(clusters, medoidPath), '', `Next: medoid assign --run ${clustering}`].join('\n')
}
