import { beforeAll, expect, test } from 'vitest'
import { openForReading } from '../../../src/core/catalogue/database.ts'
import type { StoredEvaluation } from '../../../src/core/catalogue/evaluations.ts'
import { CatalogueReader } from '../../../src/core/catalogue/reader.ts'
import { gather, type ReportInput, summariseEvaluation } from '../../../src/core/report/gather.ts'
import { clusterJob } from '../../../src/jobs/cluster.ts'
import { archive, clusterParameters, threeKinds, withEmptyHeaders, WORK } from '../../jobs/archive.ts'
import type { Message } from '../../../src/messages/message.ts'
import { exampleEvaluation, exampleTraining } from './example.ts'
import { saidBefore } from '../../../src/core/stored-message.ts'

const catalogue = archive(threeKinds(30))
beforeAll(async () => {
  await clusterJob.run(clusterParameters(catalogue, { method: 'paper' }), WORK)
})

const GREY = new Uint8Array(128 * 128)
const MODEL = {
  id: 1,
  created: '2026-01-01T00:00:00.000Z',
  program: '0.0.9',
  training: Uint32Array.of(0),
  validation: Uint32Array.of(1)
}

async function gathered(input: Partial<ReportInput>, file = catalogue) {
  const opened = openForReading(file)
  try {
    return await gather(
      new CatalogueReader(opened.db),
      {
        clustering: { run: 1, k: 3 },
        pictures: 'safe',
        read: (instances) => Promise.resolve(new Map(Array.from(instances, (instance) => [instance, GREY] as const))),
        methods: 'few-images',
        apart: null,
        version: '1.2.3',
        ...input
      },
      WORK
    )
  } finally {
    opened.close()
  }
}

test('a run without model and evaluation', async () => {
  const data = await gathered({})
  expect(data).toMatchObject({
    schema: 'medoid-report',
    program: { version: '1.2.3', node: process.version },
    archive: { images: 30 },
    methods: null,
    withoutMethods: 'few-images',
    run: { clustering: '1.3', sample: 30, k: 3, assigned: 30, structure: 'reasonable' },
    training: null,
    evaluation: null
  })
  expect(data.clusters.map(({ size }) => size)).toEqual([10, 10, 10])
  for (const { columns, medoidColumns, sharedColumns, findings } of data.clusters) {
    expect([columns, medoidColumns - sharedColumns!, findings]).toEqual([5, 0, []])
  }
  expect(data.run.silhouettes.map((values) => values.length)).toEqual([10, 10, 10])
})

test('what makes a cluster doubtful comes with it, in words that name no option', async () => {
  const file = archive(withEmptyHeaders(60))
  await clusterJob.run(clusterParameters(file, { k: [2], method: 'paper' }), WORK)
  const { clusters } = await gathered({ clustering: { run: 1, k: 2 } }, file)
  expect(clusters.map(({ findings }) => findings.map(({ problem }) => problem))).toEqual([
    [],
    ['The medoid has 1 of 7 columns.', 'Half of its images share at most 1 of 7 columns with the medoid.']
  ])
  expect(clusters[1].findings[0].remedy).toBe(
    'An image with few values is near many others: use method balanced, or leave such images out (where).'
  )
})

test('what each tag counted in the run comes with its reason, and what a person chose with the run', async () => {
  const file = archive(threeKinds(30))
  const asked = { method: 'balanced', weights: [{ tag: 'Rows', weight: 0.5 }], groupByScanner: true }
  await clusterJob.run(clusterParameters(file, { k: [3], ...asked }), WORK)
  const { features, run } = await gathered({}, file)
  const told = new Map(
    features.chosen.map(({ name, weighting, weightExplanation }) => [name, { weighting, weightExplanation }])
  )
  expect(told.get('Rows')).toMatchObject({
    weighting: { weight: 0.5, reason: 'person' },
    weightExplanation: 'A person chose it.'
  })
  expect(told.get('Modality')).toMatchObject({
    weighting: { weight: 2, reason: 'modality' },
    weightExplanation: 'Modality counts twice: what kind of image it is comes before how it was made.'
  })
  expect(told.get('BodyPartExamined')).toMatchObject({
    weighting: { weight: 1, reason: 'equal' },
    weightExplanation: 'All columns count the same.'
  })
  expect(run.parameters).toMatchObject(asked)
})

const CHOSEN: Message = { code: 'backend-chosen', parameters: { backend: 'wasm', device: '2 threads', absent: [] } }

test('pictures that are handed in are withheld by the same rules as those that are read', async () => {
  const input = {
    model: { ...MODEL, report: { ...exampleTraining(), backendReason: CHOSEN, skipped: [], remarks: [] } },
    reconstructions: [{ instance: 1, original: GREY, reconstruction: GREY }]
  }
  const safe = await gathered(input)
  expect(safe.training!.reconstructions).toEqual([
    { original: { instance: 1, withheld: 'Burned In Annotation is not stated.' } }
  ])
  const all = await gathered({ ...input, pictures: 'all' })
  expect(all.training!.reconstructions[0]).toMatchObject({
    original: { png: expect.any(String) as string },
    png: expect.any(String) as string
  })
})

test('what is stored with a model or an evaluation and is not known here is not told', async () => {
  const backendReason = saidBefore('cannot read /home/DOE JANE/driver')
  const secret = { secret: 'DOE^JANE', skipped: [], remarks: [] }
  const { training, evaluation } = await gathered({
    model: { ...MODEL, report: { ...exampleTraining(), backendReason, ...secret } },
    evaluation: {
      ...{ id: 5, created: MODEL.created, program: '0.0.9', run: 1, k: 3, model: 1 },
      ...{ instances: new Uint32Array(), labels: new Uint16Array() },
      result: { ...exampleEvaluation(), blank: null, ...secret }
    }
  })
  expect(training).toMatchObject({ program: '0.0.9', backendReason: 'cannot read …' })
  expect(evaluation).toMatchObject({ program: '0.0.9', shared: { series: 12, patients: 9 } })
  expect(JSON.stringify([training, evaluation])).not.toContain('DOE')
})

test('of images in which there is nothing to compare a report knows the numbers in the catalogue, not the paths', () => {
  const stored = { program: '1.0.0', created: '' } as StoredEvaluation
  const image = { instance: 7, path: '/pacs/DOE^JANE/1.dcm' }
  const blank = { constantPictures: [image], withoutLength: [] }
  const summary = summariseEvaluation({
    ...stored,
    result: { ...exampleEvaluation(), skipped: [], remarks: [], blank }
  })
  expect(summary.blank).toEqual({ constantPictures: [7], withoutLength: [] })
  // An earlier version did not look for them.
  const before = { ...exampleEvaluation(), skipped: [], remarks: [], blank: null }
  expect(summariseEvaluation({ ...stored, result: before }).blank).toBeNull()
})
