import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openForReading, openForWriting } from '../../src/core/catalogue/database.ts'
import { saveEvaluation } from '../../src/core/catalogue/evaluations.ts'
import { saveCheckpoint, saveModel } from '../../src/core/catalogue/models.ts'
import { CatalogueReader } from '../../src/core/catalogue/reader.ts'
import { architectureNamed, initialWeights } from '../../src/core/embedding/architecture.ts'
import { encodeState } from '../../src/core/embedding/checkpoint.ts'
import { untrained } from '../../src/core/embedding/train.ts'
import { attributesOf } from '../../src/core/features/attributes.ts'
import { isPhi } from '../../src/core/features/decide.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { Random } from '../../src/core/random.ts'
import type { ReportData } from '../../src/core/report/data.ts'
import { annotateJob } from '../../src/jobs/annotate.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import type { ReportParameters } from '../../src/jobs/definitions/evaluation.ts'
import { harmonise } from '../../src/jobs/definitions/harmonise.ts'
import { harmoniseJob } from '../../src/jobs/harmonise.ts'
import { withDefaults } from '../../src/jobs/parameter.ts'
import { reportJob } from '../../src/jobs/report.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { exampleEvaluation, exampleTraining } from '../core/report/example.ts'
import { clusterParameters, germanSite, twoSites, unassign, WORK } from './archive.ts'
import { saidBefore } from '../../src/core/stored-message.ts'

const folder = temporaryFolder()
const catalogue = join(folder, 'c.sqlite')
const archive = join(folder, 'archive of DOE^JANE')

// Values of the archive look like the seconds of some times, as 27.375 does.
vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-01-02T03:04:05.678Z') })
afterAll(() => vi.useRealTimers())

beforeAll(async () => {
  await writePhantom(archive, { images: 160, seed: 3 }, WORK)
  await scanJob.run({ catalogue, folders: [archive] }, WORK)
  await clusterJob.run(
    clusterParameters(catalogue, {
      tags: 70,
      k: [3, 6],
      where: [{ tag: 'PatientName', operator: 'is-not', value: 'DOE^JANE' }]
    }),
    WORK
  )
})

async function report(asked: Partial<ReportParameters> = {}) {
  const out = join(temporaryFolder(), 'report.html')
  const result = await reportJob.run({ catalogue, run: '1.6', out, pictures: 'safe', ...asked }, WORK)
  const document = readFileSync(result.json, 'utf8')
  return { result, page: readFileSync(out, 'utf8'), document, data: JSON.parse(document) as ReportData }
}

/** A model that has learnt nothing yet from the first images, with the second ten to validate on. */
function addModel(): number {
  const { db, close } = opened()
  const architecture = architectureNamed('compact')
  const weights = initialWeights(architecture, new Random(1))
  const state = { ...untrained(), weights, meanSquares: weights.map((each) => each.map(() => 0)) }
  const images = new CatalogueReader(db).images()
  const path = join(archive, 'DOE^JANE', '1.dcm')
  const told = (model: number) => ({
    ...exampleTraining({ model }),
    parameters: {
      ...exampleTraining().parameters,
      where: [{ tag: 'PatientID', operator: 'is' as const, value: '4711' }]
    },
    backendReason: saidBefore('no GPU was found'),
    skipped: [{ path, reason: saidBefore(`${path} is damaged.`) }],
    remarks: []
  })
  const model = saveModel(db, {
    program: '0.1.0',
    trainer: 'test',
    training: images.slice(0, 10),
    validation: images.slice(10, 20),
    report: told
  })
  saveCheckpoint(db, model, 'test', { step: 0, state: encodeState(architecture, state) }, told(model))
  close()
  return model
}

function addEvaluation(model: number, k: number): string {
  const { db, close } = opened()
  const result = (id: number) => ({
    ...exampleEvaluation({ evaluation: id, model, run: `1.${k}` }),
    ...{ blank: null, skipped: [], remarks: [] }
  })
  const id = saveEvaluation(db, {
    program: '0.1.0',
    run: 1,
    k,
    model,
    // Three datasets of 150 images.
    instances: new Uint32Array(450),
    labels: new Uint16Array(450),
    result
  })
  close()
  return String(id)
}

/** Whether a text holds a value; digits in the middle of a number are no identifier. */
function holds(text: string, value: string): boolean {
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
    if (!/[\d.]/.test(text[at - 1]) && !/\d/.test(text[at + value.length])) return true
  }
  return false
}

function opened() {
  const opened = openForWriting(catalogue, 'test')
  return { db: opened.db, close: () => opened.close() }
}

test('without assignment, model and evaluation the page says how to make them', async () => {
  unassign(catalogue, '1.6')
  const { result, page, data } = await report()
  expect(result).toMatchObject({ clustering: '1.6', model: null, evaluation: null })
  expect(page).toContain('medoid assign --run 1.6')
  expect(page).toContain('medoid evaluate --run 1.6 --model M')
  expect(data).toMatchObject({
    training: null,
    evaluation: null,
    run: { assigned: null, sample: 160, images: 160 },
    archive: { images: 160 }
  })
  expect(data.clusters.map(({ size }) => size).reduce((a, b) => a + b)).toBe(160)
  expect(data.methods).toMatchObject({ k: 6, images: 160, withoutVisual: 'no-model' })
  expect(data.methods!.methods.map(({ method }) => method)).toEqual(['paper', 'balanced'])
  expect(result.methods).toEqual(data.methods)
  expect(data.run.silhouettes.flat()).toHaveLength(160)
})

test('with all parts it says all of it', async () => {
  await assignJob.run({ catalogue, run: '1.6' }, WORK)
  await annotateJob.run({ catalogue, run: '1.6', cluster: 0, label: 'Heads', note: 'Ask Dr Who' }, WORK)
  const model = addModel()
  const evaluation = addEvaluation(model, 6)
  const { result, page, document, data } = await report()
  expect(result).toMatchObject({ clustering: '1.6', model, evaluation: Number(evaluation) })
  expect(data.run.assigned).toBe(160)
  expect(data.clusters[0]).toMatchObject({ label: { text: 'Heads' } })
  expect(data.training).toMatchObject({
    model,
    parameters: { where: [{ tag: 'PatientID', operator: 'is', value: '(withheld)' }] },
    skipped: [{ reason: 'the file is damaged.', images: 1 }]
  })
  expect(data.evaluation).toMatchObject({ tTest: { t: 30.77 } })
  expect(data.again.commands[1]).toContain("--where 'PatientName!=(withheld)'")
  // The model has used 20 of the 160 images.
  expect(data.methods).toMatchObject({ visual: { model }, withoutVisual: null })
  expect(data.methods!.visual!.images).toBeGreaterThan(100)
  for (const { visual } of data.methods!.methods) expect(visual!.clustered).toBeLessThan(visual!.permuted)
  // Notes are meant for those who work with the catalogue.
  expect(page + document).not.toContain('Dr Who')
})

test('of what identifies people nothing is told, neither on the page nor in the document', async () => {
  const { page, document } = await report()
  const opened = openForReading(catalogue)
  const reader = new CatalogueReader(opened.db)
  const personal = new Set<string>()
  const others: string[] = []
  for (const attribute of attributesOf(reader.tags())) {
    const values = attribute.parts.flatMap(({ id }) => reader.values(id, reader.live()))
    const frequency = { nonEmpty: values.reduce((sum, { count }) => sum + count, 0), distinct: values.length }
    for (const { value } of values) {
      if (!isPhi(attribute, frequency)) others.push(value)
      else if (value.length >= 6) personal.add(value)
    }
  }
  opened.close()
  expect(personal.size).toBeGreaterThan(500)
  const known = others.join('\n')
  const all = page + document
  const told = [...personal].filter((value) => holds(all, value) && !known.includes(value))
  expect(told).toEqual([])
  expect(all).not.toContain('DOE^JANE')
  expect(all).not.toContain(folder)
})

test('personal values are not told even where a run has kept them beside its clusters', async () => {
  const { db, close } = opened()
  const text = db.prepare('SELECT clusters FROM clustering WHERE k = 3').pluck().get() as string
  const stored = JSON.parse(text) as { clusters: { distinguishing: unknown[] }[] }
  const [cluster] = stored.clusters
  cluster.distinguishing.unshift({ keyword: 'StationName', value: 'SMITHCLINIC', share: 1, shareElsewhere: 0 })
  db.prepare('UPDATE clustering SET clusters = ?, sums = NULL WHERE k = 3').run(JSON.stringify(stored))
  close()
  const { page, document, data } = await report({ run: '1.3' })
  expect(data.clusters[0].distinguishing).toEqual(cluster.distinguishing.slice(1))
  expect(page + document).not.toContain('SMITHCLINIC')
})

test('pictures that may hold names are shown only where all are asked for', async () => {
  const safe = await report()
  const { clusters } = safe.data
  const withheld = clusters.filter(({ picture }) => picture!.withheld !== undefined)
  expect(safe.result.pictures).toEqual({ shown: 6 - withheld.length, withheld: withheld.length })
  expect(withheld.length).toBeGreaterThan(0)
  for (const { original } of safe.data.training!.reconstructions) expect(original.withheld).toBeUndefined()
  const all = await report({ pictures: 'all' })
  expect(all.result.pictures.shown).toBeGreaterThan(safe.result.pictures.shown)
  expect(all.page.match(/<img /g)!.length).toBe(all.result.pictures.shown + 2 * 8)
  expect(all.data.again.commands.at(-1)).toContain('--pictures all')
})

test('the newest evaluation of the clustering is taken, or the one that was asked for', async () => {
  const model = addModel()
  const [older, newer, other] = [addEvaluation(model, 6), addEvaluation(model, 6), addEvaluation(model, 3)]
  expect((await report()).result.evaluation).toBe(Number(newer))
  expect((await report({ evaluation: older })).result.evaluation).toBe(Number(older))
  await expect(report({ evaluation: other })).rejects.toMatchObject({
    code: 'evaluation-of-another-run',
    message: expect.stringContaining('Give run 1.3') as string
  })
  await expect(report({ evaluation: '99' })).rejects.toMatchObject({ code: 'unknown-evaluation' })
  await expect(report({ run: '9' })).rejects.toMatchObject({ code: 'unknown-run' })
})

test('a model whose saved states are damaged is reported on without its pictures', async () => {
  const model = addModel()
  const { db, close } = opened()
  db.prepare("UPDATE checkpoint SET sha256 = x'00' WHERE model = ?").run(model)
  db.exec('DELETE FROM evaluation')
  close()
  const { data, page } = await report({ pictures: 'all' })
  expect(data.training).toMatchObject({ model, reconstructions: [] })
  expect(data.methods).toMatchObject({ visual: null, withoutVisual: 'model-unusable' })
  expect(page).toContain(`All saved states of model ${model} are damaged.`)
})

test('of several sites it says how far they are told apart, without mappings and with those that are accepted', async () => {
  const file = twoSites(germanSite(60, 0), germanSite(45, 1))
  await clusterJob.run(clusterParameters(file, { k: [3] }), WORK)
  const asked = { ...withDefaults(harmonise.parameters, { author: 'Ann', acceptAll: true }), catalogue: file }
  const { apart } = await harmoniseJob.run(asked, WORK)
  const { data, page } = await report({ catalogue: file, run: '1.3' })
  expect(data.sites!.apart).toEqual(apart)
  expect(apart.before.accuracy).toBe(1)
  expect(apart.after.accuracy).toBeLessThanOrEqual(0.6)
  expect(page).toContain('How far the sites are told apart')
})

test('nothing is written where it is cancelled', async () => {
  const out = join(temporaryFolder(), 'report.html')
  const work = { signal: AbortSignal.abort() }
  await expect(reportJob.run({ catalogue, run: '1.6', out, pictures: 'safe' }, work)).rejects.toMatchObject({
    code: 'cancelled'
  })
  expect(existsSync(out)).toBe(false)
})
