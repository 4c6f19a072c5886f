import type { Command } from 'commander'
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
  const leavesOf = (node: number): number[] =>
    node < k ? [node] : [...leavesOf(sides.left[node - k]), ...leavesOf(sides.right[node - k])]
  const rows: string[][] = []
  const draw = (place: number, lead: string, below: string): void => {
    const { node, children, height, size } = nodes[place]
    const leaves = leavesOf(node)
    const name =
      node < k
        ? `cluster ${node}: ${safe(clusters[node].name, 60)}`
        : `${counted(leaves.length, 'clusters')}${commonName(leaves)}`
    rows.push([node < k ? '' : decimal(height, 3), count(size), `${lead}${name}`])
    if (children === null) return
    draw(children[0], `${below}├─ `, `${below}│  `)
    draw(children[1], `${below}└─ `, `${below}   `)
  }
  const commonName = (leaves: number[]): string => {
    const given = clusters[leaves[0]]
    const isOne = leaves.every((leaf) => clusters[leaf].name === given.name && !clusters[leaf].isSuggested)
    return isOne ? `, all ${safe(given.name, 60)}` : ''
  }
  draw(nodes.length - 1, '', '')
  return [table(['height', 'images', 'tree'], rows, '>><')]
}
