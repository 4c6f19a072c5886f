import type { Command } from 'commander'
import { leavesBelow, treeLines } from '../../core/marks/tree-lines.ts'
import { topOfTree } from '../../core/marks/tree.ts'
import type { TreeJobReport } from '../../jobs/tree.ts'
import { tree } from '../../jobs/definitions/tree.ts'
import { count, counted, decimal } from '../../messages/format.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { given, withParameters } from '../options.ts'
import { safe, table } from '../text.ts'

/** Groups of clusters that the tree is drawn down to, and cuts that are listed; `--json` has all. */
const SHOWN_GROUPS = 30
const SHOWN_CUTS = 20

export function register(program: Command): void {
  withParameters(common(program.command(tree.command)), tree.parameters)
    .summary('make a tree of the clusters of a clustering, so that many are browsed as few groups')
    .description(
      `Makes a tree whose leaves are the clusters of a clustering, whatever the algorithm was: the two clusters, or groups of them, with the least mean distance between their images in the sample are merged, again and again (average linkage; a cluster weighs as much as it has images). Prints the tree, how well it keeps the distances of the clusters (cophenetic correlation, at most 1), and the silhouette of the groups of each cut. The tree is kept in the catalogue for the window and the report.

  medoid cluster --k 300
  medoid tree 1.300`
    )
    .action(async (_run: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>()
      await perform(await tree.load(), given(command, tree), options, describe)
    })
}

function describe(report: TreeJobReport): string {
  const { clustering, leaves, cophenetic, cuts } = report
  const best = cuts.reduce((best, cut) => ((cut.silhouette ?? -2) > (best.silhouette ?? -2) ? cut : best))
  const listed = cuts.filter((cut) => cut.k < SHOWN_CUTS + 2 || cut === best)
  const rows = listed.map((cut) => [count(cut.k), decimal(cut.silhouette), cut === best ? '◀' : ''])
  return [
    `The ${counted(leaves, 'clusters')} of ${clustering}: average linkage, cophenetic correlation ${decimal(cophenetic)}.`,
    '',
    table(['groups', 'silhouette', ''], rows, '>><'),
    ...(listed.length < cuts.length ? [`… and ${count(cuts.length - listed.length)} more: --json lists them.`] : []),
    '',
    ...drawing(report),
    '',
    'Height: the mean distance of the images of both branches.'
  ].join('\n')
}

/** The tree from its root, the larger branch first. */
function drawing({ merges, clusters }: TreeJobReport): string[] {
  const k = clusters.length
  const sides = {
    left: merges.map(({ left }) => left),
    right: merges.map(({ right }) => right),
    height: merges.map(({ height }) => height)
  }
  const nodes = topOfTree(sides, (leaf) => clusters[leaf].size, SHOWN_GROUPS)
  const rows = treeLines(nodes).map(({ place, lead }) => {
    const { node, height, size } = nodes[place]
    if (node < k) return ['', count(size), `${lead}cluster ${clusters[node].id}: ${safe(clusters[node].name, 60)}`]
    const leaves = leavesBelow(sides, node).map((leaf) => clusters[leaf])
    const [{ name }] = leaves
    const isOne = leaves.every((leaf) => leaf.name === name && !leaf.isSuggested)
    const all = isOne ? `, all ${safe(name, 60)}` : ''
    return [decimal(height, 3), count(size), `${lead}${counted(leaves.length, 'clusters')}${all}`]
  })
  return [table(['height', 'images', 'tree'], rows, '>><')]
}
