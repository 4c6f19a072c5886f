import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { clusterTableJob } from '../../src/jobs/cluster-table.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { WORK } from './archive.ts'
import { clusterTable } from '../../src/jobs/definitions/cluster.ts'
import { withDefaults } from '../../src/jobs/parameter.ts'

function tableOf(rows: string[]) {
  const table = join(temporaryFolder(), 'table.csv')
  writeFileSync(table, ['age,site', ...rows, ''].join('\n'))
  writeFileSync(`${table}.json`, JSON.stringify({ age: 'numeric', site: 'nominal' }))
  return withDefaults(clusterTable.parameters, { table, types: `${table}.json`, restarts: 3 })
}

const ROWS = ['20,A', '21,A', '60,B', '61,B', '20,A', 'NA,']

test('each row has a cluster and each cluster a medoid among its rows', async () => {
  const report = await clusterTableJob.run({ ...tableOf(ROWS.slice(0, 5)), k: [2, 3], distances: [] }, WORK)
  expect(report).toMatchObject({ n: 5, columns: 2, pairsWithoutSharedFeature: 0, best: { k: 2 } })
  expect(report).not.toHaveProperty('distances')
  const [{ labels, medoids }] = report.sweep
  expect(labels.map((label) => label === labels[0])).toEqual([true, true, false, false, true])
  expect(medoids.map((row) => labels[row])).toEqual([0, 1])
  expect(report.clusters.map(({ id, size, medoid }) => [id, size, medoid.row])).toEqual(
    medoids.map((row, id) => [id, labels.filter((label) => label === id).length, row])
  )
})

test('the dissimilarities of the pairs that were asked for come in that order, NaN-free where nothing is shared', async () => {
  // Ages span 41 years: |20 − 21| / 41 and the same site, |20 − 60| / 41 and another one.
  const pairs: [number, number][] = [
    [0, 2],
    [0, 1],
    [1, 0],
    [3, 3]
  ]
  const report = await clusterTableJob.run({ ...tableOf(ROWS), k: [2], distances: pairs }, WORK)
  expect(report.distances).toHaveLength(4)
  const expected = [(40 / 41 + 1) / 2, 1 / 41 / 2, 1 / 41 / 2, 0]
  report.distances!.forEach((distance, i) => expect(distance).toBeCloseTo(expected[i], 6))
  expect(report.pairsWithoutSharedFeature).toBe(5)
})

test('a table of headers can be compared by the method for real archives', async () => {
  const headers = join(temporaryFolder(), 'headers.csv')
  writeFileSync(headers, 'Modality,KVP,EchoTime\nCT,120,\nCT,100,\nMR,,20\nMR,,80\nMR,,\n')
  writeFileSync(`${headers}.json`, '{ "Modality": "nominal", "KVP": "numeric", "EchoTime": "numeric" }')
  const asked = { table: headers, types: `${headers}.json`, k: [2], distances: [[2, 4]] as [number, number][] }
  const distances = async (method: 'paper' | 'balanced') => {
    const report = await clusterTableJob.run(withDefaults(clusterTable.parameters, { ...asked, method }), WORK)
    return report.distances
  }
  expect(await distances('paper')).toEqual([0])
  // Both are MR, which has echo times: 0.05 beside Modality, which counts twice.
  expect(await distances('balanced')).toEqual([expect.closeTo(0.05 / 2.05, 12)])
})
