import { factWords } from '../../core/dicom/units.ts'
import type { Command } from 'commander'
import type { Distinguishing } from '../../core/catalogue/stored/clustering.ts'
import { textOfCondition } from '../../core/text-of-condition.ts'
import type { Condition } from '../../core/conditions.ts'
import { hasBest } from '../../core/clustering/remarks.ts'
import { methodNamed } from '../../core/features/methods.ts'
import { structureWords } from '../../core/structure.ts'
import { toldOutlying } from '../../core/features/outlying.ts'
import { outlyingWords } from '../../messages/en/features.ts'
import type { ClusterReport } from '../../jobs/cluster.ts'
import type { ClusterTableReport } from '../../jobs/cluster-table.ts'
import { cluster, clusterTable, tableOnly } from '../../jobs/definitions/cluster.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { givenOrOfSet, setOption } from '../feature-set.ts'
import { amongGiven, given, withParameters } from '../options.ts'
import { count, counted, decimal, duration } from '../../messages/format.ts'
import { sayMessage } from '../../messages/message.ts'
import { SHELL_TERMS } from '../terms.ts'
import { columnsWords, findingLines } from '../findings.ts'
import { safe, table } from '../text.ts'

const SHOWN_CLUSTERS = 30
const SHOWN_VALUES = 3

export function register(program: Command): void {
  const command = common(program.command(cluster.command))
    .summary('cluster a sample for several K, and compare them by their silhouettes')
    .description(
      `Draws a sample of images, chooses features, clusters by Gower distance and K-medoids for each K, and compares them by their silhouettes. Everything is kept in the catalogue as a run R; R.K is one K of it.

With --fuse MODEL it compares pictures, too: the distance is √((1 − α)(1 − S) + α · min(1, c)), where c is the cosine distance of the vectors that this autoencoder makes of two images, scaled so that its mean over the sample is that of 1 − S. That clusters look alike then follows in part from how they were made, so "medoid evaluate" refuses the same model.

  medoid cluster --fuse 1 --alpha 0.25

With --algorithm average, complete, single, ward or minimax the clusterings are cuts of one tree, which is kept with the run: "medoid cut R --k K" adds any other cut. Minimax linkage takes as a cluster's medoid the image whose farthest other one is nearest.

  medoid cluster --algorithm average --k 10,20
  medoid cut 2 --k 15

With --table it clusters any table of mixed columns instead, without a catalogue. The types file says of each column "numeric", "ordinal", "nominal" or "asymmetric-binary", as R's daisy means them:

  { "age": "numeric", "site": "nominal",
    "stage": { "type": "ordinal", "levels": ["I", "II"] } }`
    )
    .action(async (options: CommonOptions & { table?: string; types?: string; fuse?: string }, command: Command) => {
      const { table: file, types } = options
      if (file === undefined) {
        if (amongGiven(command, tableOnly).length > 0)
          command.error('error: --types, --na and --distances go with --table')
        if (options.fuse === undefined && amongGiven(command, { alpha: cluster.parameters.alpha }).length > 0)
          command.error('error: --alpha goes with --fuse')
        const asked = await givenOrOfSet(command, cluster)
        await perform(await cluster.load(), asked, options, (report) => describe(report, asked.where))
      } else {
        refuseCatalogueOptions(command)
        if (types === undefined) command.error('error: --table needs --types, a JSON file with the type of each column')
        await perform(await clusterTable.load(), given(command, clusterTable), options, describeTable)
      }
    })
  withParameters(command, { ...cluster.parameters, ...setOption })
  withParameters(command, tableOnly, ['table', 'types'])
}

/** What a table has no use for must not be passed over in silence. */
function refuseCatalogueOptions(command: Command): void {
  const others = Object.entries({ ...cluster.parameters, ...setOption }).filter(
    ([name]) => !Object.hasOwn(clusterTable.parameters, name)
  )
  const names = amongGiven(command, Object.fromEntries(others))
  if (names.length > 0)
    command.error(`error: --table clusters the whole table; it does not go with ${names.join(', ')}`)
}

function describe(report: ClusterReport, where: readonly Condition[]): string {
  const { run, n, images, columns, seconds } = report
  return [
    `Run ${run}: ${n === images ? `all ${counted(n, 'images')}` : `${counted(n, 'images')} of ${count(images)}`}${where.length > 0 ? ` with ${safe(where.map(textOfCondition).join(' and '), 200)}` : ''}, ${counted(columns, 'columns')}.`,
    ...sweepLines(report),
    '',
    ...clusterLines(report.clusters, medoidPath),
    '',
    `Features ${duration(seconds.features)}, matrix ${duration(seconds.matrix)}, clustering ${duration(seconds.clustering)}, silhouettes ${duration(seconds.silhouettes)}.`,
    ...nextLines(report)
  ].join('\n')
}

function nextLines({ run, best, tree, assigned }: ClusterReport): string[] {
  const cut = tree === null ? '' : `another cut of the tree: medoid cut ${run} --k K`
  if (assigned === null) return [`Next: medoid assign --run ${run}.${best.k}${cut === '' ? '' : `, or ${cut}`}`]
  const told = `All ${counted(assigned, 'images')} are assigned to the clusters of each K.`
  return cut === '' ? [told] : [told, `Next: ${cut}`]
}

function describeTable(report: ClusterTableReport): string {
  const lines = [
    `${counted(report.n, 'rows')} × ${counted(report.columns, 'columns')}.`,
    ...report.outlying.map(
      ({ column, ...range }) =>
        `${safe(column, 48)} ${outlyingWords(toldOutlying(range, { isRobust: methodNamed(report.method).robust }))}`
    ),
    ...sweepLines(report),
    '',
    ...clusterLines(report.clusters, ({ medoid }) => `row ${medoid.row}`)
  ]
  report.distances?.forEach((distance, i) => {
    if (i === 0) lines.push('')
    lines.push(`1 − S: ${distance} on ${report.distanceColumns![i]} of ${counted(report.columns, 'columns')}`)
  })
  return lines.join('\n')
}

function sweepLines(report: ClusterReport | ClusterTableReport): string[] {
  const { sweep, best, remarks } = report
  const isBest = hasBest(report)
  const rows = sweep.map(({ k, silhouette, loss, swaps, seconds }) => [
    String(k),
    decimal(silhouette),
    k === best.k && isBest ? '◀' : '',
    decimal(loss, 1),
    count(swaps),
    duration(seconds)
  ])
  const lines = ['', table(['K', 'silhouette', '', 'loss', 'swaps', 'time'], rows, '>><>>>')]
  if (best.structure !== null) {
    const which = isBest ? 'Best: ' : sweep.length > 1 ? 'Highest silhouette: ' : ''
    lines.push(`${which}K = ${best.k}; by Kaufman and Rousseeuw's bands: ${structureWords(best.structure)}.`)
  }
  return [...lines, ...treeLines(report), ...remarks.map((remark) => sayMessage(remark, SHELL_TERMS))]
}

function treeLines({ tree }: ClusterReport | ClusterTableReport): string[] {
  if (tree === null) return []
  const { linkage, cophenetic } = tree
  return [
    `Cuts of one tree by ${linkage} linkage, which keeps distances with a cophenetic correlation of ${decimal(cophenetic)}.`
  ]
}

/** The end of where the medoid lies. */
export function medoidPath({ medoid }: { medoid: { path: string } }): string {
  return safe(medoid.path.split('/').slice(-3).join('/'), 40)
}

type ListedCluster = Pick<
  ClusterReport['clusters'][number],
  'id' | 'size' | 'silhouette' | 'distinguishing' | 'columns' | 'sharedColumns' | 'findings'
>

export function clusterLines<C extends ListedCluster>(clusters: C[], medoid: (cluster: C) => string): string[] {
  const rows = clusters
    .slice(0, SHOWN_CLUSTERS)
    .map((cluster) => [
      String(cluster.id),
      cluster.findings.length === 0 ? '' : '!',
      count(cluster.size),
      decimal(cluster.silhouette),
      columnsWords(cluster),
      medoid(cluster),
      cluster.distinguishing.slice(0, SHOWN_VALUES).map(tell).join(' · ')
    ])
  const rest = clusters.length - rows.length
  const heads = ['cluster', '', 'size', 'silhouette', 'on columns', 'medoid']
  const lines = [table([...heads, 'distinguishing values: share here (elsewhere)'], rows, '><>>><<')]
  if (rest > 0) lines.push(`… and ${counted(rest, 'clusters')} more: --json lists them.`)
  return [...lines, ...findingLines(clusters)]
}

/** `Modality MR 98 % (2 %)`: the share here, and elsewhere. */
function tell({ keyword, value, share, shareElsewhere }: Distinguishing): string {
  return `${safe(keyword, 40)} ${safe(factWords(keyword, value), 30)} ${Math.round(share * 100)} % (${Math.round(shareElsewhere * 100)} %)`
}
