import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Distinguishing } from '../../core/catalogue/stored/clustering.ts'
import { textOfCondition } from '../../core/command-syntax.ts'
import { hasBest } from '../../core/clustering/remarks.ts'
import { DEFAULT_RESTARTS } from '../../core/clustering/kmedoids.ts'
import { PAPER_K } from '../../core/clustering/possible-k.ts'
import { outlyingWords } from '../../core/features/outlying.ts'
import { clusterJob, type ClusterParameters, type ClusterReport } from '../../jobs/cluster.ts'
import { clusterTableJob, type ClusterTableParameters, type ClusterTableReport } from '../../jobs/cluster-table.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { count, counted, decimal, duration } from '../../messages/format.ts'
import { safe, table } from '../text.ts'
import { naOption, wholeNumber, wholeNumbers } from '../values.ts'
import { withFeatures } from './features.ts'

const SHOWN_CLUSTERS = 30
const SHOWN_VALUES = 3

type Options = CommonOptions &
  Omit<ClusterParameters, 'catalogue'> &
  Partial<Pick<ClusterTableParameters, 'table' | 'types' | 'distances' | 'na'>>

export function register(program: Command): void {
  withFeatures(common(program.command('cluster')))
    .summary('cluster a sample for several K, and say which is best')
    .description(
      `Draws a sample of images, chooses features, clusters by Gower distance and K-medoids for each K, and compares them by their silhouettes. Everything is kept in the catalogue as a run R; R.K is one K of it.

With --table it clusters any table of mixed columns instead, without a catalogue. The types file says of each column "numeric", "ordinal", "nominal" or "asymmetric-binary", as R's daisy means them:

  { "age": "numeric", "site": "nominal",
    "stage": { "type": "ordinal", "levels": ["I", "II"] } }`
    )
    .option(
      '--k <list>',
      `numbers of clusters (default: ${PAPER_K.join(',')}, as far as there are images)`,
      wholeNumbers
    )
    .option('--sample <number>', 'images that are clustered', wholeNumber(2), 5000)
    .option('--seed <number>', 'for everything that is drawn at random', wholeNumber(0), 1)
    .addOption(
      new Option(
        '--algorithm <name>',
        'pam (BUILD and best swaps), or fasterpam (that, and fast swaps from random starts)'
      )
        .choices(['fasterpam', 'pam'])
        .default('fasterpam')
    )
    .option(
      '--restarts <number>',
      'starts for each K, the best of which counts: the first is PAM, the others are random',
      wholeNumber(1),
      DEFAULT_RESTARTS
    )
    .option('--table <csv>', 'cluster this table instead of a catalogue')
    .option('--types <json>', 'with --table: the type of each column')
    .addOption(naOption('with --table'))
    .option('--distances <pairs>', 'with --table: also 1 − S of these pairs of rows, e.g. 0:1,5:9', pairs)
    .action(async (options: Options, command: Command) => {
      const { table: file, types, distances = [], na = [] } = options
      if (file === undefined) {
        if (types !== undefined || distances.length > 0 || na.length > 0)
          command.error('error: --types, --na and --distances go with --table')
        await perform(clusterJob, options, options, (report) => describe(report, options))
      } else {
        refuseCatalogueOptions(command)
        if (types === undefined) command.error('error: --table needs --types, a JSON file with the type of each column')
        await perform(clusterTableJob, { ...options, table: file, types, distances, na }, options, describeTable)
      }
    })
}

/** What a table has no use for must not be passed over in silence. */
function refuseCatalogueOptions(command: Command): void {
  const given = ['where', 'tags', 'include', 'exclude', 'kind', 'separate', 'join', 'sample'].filter(
    (name) => command.getOptionValueSource(name) === 'cli'
  )
  if (given.length > 0)
    command.error(`error: --table clusters the whole table; it does not go with --${given.join(', --')}`)
}

function pairs(text: string): [number, number][] {
  return text.split(',').map((pair) => {
    const match = /^\s*(\d{1,9}):(\d{1,9})\s*$/.exec(pair)
    if (match === null) throw new InvalidArgumentError(`"${pair}" is no pair of rows such as 0:1.`)
    return [Number(match[1]), Number(match[2])]
  })
}

function describe(report: ClusterReport, { where }: Options): string {
  const { run, n, images, columns, best, seconds } = report
  return [
    `Run ${run}: ${counted(n, 'images')} of ${count(images)}${where.length > 0 ? ` with ${safe(where.map(textOfCondition).join(' and '), 200)}` : ''}, ${counted(columns, 'columns')}.`,
    ...sweepLines(report),
    '',
    ...clusterLines(report.clusters, ({ medoid }) => safe(medoid.path.split('/').slice(-3).join('/'), 40)),
    '',
    `Features ${duration(seconds.features)}, matrix ${duration(seconds.matrix)}, clustering ${duration(seconds.clustering)}, silhouettes ${duration(seconds.silhouettes)}.`,
    `Next: medoid assign --run ${run}.${best.k}`
  ].join('\n')
}

function describeTable(report: ClusterTableReport): string {
  const lines = [
    `${counted(report.n, 'rows')} × ${counted(report.columns, 'columns')}.`,
    ...report.outlying.map(({ column, ...range }) => `${safe(column, 48)} ${outlyingWords(range)}`),
    ...sweepLines(report),
    '',
    ...clusterLines(report.clusters, ({ medoid }) => `row ${medoid.row}`)
  ]
  if (report.distances !== undefined) lines.push('', `1 − S: ${report.distances.join(' ')}`)
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
  if (isBest) lines.push(`Best: K = ${best.k}; structure by Kaufman and Rousseeuw's bands: ${best.structure}.`)
  return [...lines, ...remarks]
}

function clusterLines<
  C extends { id: number; size: number; silhouette: number | null; distinguishing: Distinguishing[] }
>(clusters: C[], medoid: (cluster: C) => string): string[] {
  const rows = clusters
    .slice(0, SHOWN_CLUSTERS)
    .map((cluster) => [
      String(cluster.id),
      count(cluster.size),
      decimal(cluster.silhouette),
      medoid(cluster),
      cluster.distinguishing.slice(0, SHOWN_VALUES).map(tell).join(' · ')
    ])
  const rest = clusters.length - rows.length
  const lines = [
    table(
      ['cluster', 'size', 'silhouette', 'medoid', 'what tells it from the others: share here (elsewhere)'],
      rows,
      '>>><<'
    )
  ]
  if (rest > 0) lines.push(`… and ${counted(rest, 'clusters')} more: --json lists them.`)
  return lines
}

/** `Modality MR 98 % (2 %)`: the share here, and elsewhere. */
function tell({ keyword, value, share, shareElsewhere }: Distinguishing): string {
  return `${safe(keyword, 40)} ${safe(value, 30)} ${Math.round(share * 100)} % (${Math.round(shareElsewhere * 100)} %)`
}
