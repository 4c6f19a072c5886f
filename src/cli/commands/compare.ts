import type { Command } from 'commander'
import { methodLabel } from '../../core/features/comparison-words.ts'
import type { ClusteringsComparison } from '../../jobs/compare-clusterings.ts'
import { compareClusterings } from '../../jobs/definitions/compare.ts'
import { count, counted, decimal, percent } from '../../messages/format.ts'
import { sayMessage } from '../../messages/message.ts'
import { SHELL_TERMS } from '../terms.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { given, withParameters } from '../options.ts'
import { safe, table } from '../text.ts'

/** Lines of the list of moves; `--json` has all. */
const SHOWN_MOVES = 20

export function register(program: Command): void {
  withParameters(common(program.command(compareClusterings.command)), compareClusterings.parameters)
    .summary('compare two clusterings, image by image')
    .description(
      `Compares two clusterings of the same images: how far they agree (adjusted Rand index, normalised mutual information), their silhouettes and newest evaluations beside each other, and where the images of each cluster of the first one are in the second. For example K = 15 and 30 of a run, two methods, or K-medoids and a tree: medoid compare 1.15 2.30`
    )
    .action(async (_first: string, _second: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>()
      await perform(await compareClusterings.load(), given(command, compareClusterings), options, describe)
    })
}

type Side = ClusteringsComparison['first']

function describe(comparison: ClusteringsComparison): string {
  const { first, second, images, onlyFirst, onlySecond, ari, nmi, together, togetherBack, remarks } = comparison
  const only = [
    ...(onlyFirst > 0 ? [`${count(onlyFirst)} only in ${first.clustering}`] : []),
    ...(onlySecond > 0 ? [`${count(onlySecond)} only in ${second.clustering}`] : [])
  ]
  return [
    `${counted(images, 'images')} have a cluster in both${only.length === 0 ? '' : `, ${only.join(', ')}`}.`,
    '',
    table(['', first.clustering, second.clustering], figures(first, second), '<>>'),
    '',
    `Adjusted Rand index ${decimal(ari)}, normalised mutual information ${decimal(nmi)} (1 for the same clusters, 0 for chance).`,
    `${percent(together / images)} of the images are in the cluster of ${second.clustering} that holds most of their cluster of ${first.clustering}; in the other direction, ${percent(togetherBack / images)}.`,
    ...remarks.map((remark) => sayMessage(remark, SHELL_TERMS)),
    '',
    'Where the images of each cluster are:',
    table(
      [first.clustering, 'name', 'images', second.clustering, 'name', 'of them'],
      whereabouts(comparison),
      '><>><>'
    ),
    ...moveLines(comparison)
  ].join('\n')
}

function figures(...sides: [Side, Side]): string[][] {
  const rows: [string, (side: Side) => string][] = [
    ['method', ({ method }) => methodLabel(method)],
    ['algorithm', ({ algorithmLabel }) => algorithmLabel],
    ['clusters', ({ k }) => count(k)],
    ['silhouette', ({ silhouette }) => decimal(silhouette)],
    ['evaluation', ({ evaluation }) => (evaluation === null ? 'none' : String(evaluation.evaluation))],
    ['  by model', ({ evaluation }) => (evaluation === null ? '' : String(evaluation.model))],
    ['  distance, clustered', ({ evaluation }) => decimal(evaluation?.clustered.mean ?? null, 4)],
    ['  distance, permuted', ({ evaluation }) => decimal(evaluation?.permuted.mean ?? null, 4)],
    ['  t', ({ evaluation }) => decimal(evaluation?.tTest.t ?? null, 2)]
  ]
  const isEvaluated = sides.some(({ evaluation }) => evaluation !== null)
  const shown = isEvaluated ? rows : rows.filter(([name]) => !name.startsWith('  '))
  return shown.map(([name, figure]) => [name, ...sides.map(figure)])
}

/** Numbers of clusters that people changed have gaps. */
function clusterOf({ clusters }: ClusteringsComparison['first'], cluster: number) {
  return clusters.find(({ id }) => id === cluster)!
}

/** Each cluster of the first with the cluster of the second that has most of its images, and how many others have the rest. */
function whereabouts({ first, second, pairs }: ClusteringsComparison): string[][] {
  const goals = Map.groupBy(pairs, (pair) => pair.first)
  return first.clusters.map(({ id, name, images }) => {
    const main = goals.get(id)?.[0]
    if (main === undefined) return [String(id), safe(name, 40), count(images), '', '', '']
    const goal = clusterOf(second, main.second)
    return [
      String(id),
      safe(name, 40),
      count(images),
      String(goal.id),
      safe(goal.name, 40),
      percent(main.images / images)
    ]
  })
}

function moveLines({ first, second, moves }: ClusteringsComparison): string[] {
  if (moves.length === 0) return []
  const rows = moves
    .slice(0, SHOWN_MOVES)
    .map((move) => [
      count(move.images),
      String(move.first),
      safe(clusterOf(first, move.first).name, 40),
      String(move.second),
      safe(clusterOf(second, move.second).name, 40)
    ])
  const more = moves.length > SHOWN_MOVES ? [`… ${count(moves.length - SHOWN_MOVES)} more; --json lists all.`] : []
  return [
    '',
    'Images that went elsewhere:',
    table(['images', first.clustering, 'name', second.clustering, 'name'], rows, '>><><'),
    ...more
  ]
}
