import { beforeEach, expect, test } from 'vitest'
import type { Catalogue } from '../../../src/core/catalogue/database.ts'
import {
  assignedChunks,
  clearAssignment,
  findClustering,
  loadClustering,
  loadRun,
  saveAssignment,
  saveRun
} from '../../../src/core/catalogue/runs.ts'
import { clustering, RUN, runResult } from './stored/examples.ts'
import { newCatalogue } from './synthetic.ts'

let db: Catalogue['db']
beforeEach(() => ({ db } = newCatalogue()))

const save = (...clusterings: ReturnType<typeof clustering>[]) => saveRun(db, RUN, clusterings, runResult)

test('a run and its clusterings come back as they were, medoids in the order of the clusters', () => {
  expect(save(clustering(2, 0.3))).toBe(1)
  const { created, ...loaded } = loadRun(db, 1)
  expect(loaded).toEqual({ id: 1, ...RUN, result: runResult(1) })
  expect(created).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
  expect(loadClustering(db, { run: 1, k: 2 })).toEqual({ run: 1, ...clustering(2, 0.3) })
})

test('what is a part of a larger array is stored as that part', () => {
  const sample = Uint32Array.of(9, 3, 4, 9).subarray(1, 3)
  saveRun(db, { ...RUN, sample }, [], runResult)
  expect([...loadRun(db, 1).sample]).toEqual([3, 4])
})

test('R alone is the K with the largest silhouette, of equal ones the smaller', () => {
  save(clustering(5, 0.2), clustering(10, 0.4), clustering(15, 0.4), clustering(1, null))
  expect(findClustering(db, '1')).toEqual({ run: 1, k: 10 })
  expect(findClustering(db, '1.15')).toEqual({ run: 1, k: 15 })
  save(clustering(1, null))
  expect(findClustering(db, '2')).toEqual({ run: 2, k: 1 })
})

test('what is not there is refused by name, with what is', () => {
  expect(() => findClustering(db, '1')).toThrow('There is none yet: make one with a clustering.')
  save(clustering(10, 0.2), clustering(5, 0.3))
  save(clustering(2, 0.3))
  expect(() => findClustering(db, '3')).toThrow('There is no run "3". There are: 1, 2.')
  expect(() => findClustering(db, '1.7')).toThrow('Run 1 has no clustering with K = 7. It has: 1.5, 1.10.')
  for (const name of ['', '1.', '.5', 'one', '1.5.2', '-1', '1e3', ' 1', "1' OR 1"]) {
    expect(() => findClustering(db, name)).toThrow(`There is no run "${name}"`)
  }
  expect(() => loadRun(db, 3)).toThrow('There is no run "3". There are: 1, 2.')
})

test('a run that could not be told of is not kept', () => {
  const failing = () =>
    saveRun(db, RUN, [clustering(2, 0.3)], () => {
      throw new Error('no report')
    })
  expect(failing).toThrow('no report')
  expect(() => loadRun(db, 1)).toThrow('There is none yet')
})

const assigned = (chunk: number, cluster: number) => ({
  chunk,
  clusters: new Uint16Array(3).fill(cluster),
  distances: Float32Array.of(0, 0.5, NaN)
})

test('an assignment comes back chunk by chunk, and is cleared without touching another K', () => {
  saveAssignment(db, { run: 1, k: 2 }, assigned(2, 1))
  saveAssignment(db, { run: 1, k: 2 }, assigned(0, 0))
  saveAssignment(db, { run: 1, k: 3 }, assigned(0, 2))
  expect([...assignedChunks(db, { run: 1, k: 2 })]).toEqual([assigned(0, 0), assigned(2, 1)])
  clearAssignment(db, { run: 1, k: 2 })
  expect([...assignedChunks(db, { run: 1, k: 2 })]).toEqual([])
  expect([...assignedChunks(db, { run: 1, k: 3 })]).toEqual([assigned(0, 2)])
})
