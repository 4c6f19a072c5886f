import type { Command } from 'commander'
import type { ComparisonReport } from '../../core/catalogue/stored/comparison.ts'
import { COMPARED_FIGURES, comparisonWords } from '../../core/report/comparison-words.ts'
import { compareFeatures } from '../../jobs/definitions/compare-features.ts'
import { count, counted, duration } from '../../messages/format.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { givenOrOfSet, setOption } from '../feature-set.ts'
import { withParameters } from '../options.ts'
import { table } from '../text.ts'

export function register(program: Command): void {
  withParameters(common(program.command(compareFeatures.command)), { ...compareFeatures.parameters, ...setOption })
    .summary('compare ways to choose tags')
    .description(
      `Chooses tags in several ways (see "cluster --select"), clusters the same images by the tags of each, and compares the clusters: their silhouette, how far clusters of 80 % subsets agree, how alike their pictures are to a model, and how far they agree with the modality and the body part where these tags, and those that give them away, are left out. The report of a run shows the newest table.`
    )
    .action(async (options: CommonOptions, command: Command) => {
      await perform(await compareFeatures.load(), await givenOrOfSet(command, compareFeatures), options, describe)
    })
}

function describe(report: ComparisonReport): string {
  const { parameters, n, images, selections, seconds } = report
  const rows = selections.map(({ features, ...row }) => [
    row.select,
    ...COMPARED_FIGURES.map(({ text }) => text({ ...row, tags: features.length }))
  ])
  return [
    `${counted(n, 'images')} of ${count(images)}, K = ${parameters.k}, ${counted(parameters.tags, 'tags')} at most, method ${parameters.method}.`,
    '',
    table(['select', ...COMPARED_FIGURES.map(({ title }) => title)], rows, `<${'>'.repeat(COMPARED_FIGURES.length)}`),
    '',
    ...comparisonWords(report),
    '',
    `Done in ${duration(seconds)}.`
  ].join('\n')
}
