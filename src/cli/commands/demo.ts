import { clusterName } from '../../core/labels/label-parts.ts'
import type { Command } from 'commander'
import { relative, resolve } from 'node:path'
import { hasBest } from '../../core/clustering/remarks.ts'
import { type MethodComparison, methodIntroduction, methodNotes, methodRows } from '../../core/report/method-words.ts'
import { sample } from '../../jobs/definitions/archive.ts'
import type { DemoReport } from '../../jobs/demo.ts'
import { type CommonOptions, perform } from '../host.ts'
import { read, withParameters } from '../options.ts'
import { count, counted, decimal, duration, percent } from '../../messages/format.ts'
import { sayMessage } from '../../messages/message.ts'
import { SHELL_TERMS } from '../terms.ts'
import { findingLines } from '../findings.ts'
import { bar, safe, table } from '../text.ts'
import { resultLines } from './evaluate.ts'

const SHOWN_TAGS = 12

export function register(program: Command): void {
  const command = program
    .command(sample.command)
    .summary('the whole way once, on a synthetic archive')
    .description(
      `Makes a synthetic archive, scans it, analyses its tags, chooses features, clusters for several K, takes the one with the highest silhouette, assigns every image, names the clusters and exports the labels; it lays the images out as a map and merges the clusters into a tree; then it trains a small autoencoder, tests whether the clusters look alike, compares the methods, and writes the report. Everything it makes is in one folder, which you may delete.`
    )
    .option('--out <folder>', 'where to put what it makes', 'medoid-demo')
    .option('--catalogue <file>', 'the tag catalogue (default: in that folder)')
    .option('--progress', 'show progress on stderr; a demo always does')
    .option('--json', 'one JSON document on stdout instead of text')
    .action(async (options: CommonOptions & { out: string }, command: Command) => {
      const { out, catalogue } = options
      const { demoJob } = await import('../../jobs/demo.ts')
      // A demo shows its progress wherever it runs.
      await perform(
        demoJob,
        { ...read(command, sample.parameters), out: resolve(out), catalogue },
        { ...options, progress: true },
        describe
      )
    })
  withParameters(command, sample.parameters)
}

function describe(report: DemoReport): string {
  const { archive, catalogue, scan, tags, cluster, assign, exports, map, tree, train, evaluate, groups, seconds } =
    report
  const here = (path: string): string => relative(process.cwd(), path) || '.'
  const { files } = scan
  const sweepRows = cluster.sweep.map(({ k, silhouette, loss }) => [
    String(k),
    decimal(silhouette),
    k === cluster.best.k && hasBest(cluster) ? '◀ best' : '',
    bar(silhouette ?? 0, 30),
    decimal(loss, 1)
  ])
  const largest = Math.max(...assign.clusters.map(({ size }) => size))
  const clusterRows = assign.clusters.map(({ id, size }) => [
    String(id),
    safe(clusterName(undefined, cluster.clusters[id].suggestedLabel), 56),
    count(size),
    decimal(cluster.clusters[id].silhouette, 2),
    bar(size / largest, 16)
  ])
  const tagRows = tags.tags
    .filter(
      ({ tag, path, vr, distinct }) =>
        path === '' && !tag.startsWith('(0002') && vr !== 'UI' && distinct > 1 && distinct < 40
    )
    .slice(0, SHOWN_TAGS)
    .map(({ keyword, tag, missingShare, distinct, top }) => [
      keyword || tag,
      percent(missingShare),
      count(distinct),
      safe(top.map(({ value }) => value).join(', '), 60)
    ])
  return [
    `1. Scanned ${counted(files.seen, 'files')} at ${count(scan.filesPerSecond)} files/s: ${counted(scan.instances, 'instances')}, ${counted(scan.images, 'images')}, ${counted(scan.series, 'series')}, ${counted(scan.duplicates, 'duplicates')}, ${counted(scan.issues.length, 'issues')}.`,
    '',
    `2. Analysed ${counted(tags.tags.length, 'tags')}. Some of them:`,
    '',
    table(['tag', 'missing', 'distinct', 'most frequent values'], tagRows, '<>><'),
    '',
    `3. Clustered ${counted(cluster.n, 'images')} × ${counted(cluster.columns, 'columns')}; the silhouette says how well each K fits:`,
    '',
    table(['K', 'silhouette', '', '', 'loss'], sweepRows, '>><<>'),
    ...cluster.remarks.map((remark) => sayMessage(remark, SHELL_TERMS)),
    '',
    `4. Assigned ${counted(assign.assigned, 'images')} in ${duration(assign.seconds)}, and named the clusters by what tells them apart:`,
    '',
    table(['cluster', 'name', 'images', 'silhouette', ''], clusterRows, '><>><'),
    ...findingLines(cluster.clusters),
    '',
    `5. Trained an autoencoder (${train.architecture}) on ${counted(train.images, 'images')} for ${counted(train.epochs.length, 'epochs')}, ${count(train.imagesPerSecond)} images/s on ${train.backend} (${train.device}):`,
    '',
    table(
      ['epoch', 'loss', 'validation loss'],
      train.epochs.map(({ epoch, loss, validationLoss }) => [
        String(epoch),
        decimal(loss, 5),
        decimal(validationLoss, 5)
      ]),
      '>>>'
    ),
    '',
    '6. Do the images of a cluster look alike? On images that nothing has seen before:',
    '',
    ...resultLines(evaluate),
    '',
    ...methodLines(report.report.methods, groups),
    `8. Laid ${counted(map.laidOut, 'images')} out as a map${map.quality === null ? '' : ` (trustworthiness ${decimal(map.quality.trustworthiness)})`}, placed the others among them, and merged the ${counted(tree.leaves, 'clusters')} into a tree. The report and the window show both.`,
    '',
    '9. Wrote',
    ...[
      archive,
      catalogue,
      ...exports.flatMap(({ out, manifest }) => [out, manifest]),
      report.report.out,
      report.report.json
    ].map((path) => `   ${here(path)}`),
    '',
    `Done in ${duration(seconds)}. Look at ${here(report.report.out)}, or continue with:  npx medoid tags --catalogue ${here(catalogue)} --tag BodyPartExamined`
  ].join('\n')
}

/** The methods side by side; nothing where they could not be compared. */
function methodLines(compared: MethodComparison | null, groups: DemoReport['groups']): string[] {
  if (compared === null) return []
  const methods = compared.methods.map(({ method }) => method)
  const amis = methods.map((method) => decimal(groups.find((each) => each.method === method)?.ami, 2))
  const rows = [...methodRows(compared).map(({ name, cells }) => [name, ...cells]), ['True groups: AMI', ...amis]]
  return [
    '7. Paper and balanced, side by side:',
    '',
    table(['', ...methods], rows, `<${'>'.repeat(methods.length)}`),
    '',
    methodIntroduction(compared),
    ...methodNotes(compared),
    'True groups: adjusted mutual information with modality, region, plane and contrast as the archive was drawn, which no file says in one place (1: the same, 0: by chance).',
    ''
  ]
}
