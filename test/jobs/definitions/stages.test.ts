import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { annotateJob } from '../../../src/jobs/annotate.ts'
import { parse } from '../../../src/core/schema.ts'
import { JOB_NAMES, type JobName, jobNamed, parametersOf, runJob } from '../../../src/jobs/definitions/index.ts'
import { writePhantom } from '../../../src/phantom/phantom.ts'
import { temporaryFolder } from '../../core/catalogue/synthetic.ts'

/** A window says whether the time that is left is that of a stage or of the job: it has to know how many stages there are. */

const folder = temporaryFolder()
const archive = join(folder, 'archive')
const moved = join(folder, 'moved')
const out = (name: string) => join(folder, name)

beforeAll(() => writePhantom(archive, { images: 60, seed: 2 }))

/** In an order in which each finds what it needs. */
const JOBS: [JobName, object][] = [
  ['scan', { folders: [archive] }],
  ['count-values', {}],
  ['pictures', {}],
  ['words', {}],
  ['suggest', { tag: 'Modality' }],
  ['cluster', { k: [2, 3], sample: 20, select: 'laplacian', algorithm: 'average' }],
  ['cut', { run: '1', k: 4 }],
  ['tree', { run: '1.3' }],
  ['assign', { run: '1.2' }],
  ['train', { images: 6, epochs: 1, architecture: 'compact', backend: 'wasm', reserve: 30 }],
  ['embed', { model: '1', run: '1.2', format: 'npy', out: out('v.npy'), project: 3, backend: 'wasm' }],
  ['vectors', { model: '1', backend: 'wasm' }],
  ['map', { run: '1' }],
  ['evaluate', { run: '1.2', model: '1', datasets: 2, size: 8, permutations: 5, project: 2, backend: 'wasm' }],
  ['compare-features', { ways: ['missing', 'information'], k: 2, sample: 20, backend: 'wasm' }],
  ['report', { run: '1.2', out: out('report.html') }],
  ['export-labels', { run: '1.2', out: out('labels.csv') }],
  ['import-labels', { file: out('labels.csv'), key: 'SOPInstanceUID', column: 'cluster' }],
  ['export-features', { out: out('features.csv'), select: 'information' }],
  ['export-tags', { out: out('tags.parquet') }],
  ['export-dataset', { run: '1.2', out: out('dataset'), size: 16 }],
  ['export-dicom', { run: '1.2', out: out('documents') }],
  ['export-catalogue', { out: out('tables') }],
  ['export-corrections', { out: out('corrections.csv') }],
  ['move-images', { run: '1.3', new: true, instances: [0] }],
  ['reject-images', { run: '1.3', instances: [1] }],
  ['undo-edit', { run: '1.3' }],
  ['redo-edit', { run: '1.3' }],
  ['merge-clusters', { run: '1.3', clusters: [0, 1] }],
  ['split-cluster', { run: '1.3', cluster: 0, by: '1.4' }],
  ['check', {}],
  ['move-source', { source: '1', folder: moved }],
  ['remove-source', { source: '1' }],
  ['sample', { images: 200, k: [2] }]
]
/** Stages that are told only where there is something to do (`cluster` searches for medoids with some algorithms), or when it takes long. */
const RARE: Partial<Record<JobName, string[]>> = {
  'count-values': ['Counting values'],
  // Pictures are compared in test/jobs/fusion.test.ts.
  cluster: ['Embedding', 'Comparing embeddings', 'Finding medoids'],
  // Pictures are compared, and larger samples laid out and judged, in test/jobs/map.test.ts.
  map: ['Embedding', 'Comparing embeddings', 'Laying out the map', 'Judging the map'],
  cut: ['Embedding', 'Comparing embeddings'],
  // Only a dry run does: test/jobs/export-dataset.test.ts.
  'export-dataset': ['Trying some images'],
  // Nobody has corrected anything here: test/e2e/tag-review.test.ts exports corrections.
  'export-corrections': ['Writing corrections'],
  // Where nothing is suggested, nothing is explained: in test/core/suggestions/suggest.test.ts.
  suggest: ['Explaining suggestions'],
  // This catalogue has one site: test/jobs/report.test.ts has two.
  report: ['Telling sites apart'],
  // Of random starts.
  evaluate: ['Clustering datasets'],
  tree: ['Embedding', 'Comparing embeddings'],
  // Only what a change has touched is computed: in test/jobs/edit.test.ts.
  ...Object.fromEntries(
    (['merge-clusters', 'split-cluster', 'move-images', 'reject-images', 'undo-edit', 'redo-edit'] as const).map(
      (each) => [each, [...jobNamed(each).stages]]
    )
  ),
  sample: ['Ranking tags', 'Merging clusters', 'Judging cuts']
}

test('each job is among them', () => {
  expect(JOBS.map(([name]) => name).sort()).toEqual([...JOB_NAMES].sort())
})

test.each(JOBS)('%s tells the stages of its definition, in their order', async (job, given) => {
  if (job === 'move-source') renameSync(archive, moved)
  const catalogue = join(folder, job === 'sample' ? 'sample' : '.', 'c.sqlite')
  // It is of named clusters.
  if (job === 'export-dicom') await annotateJob.run({ catalogue, run: '1.2', cluster: 0, label: 'Knee' }, {})
  const told = new Set<string>()
  const parameters = { ...parse<object>(parametersOf(job), given, job), catalogue }
  await runJob(job, parameters, { onProgress: ({ stage }) => void told.add(stage) })
  const expected = jobNamed(job).stages.filter((stage) => told.has(stage) || RARE[job]?.includes(stage) !== true)
  expect([...told]).toEqual(expected)
})
