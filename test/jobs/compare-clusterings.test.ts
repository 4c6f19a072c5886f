import { beforeEach, expect, test } from 'vitest'
import type { Catalogue } from '../../src/core/catalogue/database.ts'
import { LiveSet } from '../../src/core/catalogue/live.ts'
import { CatalogueReader } from '../../src/core/catalogue/reader.ts'
import { saveEvaluation } from '../../src/core/catalogue/evaluations.ts'
import { saveAssignment, saveRun, UNASSIGNED } from '../../src/core/catalogue/runs.ts'
import { annotate } from '../../src/core/labels/annotate.ts'
import { compareClusterings } from '../../src/jobs/compare-clusterings.ts'
import { clustering, evaluationReport, PARAMETERS, RUN, runResult } from '../core/catalogue/stored/examples.ts'
import { appendHeaders, newCatalogue } from '../core/catalogue/synthetic.ts'

let catalogue: Catalogue
beforeEach(() => {
  catalogue = newCatalogue()
  catalogue.db.prepare(`INSERT INTO source(id, root, added) VALUES(1, '/pacs', '')`).run()
  appendHeaders(
    catalogue,
    Array.from({ length: 8 }, (_, i) => ({ SOPInstanceUID: `1.2.${i}` }))
  )
})

/** Run 1 with K = 2 and run 2 with K = 3, both of the sample 0, 1, 2. */
function addRuns(changed: Partial<typeof PARAMETERS> = {}): void {
  for (const [k, parameters] of [
    [2, PARAMETERS],
    [3, { ...PARAMETERS, ...changed }]
  ] as const) {
    const one = { ...clustering(k, 0.25 * k), labels: Uint16Array.of(0, 1, 1), silhouettes: new Float32Array(3) }
    saveRun(catalogue.db, { ...RUN, parameters, sample: Uint32Array.of(0, 1, 2) }, [one], runResult)
  }
}

function assign(run: number, k: number, clusters: number[], distances = clusters.map((_, i) => i / 10)): void {
  const chunk = { chunk: 0, clusters: Uint16Array.from(clusters), distances: Float32Array.from(distances) }
  saveAssignment(catalogue.db, { run, k }, chunk)
}

const compare = (first = '1.2', second = '2.3') =>
  compareClusterings(new CatalogueReader(catalogue.db), first, second, {})

test('pairs, agreement and moves are those of all images that both have assigned', async () => {
  addRuns()
  assign(1, 2, [0, 0, 0, 0, 1, 1, 1, UNASSIGNED])
  assign(2, 3, [0, 0, 0, 1, 2, 2, UNASSIGNED, 2])
  const found = await compare()
  expect(found).toMatchObject({ images: 6, onlyFirst: 1, onlySecond: 1, together: 5, togetherBack: 6 })
  expect(found.pairs).toEqual([
    { first: 0, second: 0, images: 3 },
    { first: 0, second: 1, images: 1 },
    { first: 1, second: 2, images: 2 }
  ])
  // sklearn.metrics.adjusted_rand_score and normalized_mutual_info_score of [0,0,0,0,1,1] and [0,0,0,1,2,2].
  expect(found.ari).toBeCloseTo(0.5871559633, 9)
  expect(found.nmi).toBeCloseTo(0.7725068857, 9)
  expect(found.moves).toEqual([
    { first: 0, second: 1, images: 1, examples: [{ instance: 3, path: '/pacs/synthetic/IM3' }] }
  ])
})

test('examples of a move are the images nearest to their new medoid, four of them', async () => {
  addRuns()
  assign(1, 2, [0, 0, 0, 0, 0, 0, 0, 0])
  assign(2, 3, [1, 1, 1, 1, 1, 0, 0, 0])
  const { moves } = await compare()
  expect(moves[0]).toMatchObject({ first: 0, second: 0, images: 3 })
  expect(moves[0].examples.map(({ instance }) => instance)).toEqual([5, 6, 7])

  assign(2, 3, [0, 0, 0, 0, 0, 2, 2, 2], [0, 0, 0, 0, 0, 0.3, 0.1, 0.2])
  expect((await compare()).moves[0].examples.map(({ instance }) => instance)).toEqual([6, 7, 5])
})

test('of a clustering that nobody has assigned, the images of its sample are compared, which is said', async () => {
  addRuns()
  assign(1, 2, [0, 0, 1, 0, 0, 0, 0, 0])
  const found = await compare()
  expect(found).toMatchObject({ images: 3, onlyFirst: 5, onlySecond: 0 })
  expect(found.second.isAssigned).toBe(false)
  expect(found.remarks).toEqual([{ code: 'compared-by-sample', parameters: { clusterings: ['2.3'] } }])
})

test('images that are gone do not count', async () => {
  addRuns()
  assign(1, 2, [0, 0, 0, 0, 1, 1, 1, 1])
  assign(2, 3, [0, 0, 0, 0, 1, 1, 1, 1])
  const live = new LiveSet(catalogue.db, 8)
  live.remove(7)
  live.save()
  expect(await compare()).toMatchObject({ images: 7, onlyFirst: 0, onlySecond: 0 })
})

test('clusters have the names that they were given, and the suggested ones', async () => {
  addRuns()
  annotate(catalogue.db, { run: 1, k: 2, cluster: 1, label: 'Knee' })
  const { first } = await compare()
  expect(first.clusters.map(({ id, name, isNamed, images }) => [id, name, isNamed, images])).toEqual([
    [0, clustering(2, 0).clusters[0].suggestedLabel, false, 1],
    [1, 'Knee', true, 2]
  ])
})

test('silhouettes of runs that compare images in different ways are said not to bear comparison', async () => {
  addRuns({ method: 'balanced' })
  assign(1, 2, [0, 0, 1])
  assign(2, 3, [0, 0, 1])
  expect((await compare()).remarks).toEqual([{ code: 'distances-differ', parameters: {} }])
  expect((await compare('1.2', '1.2')).remarks).toEqual([])
  addRuns({ seed: 7 })
  assign(4, 3, [0, 0, 1])
  expect((await compare('1.2', '4.3')).remarks).toEqual([])
})

test('evaluations are the newest by a model that has evaluated both', async () => {
  addRuns()
  assign(1, 2, [0, 0, 1])
  assign(2, 3, [0, 0, 1])
  const evaluate = (run: number, k: number, model: number) =>
    saveEvaluation(catalogue.db, {
      program: 'test',
      run,
      k,
      model,
      instances: new Uint32Array(3),
      labels: new Uint16Array(3),
      result: (id) => ({ ...evaluationReport(id), run: `${run}.${k}`, model })
    })
  evaluate(1, 2, 1)
  evaluate(1, 2, 2)
  expect((await compare()).first.evaluation).toMatchObject({ evaluation: 2, model: 2 })
  expect((await compare()).second.evaluation).toBeNull()
  evaluate(2, 3, 1)
  const { first, second, remarks } = await compare()
  expect([first.evaluation?.model, second.evaluation?.model]).toEqual([1, 1])
  expect(remarks).toEqual([])
})

test('clusterings without an image in common are refused, with what to do', async () => {
  addRuns()
  assign(1, 2, [UNASSIGNED, UNASSIGNED, UNASSIGNED, 0])
  await expect(compare()).rejects.toThrow('Of 2.3 only the images of the sample have one yet')
  assign(2, 3, [0, 1, 2, UNASSIGNED])
  await expect(compare()).rejects.toThrow('compare clusterings of the same ones')
})
