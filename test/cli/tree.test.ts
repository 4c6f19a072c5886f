import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { register as annotate } from '../../src/cli/commands/annotate.ts'
import { register as assign } from '../../src/cli/commands/assign.ts'
import { register as cluster } from '../../src/cli/commands/cluster.ts'
import { register as cut } from '../../src/cli/commands/cut.ts'
import { register as evaluate } from '../../src/cli/commands/evaluate.ts'
import { register as exportAll } from '../../src/cli/commands/export.ts'
import { register as report } from '../../src/cli/commands/report.ts'
import { register as scan } from '../../src/cli/commands/scan.ts'
import { register as train } from '../../src/cli/commands/train.ts'
import { register as tree } from '../../src/cli/commands/tree.ts'
import type { AssignReport } from '../../src/jobs/assign.ts'
import type { ClusterReport } from '../../src/jobs/cluster.ts'
import type { CutReport } from '../../src/jobs/cut.ts'
import type { TreeJobReport } from '../../src/jobs/tree.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { type Register, runCommand, shell } from './in-process.ts'

/** A cut of a tree is a clustering as any other: all that is done with one is done with it, as a person does it at a shell. */

const folder = temporaryFolder()
const at = (name: string) => join(folder, name)
const here = ['--catalogue', at('c.sqlite')]

const { text, json } = shell(...here)

beforeAll(async () => {
  await writePhantom(at('archive'), { images: 160, seed: 3 })
  await text(scan, 'scan', at('archive'))
})

test('a run with minimax linkage is cut, assigned, named, evaluated, exported and reported', async () => {
  const run = await json<ClusterReport>(cluster, 'cluster', '--algorithm', 'minimax', '--k', '4', '--sample', '90')
  expect(run).toMatchObject({ run: 1, algorithm: 'minimax', tree: { linkage: 'minimax', leaves: run.n } })

  await text(annotate, 'annotate', '--run', '1.4', '0', '--label', 'Largest')
  const fine = await json<CutReport>(cut, 'cut', '1', '--k', '7')
  expect(fine).toMatchObject({ clustering: '1.7', isNew: true, clusters: { length: 7 } })
  expect(fine.named).toBeGreaterThan(0)
  const words = await text(cut, 'cut', '1', '--k', '7')
  expect(words).toContain('1.7 is there already: 7 clusters of the tree by minimax linkage')
  expect(words).toContain('Next: medoid assign --run 1.7')

  const assigned = await json<AssignReport>(assign, 'assign', '--run', '1.7')
  expect(assigned.clusters.reduce((sum, { size }) => sum + size, 0)).toBe(assigned.assigned)
  await text(annotate, 'annotate', '--run', '1.7', '1', '--label', 'Mine')
  await text(exportAll, 'export', 'labels', '--run', '1.7', '--out', at('labels.csv'))
  const labels = readFileSync(at('labels.csv'), 'utf8')
  expect(labels).toContain('Mine')
  expect(labels).toContain('Largest')

  await text(train, 'train', '--images', '20', '--epochs', '1', '--architecture', 'compact', '--backend', 'wasm')
  const small = ['--datasets', '2', '--size', '30', '--permutations', '9', '--backend', 'wasm']
  // The datasets are clustered anew as the run was: by a tree each.
  const { parameters, stability } = await json<{ parameters: object; stability: unknown }>(
    evaluate,
    ...['evaluate', '--run', '1.7', '--model', '1', ...small]
  )
  expect(parameters).toMatchObject({ datasets: 2, size: 30 })
  expect(stability).toEqual({ ari: null })

  await text(report, 'report', '--run', '1.7', '--out', at('report.html'))
  const page = readFileSync(at('report.html'), 'utf8')
  expect(page).toContain('The clusters are a cut of a tree of the')
  expect(page).toContain('id="tree-of-clusters-title"')
  expect(page).toContain('Largest')
})

test('clusters of K-medoids get a tree, which is drawn and reported', async () => {
  const { run } = await json<ClusterReport>(cluster, 'cluster', '--k', '9', '--sample', '90')
  const made = await json<TreeJobReport>(tree, 'tree', `${run}.9`)
  expect(made).toMatchObject({ clustering: `${run}.9`, leaves: 9, merges: { length: 8 }, cuts: { length: 8 } })
  const words = await text(tree, 'tree', String(run))
  expect(words).toContain(`The 9 clusters of ${run}.9: average linkage, cophenetic correlation`)
  const lines = words.split('\n').filter((line) => /cluster \d|9 clusters$/.test(line))
  expect(lines).toHaveLength(10)
  expect(words).toMatch(/├─ /)
  await text(report, 'report', '--run', `${run}.9`, '--out', at('second.html'))
  expect(readFileSync(at('second.html'), 'utf8')).toContain('The clusters are the leaves of a tree by average linkage')
})

test('the cophenetic correlation is told beside the sweep', async () => {
  const words = await text(cluster, 'cluster', '--algorithm', 'average', '--k', '4', '--sample', '60')
  expect(words).toMatch(
    /Cuts of one tree by average linkage, which keeps distances with a cophenetic correlation of 0\.\d\d/
  )
  expect(words).toMatch(/Next: another cut of the tree: medoid cut \d+ --k K/)
})

test('what cannot be is refused with what to do', async () => {
  const refused = async (register: Register, ...args: string[]) => runCommand(register, ...args, ...here)
  const { code, stderr } = await refused(cut, 'cut', '2', '--k', '3')
  expect(code).toBe(1)
  expect(stderr).toContain('Run 2 has no tree to cut: it was made with fasterpam')
  expect(stderr).toContain('medoid cluster --algorithm average')
  expect((await refused(cut, 'cut', '1', '--k', '301')).code).toBe(2)
  expect((await refused(cut, 'cut', '1')).code).toBe(2)
  expect((await refused(tree, 'tree', '77')).stderr).toContain('There is no run "77".')
})
