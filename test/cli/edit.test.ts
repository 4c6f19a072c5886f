import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { register as cluster } from '../../src/cli/commands/cluster.ts'
import { register as compare } from '../../src/cli/commands/compare.ts'
import { register as edit } from '../../src/cli/commands/edit.ts'
import { register as evaluate } from '../../src/cli/commands/evaluate.ts'
import { register as exportAll } from '../../src/cli/commands/export.ts'
import { register as assign } from '../../src/cli/commands/assign.ts'
import { register as scan } from '../../src/cli/commands/scan.ts'
import { register as train } from '../../src/cli/commands/train.ts'
import { register as tree } from '../../src/cli/commands/tree.ts'
import type { EvaluationReport } from '../../src/core/catalogue/stored/evaluation.ts'
import type { LabelManifest } from '../../src/core/labels/manifest.ts'
import type { EditReport } from '../../src/jobs/edit.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { runCommand, shell } from './in-process.ts'
import { medoid } from './medoid.ts'

/** A person changes clusters at a shell, and everything that reads them sees it. */

const folder = temporaryFolder()
const at = (name: string) => join(folder, name)
const here = ['--catalogue', at('c.sqlite')]

const { text, json } = shell(...here)

/** Rows of an export by their cluster. */
async function exported(clustering: string) {
  const file = at('labels.csv')
  await text(exportAll, 'export', 'labels', '--run', clustering, '--out', file, '--overwrite')
  const [head, ...rows] = readFileSync(file, 'utf8').trim().split(/\r?\n/)
  const column = head.split(',').indexOf('cluster')
  const byCluster = Map.groupBy(rows, (row) => Number(row.split(',')[column]))
  return {
    head,
    rows: byCluster,
    clusters: new Map(Array.from(byCluster, ([id, of]) => [id, of.length])),
    manifest: JSON.parse(readFileSync(`${file}.manifest.json`, 'utf8')) as LabelManifest
  }
}

beforeAll(async () => {
  await writePhantom(at('archive'), { images: 160, seed: 3 })
  await text(scan, 'scan', at('archive'))
  await text(cluster, 'cluster', '--k', '6', '--sample', '60')
  await text(assign, 'assign', '--run', '1.6')
})

test('what is merged is exported as one cluster; the method’s own is there, too, and compared with it', async () => {
  const before = await exported('1.6')
  expect(before.manifest.edits).toBeUndefined()
  expect(await text(edit, 'edit', 'merge', '1.6', '1', '4', '--name', 'Both', '--author', 'Ann')).toBe(
    'Merged clusters 1 and 4 into cluster 1.\n1.6 has 5 clusters now.\n'
  )
  const { clusters, manifest } = await exported('1.6')
  expect([...clusters.keys()].sort()).toEqual([0, 1, 2, 3, 5])
  expect(clusters.get(1)).toBe(before.clusters.get(1)! + before.clusters.get(4)!)
  expect(manifest).toMatchObject({
    run: { clustering: '1.6' },
    edits: { changes: 1, authors: ['Ann'], rejected: 0 },
    counts: { rows: 160, unassigned: 0, clusters: 5, labelledClusters: 1 }
  })
  expect((await exported('1.6@method')).clusters).toEqual(before.clusters)
  expect(await text(compare, 'compare', '1.6@method', '1.6')).toContain('1.6@method')
})

test('rejected images are in no row, and counted', async () => {
  const { rejected } = await json<EditReport>(edit, 'edit', 'reject', '1.6', '--where', 'Modality=CR')
  expect(rejected).toBeGreaterThan(0)
  const { manifest } = await exported('1.6')
  expect(manifest).toMatchObject({ edits: { rejected }, counts: { rows: 160 - rejected, unassigned: 0 } })
})

test('a tree is of the clusters as they are, and no longer told of when they change', async () => {
  expect(await text(tree, 'tree', '1.6')).toMatch(/The \d clusters of 1\.6/)
})

test('changed clusters are evaluated as they are', async () => {
  const { head, rows } = await exported('1.6')
  writeFileSync(at('some.csv'), [head, ...rows.get(1)!.slice(0, 12)].join('\n'))
  await text(edit, 'edit', 'split', '1.6', '1', '--images', at('some.csv'))
  await text(train, 'train', '--images', '12', '--epochs', '1', '--backend', 'wasm', '--reserve', '60')
  const args = ['--model', '1', '--datasets', '2', '--size', '15', '--permutations', '20', '--backend', 'wasm']
  const report = await json<EvaluationReport>(evaluate, 'evaluate', '--run', '1.6', ...args)
  expect(report.edit).toBeGreaterThan(0)
  expect(report.stability).toEqual({ ari: null })
  expect(report.perCluster.length).toBeGreaterThan(0)
})

test('another process undoes it, and the history tells all of it', async () => {
  const { code, stdout } = await medoid(['edit', 'undo', '1.6', '--author', 'Bob', ...here])
  expect([code, stdout]).toEqual([0, expect.stringContaining('Undone: Split cluster 1')])
  const history = await text(edit, 'edit', 'history', '1.6')
  expect(history).toContain('Bob')
  expect(history).toMatch(/undone +Split cluster 1/)
})

test('a command that cannot be done says what can', async () => {
  const { code, stderr } = await runCommand(edit, 'edit', 'merge', '1.6', '1', '4', ...here)
  expect(code).toBe(1)
  expect(stderr).toContain('Clustering 1.6 has no cluster 4. Its clusters are 0 to 3 and 5.')
})
