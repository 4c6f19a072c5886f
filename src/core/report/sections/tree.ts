import { nameOf } from './clusters.ts'
import { commandLine } from '../../../messages/command-line.ts'
import { leavesBelow, treeLines } from '../../marks/tree-lines.ts'
import { topOfTree } from '../../marks/tree.ts'
import { treeChart } from '../charts/tree-chart.ts'
import { absent, disclosure, figure, section, shorten, table, told } from '../components.ts'
import type { ClusterSummary, ReportData, TreeSummary } from '../data.ts'
import { html, type Html } from '../html.ts'
import { count, counted, decimal } from '../numbers.ts'

/** Clusters, or groups of them, that the drawing has room for. */
const SHOWN_TIPS = 40
const NAME = 44

/** How clusters are merged into ever fewer groups. */
export function treeSection({ tree, clusters, run }: ReportData): Html {
  return section(
    'tree',
    'Tree of the clusters',
    clusters.length < 2
      ? html`<p>One cluster has no tree.</p>`
      : tree === null
        ? absent('There is no tree of these clusters yet. To make it:', commandLine('tree', [['', run.clustering]]))
        : treeParts(tree, clusters)
  )
}

function treeParts(tree: TreeSummary, clusters: readonly ClusterSummary[]): Html {
  const { linkage, cophenetic, cuts, isCut, leaves } = tree
  const k = clusters.length
  const leaf = clusters.toSorted((a, b) => a.id - b.id)
  const sides = {
    left: tree.merges.map(({ left }) => left),
    right: tree.merges.map(({ right }) => right),
    height: tree.merges.map(({ height }) => height)
  }
  const nodes = topOfTree(sides, (node) => leaf[node].size, SHOWN_TIPS)
  const nodeName = (place: number): string => {
    const { node } = nodes[place]
    if (node >= k) return `${counted(leavesBelow(sides, node).length, 'clusters')}`
    return `${leaf[node].id}: ${nameOf(leaf[node])}`
  }
  const shown = nodes.length < 2 * k - 1 ? `, down to ${count(SHOWN_TIPS)} groups` : ''
  const about = isCut
    ? html`The clusters are a cut of a tree of the ${counted(leaves, 'images')} of the sample, by ${linkage} linkage.`
    : html`The clusters are the leaves of a tree by ${linkage} linkage: those with the least mean distance between their
      images are merged first.`
  return html`<p>
      ${about}
      ${
        cophenetic === null
          ? 'The distances or the heights are all equal, so that there is no cophenetic correlation.'
          : html`How well it keeps the distances: cophenetic correlation <b>${decimal(cophenetic)}</b>, where 1 is
              perfect.`
      }
    </p>
    ${figure(
      treeChart(
        nodes,
        (place) => shorten(nodeName(place), NAME),
        `How ${counted(k, 'clusters')} are merged${shown}. The table below says the same.`
      ),
      `Where two branches meet, their clusters are one group; the further left, the less alike they are${shown}.`,
      'full'
    )}
    ${disclosure(
      'The tree as a table',
      table(
        [
          {
            title: 'Height',
            cell: ({ place }) => (nodes[place].children === null ? '' : decimal(nodes[place].height, 3)),
            align: 'number'
          },
          { title: 'Images', cell: ({ place }) => count(nodes[place].size), align: 'number' },
          {
            title: 'Branch',
            cell: ({ place, lead }) =>
              html`<span class="lead" aria-hidden="true">${lead}</span>${told(
                  nodes[place].children === null
                    ? nodeName(place)
                    : counted(leavesBelow(sides, nodes[place].node).length, 'clusters')
                )}`,
            heads: true
          }
        ],
        treeLines(nodes),
        'The tree from its root, the larger branch first',
        { style: 'tight' }
      )
    )}
    ${table(
      [
        { title: isCut ? 'K' : 'Groups', cell: ({ k }) => k, align: 'number', heads: true },
        { title: 'Mean silhouette', cell: ({ silhouette }) => decimal(silhouette), align: 'number' }
      ],
      cuts,
      'Silhouettes of the cuts of the tree',
      { style: 'tight narrow', showCaption: true, marked: (cut) => cut.k === k }
    )}`
}
