import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { Arguments, MethodName, Results } from '../../src/api/contract.ts'
import { readPage } from '../../src/api/report-page.ts'
import { Service } from '../../src/api/service.ts'
import { EVALUATION_DEFAULTS } from '../../src/core/evaluation/evaluation.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { rejectJob, undoJob } from '../../src/jobs/edit.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { evaluateJob } from '../../src/jobs/evaluate.ts'
import type { JobRecord } from '../../src/jobs/record.ts'
import { reportJob } from '../../src/jobs/report.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { trainJob } from '../../src/jobs/train.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { clusterParameters, unassign, WORK } from '../jobs/archive.ts'

const folder = temporaryFolder()
const catalogue = join(folder, 'c.sqlite')
const service = new Service()
const ask = <M extends MethodName>(method: M, given: Arguments<M>) =>
  service.answer(method, given, catalogue) as Promise<Results[M]>
const saved: Record<string, string>[] = []

beforeAll(async () => {
  await writePhantom(join(folder, 'archive'), { images: 120, seed: 4, size: 32 })
  await scanJob.run({ catalogue, folders: [join(folder, 'archive')] }, WORK)
  await clusterJob.run(clusterParameters(catalogue, { k: [3], sample: 30 }), WORK)
  const training = { catalogue, images: 20, epochs: 1, architecture: 'compact', backend: 'wasm' } as const
  await trainJob.run(training, { onSaved: (goOnWith) => saved.push(goOnWith) })
  const evaluation = { ...EVALUATION_DEFAULTS, datasets: 3, size: 12, permutations: 50, fit: false }
  await evaluateJob.run({ catalogue, run: '1.3', model: '1', backend: 'wasm', ...evaluation }, WORK)
})

test('a training says what it goes on with', () => {
  expect(saved).toEqual([{ resume: '1' }])
})

test('models come with how far they are, and one of them with every epoch', async () => {
  const { images, models } = await ask('models.list', {})
  expect(images).toBe(120)
  expect(models).toHaveLength(1)
  expect(models[0]).toMatchObject({ model: 1, architecture: 'compact', embedding: 5120, epochs: 1, images: 18 })
  const { history, ...row } = await ask('models.report', { model: 1 })
  expect(row).toMatchObject({ epochs: 1, backend: 'wasm' })
  expect(history).toEqual([{ epoch: 1, loss: row.loss, validationLoss: row.validationLoss, seconds: row.seconds }])
  await expect(ask('models.report', { model: 9 })).rejects.toThrow('There is no model "9". There are: 1.')
})

test('a model draws pictures that it has not learnt from', async () => {
  const { epochs, side, pairs, without } = await ask('models.reconstructions', { model: 1 })
  expect({ epochs, side, without }).toEqual({ epochs: 1, side: 128, without: null })
  expect(pairs).toHaveLength(2)
  for (const { original, reconstruction } of pairs) {
    expect(Buffer.from(original, 'base64')).toHaveLength(128 * 128)
    expect(Buffer.from(reconstruction, 'base64')).toHaveLength(128 * 128)
  }
})

test('an evaluation comes with the words of the report and the figures of the paper', async () => {
  const [row] = await ask('evaluations.list', {})
  expect(row).toMatchObject({ evaluation: 1, clustering: '1.3', model: 1, parameters: { datasets: 3, size: 12 } })
  expect(row.taken).toMatchObject({ datasets: 3, most: 12 })
  expect(row.control).toMatch(/^(?:does not reject|rejects, too) \(p.+; the threshold is 0\.001\)$/)
  const { summary, words, tests, agreement, paper } = await ask('evaluations.report', { evaluation: 1 })
  expect(summary.datasets).toHaveLength(3)
  expect(words.verdict).toContain('distance to the centre of the cluster')
  expect(words.control).toContain('labels drawn at random in place of the clusters')
  expect(words.disjointness).not.toContain('--')
  expect(words.method).toMatch(/^3 datasets of .* and model 1 turned every picture into a vector\./)
  expect(tests.map(({ name }) => name)).toContain('p, permutations')
  expect(agreement.map(({ name }) => name)).toContain('Modality')
  const figures = new Map(paper.map(({ name, ...row }) => [name, row]))
  expect(figures.get('K evaluated')).toEqual({ paper: '15', here: '3' })
  expect(figures.get('Datasets × images')).toEqual({ paper: '10 × 5,000', here: '3 × 12' })
  expect(figures.get('Training images')).toEqual({ paper: '30,000', here: expect.stringMatching(/^\d+$/) as string })
  expect(figures.get('Paired t-test')!.paper).toBe('t(9) = 16.42')
})

test('how much room there is for datasets is told before they are drawn', async () => {
  // 120 images, 20 of them of the model and 30 of the run, which may be the same.
  const { images, left, fitting, advice } = await ask('evaluations.room', {
    clustering: '1.3',
    model: 1,
    datasets: 3,
    size: 5000,
    by: 'image'
  })
  expect(images).toBe(120)
  expect(left).toBeGreaterThanOrEqual(70)
  expect(left).toBeLessThanOrEqual(90)
  expect([fitting, advice]).toEqual([{ datasets: 3, size: Math.floor(left / 3) }, null])
})

test('images that were rejected from clusters make no room, but do where the clusters of the method are asked for', async () => {
  const plan = { model: 1, datasets: 3, size: 5000, by: 'image' as const }
  await assignJob.run({ catalogue, run: '1.3' }, WORK)
  const before = await ask('evaluations.room', { ...plan, clustering: '1.3' })
  const common = { catalogue, run: '1.3', author: 'Ann' }
  await rejectJob.run({ ...common, where: [], instances: [0, 1, 2, 3] }, WORK)
  expect((await ask('evaluations.room', { ...plan, clustering: '1.3' })).images).toBe(before.images - 4)
  expect(await ask('evaluations.room', { ...plan, clustering: '1.3@method' })).toEqual(before)
  await undoJob.run(common, WORK)
  expect(await ask('evaluations.room', { ...plan, clustering: '1.3' })).toEqual(before)
})

test('each cluster has its own figures, once the images are assigned', async () => {
  unassign(catalogue, '1.3')
  const before = await ask('evaluations.report', { evaluation: 1 })
  expect(before.clusters).toBeNull()
  expect(before.words.clusters).toBe(
    'How alike the images of each cluster look can be told once all images are assigned to the clusters of 1.3.'
  )
  await assignJob.run({ catalogue, run: '1.3' }, WORK)
  const labels = [{ cluster: 0, label: 'Heads' }]
  await service.answer('annotations.put', { clustering: '1.3', labels }, catalogue)
  const { clusters, words, summary } = await ask('evaluations.report', { evaluation: 1 })
  expect(words.clusters).toContain('its clusters have other numbers than those of clustering 1.3')
  const sum = (of: (row: NonNullable<typeof clusters>[number]) => number) =>
    clusters!.reduce((all, row) => all + of(row), 0)
  // No image is left out or counted twice.
  const evaluated = summary.datasets.reduce((all, { images }) => all + images, 0)
  expect(sum(({ images }) => images)).toBe(evaluated)
  expect(sum(({ found }) => found)).toBe(summary.perCluster.length)
  const distances = summary.datasets.reduce((all, { images, clustered }) => all + images * clustered, 0)
  expect(sum(({ images, clustered }) => images * clustered)).toBeCloseTo(distances, 9)
  const gaps = clusters!.map(({ clustered, permuted }) => permuted - clustered)
  expect(gaps).toEqual(gaps.toSorted((a, b) => b - a))
  const { clusters: rows } = await ask('clusterings.report', { clustering: '1.3' })
  for (const { cluster, assigned, silhouette, label, isNamed } of clusters!) {
    expect({ assigned, silhouette }).toEqual({ assigned: rows[cluster].assigned, silhouette: rows[cluster].silhouette })
    expect([label, isNamed]).toEqual(cluster === 0 ? ['Heads', true] : [rows[cluster].suggestedLabel, false])
  }
})

test('what an export may hold says what may tell of a person', async () => {
  const columns = await ask('export.columns', {})
  const phi = (name: string) => columns.find((column) => column.name === name)?.phi
  expect([phi('Modality'), phi('PatientName'), phi('StudyDate')]).toEqual([false, true, true])
})

test('of the files of the host a window reads the page of a report, and nothing else', async () => {
  const out = join(folder, 'report.html')
  const { json } = await reportJob.run({ catalogue, run: '1.3', out, pictures: 'safe' }, WORK)
  const job = { job: 'report', state: 'done', outcome: { files: [out, json] } } as JobRecord
  expect(await readPage(job)).toBe(readFileSync(out, 'utf8'))
  await expect(readPage({ ...job, job: 'export-labels' })).rejects.toThrow('The job has written no report.')
  await expect(readPage({ ...job, state: 'failed' })).rejects.toThrow('The job has written no report.')
  writeFileSync(out, 'root:x:0:0')
  await expect(readPage(job)).rejects.toThrow('is no report any more')
})
