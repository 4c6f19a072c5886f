import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { register as cluster } from '../../src/cli/commands/cluster.ts'
import { register as evaluate } from '../../src/cli/commands/evaluate.ts'
import { readTableFile } from '../../src/core/clustering/table-file.ts'
import type { ClusterTableReport } from '../../src/jobs/cluster-table.ts'
import type { VectorsEvaluationReport } from '../../src/jobs/evaluate-vectors.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { tables as file } from '../fixtures/tables.ts'
import { runCommand } from './in-process.ts'

const clusterArgs = (name: string, ...args: string[]): string[] => [
  'cluster',
  ...['--table', file(`${name}.csv`), '--types', file(`${name}.types.json`), ...args]
]

async function clustered(name: string, ...args: string[]): Promise<ClusterTableReport> {
  const { code, stdout, stderr } = await runCommand(cluster, ...clusterArgs(name, ...args), '--json')
  expect(stderr).toBe('')
  expect(code).toBe(0)
  return JSON.parse(stdout) as ClusterTableReport
}

const evaluateArgs = (vectors: string, labels: string, ...args: string[]): string[] => [
  'evaluate',
  ...['--vectors', vectors, '--labels', labels, '--datasets', '2', '--size', '4', '--permutations', '9', ...args]
]

async function evaluated(vectors: string, labels: string, ...args: string[]): Promise<VectorsEvaluationReport> {
  const { code, stdout, stderr } = await runCommand(evaluate, ...evaluateArgs(vectors, labels, ...args), '--json')
  expect(stderr).toBe('')
  expect(code).toBe(0)
  return JSON.parse(stdout) as VectorsEvaluationReport
}

const distances = ({ datasets }: VectorsEvaluationReport): string[] =>
  datasets.map(({ clustered }) => clustered.toFixed(6))

/** What brute force finds in basic8.vec.npy. */
const BASIC = ['0.139884', '0.028747']

// Expected values by R's cluster 2.1.4, brute force, or exact sums.
describe('tables', () => {
  test('mixed line ends: a and a with a carriage return are one value', async () => {
    const { sweep } = await clustered('mix-lf-crlf', '--k', '2')
    expect(sweep[0].loss).toBeCloseTo(0.471405, 5)
    const [a, b] = [sweep[0].labels[0], sweep[0].labels[2]]
    expect(sweep[0].labels).toEqual([a, a, b, b])
    expect(a).not.toBe(b)
  })

  test('seven words for a missing value, NA and an empty cell are no categories', async () => {
    // Nothing but x = 1 is left of each row, so all rows are alike.
    const { n, sweep } = await clustered('missingwords', '--k', '1', '--distances', '0:1,0:8')
    expect([n, sweep[0].loss]).toEqual([9, 0])
    const pairs = (await clustered('missingwords', '--k', '1', '--distances', '0:1,2:3')).distances
    expect(pairs).toEqual([0, 0])
  })

  test('an empty line of a single column is a row: six rows, two of them missing', async () => {
    const { n, pairsWithoutSharedFeature, sweep } = await clustered('blank-single', '--k', '2')
    expect(n).toBe(6)
    // Two of six rows have no value: 15 pairs, 6 of them between rows with one.
    expect(pairsWithoutSharedFeature).toBe(9)
    expect(sweep[0].labels).toHaveLength(6)
  })

  test('a stray quote is malformed CSV', async () => {
    const { code, stderr } = await runCommand(cluster, ...clusterArgs('strayquote', '--k', '2'), '--json')
    expect(code).toBe(1)
    expect(stderr).toContain('line 2')
    expect(stderr).toContain('has it twice')
    const read = readTableFile(file('strayquote.csv'), file('strayquote.types.json'))
    await expect(read).rejects.toMatchObject({ code: 'table-malformed' })
  })

  test('a word is added to those for missing values', async () => {
    const table = join(temporaryFolder(), 't.csv')
    writeFileSync(table, 'x,c\n1,unknown\n2,a\n999,b\n')
    writeFileSync(`${table}.json`, '{"x": "numeric", "c": "nominal"}')
    const args = ['cluster', '--table', table, '--types', `${table}.json`, '--k', '2', '--distances', '0:1', '--json']
    const found = async (...more: string[]) =>
      (JSON.parse((await runCommand(cluster, ...args, ...more)).stdout) as ClusterTableReport).distances
    // |1 − 2| / 998, and another category; or of 1 alone, |1 − 2| / 1.
    expect((await found())![0]).toBeCloseTo((1 / 998 + 1) / 2, 6)
    expect(await found('--na', 'unknown', '--na', '999')).toEqual([1])
  })

  test('a column of which one value in fifty is far away is told of', async () => {
    const table = join(temporaryFolder(), 't.csv')
    const rows = Array.from({ length: 50 }, (_, i) => (i === 7 ? '15000' : i % 2 === 0 ? '1.5' : '3'))
    writeFileSync(table, `tesla\n${rows.join('\n')}\n`)
    writeFileSync(`${table}.json`, '{"tesla": "numeric"}')
    const args = ['cluster', '--table', table, '--types', `${table}.json`, '--k', '2']
    const { stdout } = await runCommand(cluster, ...args)
    expect(stdout).toContain('tesla reaches from 1.5 to 15000, and nine of ten values lie between 1.5 and 3')
    const report = JSON.parse((await runCommand(cluster, ...args, '--json')).stdout) as ClusterTableReport
    expect(report.outlying).toEqual([{ column: 'tesla', min: 1.5, max: 15_000, low: 1.5, high: 3 }])
  })
})

describe('vectors and labels', () => {
  test('basic8: the distances that brute force finds', async () => {
    expect(distances(await evaluated(file('basic8.vec.npy'), file('tiny.lab.csv')))).toEqual(BASIC)
  })

  test('the same vectors times 1e-50, which cosine does not see', async () => {
    expect(distances(await evaluated(file('tiny.vec.npy'), file('tiny.lab.csv')))).toEqual(BASIC)
  })

  test('the same vectors times 1e200', async () => {
    const huge = join(temporaryFolder(), 'huge.npy')
    const bytes = readFileSync(file('basic8.vec.npy'))
    for (let at = bytes.length - 256; at < bytes.length; at += 8)
      bytes.writeDoubleLE(bytes.readDoubleLE(at) * 1e200, at)
    writeFileSync(huge, bytes)
    expect(distances(await evaluated(huge, file('tiny.lab.csv')))).toEqual(BASIC)
  })

  test('a hidden carriage return is no part of a number', async () => {
    const { vectors } = await evaluated(file('vcrlfmix.vec.csv'), file('vcrlfmix.lab.csv'))
    expect(vectors).toMatchObject({ rows: 8, length: 4 })
  })

  test('vectors without a length are counted and named', async () => {
    const { withoutLength, datasets } = await evaluated(file('allzero.vec.npy'), file('allzero.lab.csv'))
    expect(withoutLength).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(datasets.map(({ clustered }) => clustered)).toEqual([1, 1])
    const { stdout } = await runCommand(evaluate, ...evaluateArgs(file('allzero.vec.npy'), file('allzero.lab.csv')))
    expect(stdout).toContain(
      '8 vectors have no length, and so no direction: the cosine distance to every centre counts as 1. Rows 0, 1, 2, 3, 4, 5, 6, 7.'
    )
  })

  test('labels that Medoid exported are read as they are; --label-column takes another column', async () => {
    const [vectors, labels] = [file('lexport.vec.npy'), file('lexport.lab.csv')]
    const report = await evaluated(vectors, labels)
    expect(report.labels).toEqual({ file: labels, distinct: 2, column: 'cluster' })
    // Column label has eight names for eight rows, and no dataset of four has fewer clusters than images.
    const asked = await runCommand(evaluate, ...evaluateArgs(vectors, labels, '--label-column', 'label'))
    expect(asked.stderr).toContain('too few for K = 4')
  })

  test('one letter encoded in two ways is one label', async () => {
    expect((await evaluated(file('lnfc.vec.npy'), file('lnfc.lab.csv'))).labels.distinct).toBe(1)
  })

  test('numbers of 16 bits are read', async () => {
    const report = await evaluated(file('f2.vec.npy'), file('f2.lab.csv'))
    expect(report.vectors).toMatchObject({ rows: 8, length: 4 })
    expect(report.withoutLength).toEqual([])
  })

  test('--label-column and --na go with labels of a file', async () => {
    const { code, stderr } = await runCommand(evaluate, 'evaluate', '--run', '1', '--model', '1', '--na', 'x')
    expect(code).toBe(2)
    expect(stderr).toContain('--label-column and --na go with --labels')
  })
})
