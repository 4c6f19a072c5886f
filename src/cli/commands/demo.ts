import type { Command } from 'commander'
import { relative, resolve } from 'node:path'
import { demoJob, type DemoReport } from '../../jobs/demo.ts'
import { type CommonOptions, perform } from '../host.ts'
import { bar, count, counted, decimal, duration, percent, safe, table } from '../text.ts'
import { wholeNumber, wholeNumbers } from '../values.ts'

const SHOWN_TAGS = 12

export function register(program: Command): void {
  program
    .command('demo')
    .summary('the whole way once, on a synthetic archive')
    .description(
      `Makes a synthetic archive, scans it, analyses its tags, chooses features, clusters for several K, takes the best, assigns every image, names the clusters and exports the labels. Everything it makes is in one folder, which you may delete.`
    )
    .option('--out <folder>', 'where to put what it makes', 'medoid-demo')
    .option('--images <number>', 'size of the archive', wholeNumber(50), 6000)
    .option('--k <list>', 'numbers of clusters to try', wholeNumbers, [5, 10, 15, 20, 25, 30])
    .option('--seed <number>', 'of everything that is drawn at random', wholeNumber(0), 1)
    .option('--catalogue <file>', 'the tag catalogue (default: in that folder)')
    .option('--progress', 'show progress on stderr; a demo always does')
    .option('--json', 'one JSON document on stdout instead of text')
    .action(async (options: CommonOptions & { out: string; images: number; k: number[]; seed: number }) => {
      const { images, k, seed, catalogue } = options
      // A demo shows its progress wherever it runs.
      await perform(
        demoJob,
        { out: resolve(options.out), images, k, seed, catalogue },
        { ...options, progress: true },
        describe
      )
    })
}

function describe({ archive, catalogue, scan, tags, cluster, assign, exports, seconds }: DemoReport): string {
  const here = (path: string): string => relative(process.cwd(), path) || '.'
  const { files } = scan
  const sweepRows = cluster.sweep.map(({ k, silhouette, loss }) => [
    String(k),
    decimal(silhouette),
    k === cluster.best.k ? '◀ best' : '',
    bar(silhouette ?? 0, 30),
    decimal(loss, 1)
  ])
  const largest = Math.max(...assign.clusters.map(({ size }) => size))
  const clusterRows = assign.clusters.map(({ id, size }) => [
    String(id),
    safe(cluster.clusters[id].suggestedLabel, 56),
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
    '',
    `4. Assigned ${counted(assign.assigned, 'images')} in ${duration(assign.seconds)}, and named the clusters by what tells them apart:`,
    '',
    table(['cluster', 'name', 'images', 'silhouette', ''], clusterRows, '><>><'),
    '',
    '5. Wrote',
    ...[archive, catalogue, ...exports.flatMap(({ out, manifest }) => [out, manifest])].map(
      (path) => `   ${here(path)}`
    ),
    '',
    `Done in ${duration(seconds)}. Go on with:  npx medoid tags --catalogue ${here(catalogue)} --tag BodyPartExamined`
  ].join('\n')
}
