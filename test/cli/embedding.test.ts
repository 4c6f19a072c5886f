import { WINDOW_TERMS } from '../../src/api/window-terms.ts'
import { sayMessage } from '../../src/messages/message.ts'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadEvaluation } from '../../src/core/catalogue/evaluations.ts'
import { loadCheckpoints, loadModel } from '../../src/core/catalogue/models.ts'
import { loadRun } from '../../src/core/catalogue/runs.ts'
import { architectureNamed } from '../../src/core/embedding/architecture.ts'
import { decodeState } from '../../src/core/embedding/checkpoint.ts'
import type { TrainingReport } from '../../src/core/catalogue/stored/model.ts'
import type { EvaluationReport } from '../../src/core/catalogue/stored/evaluation.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import type { VectorJournal } from '../../src/core/vectors/journal.ts'
import type { ClusterReport } from '../../src/jobs/cluster.ts'
import type { EmbedReport } from '../../src/jobs/embed.ts'
import { runJob } from '../../src/jobs/definitions/index.ts'
import type { VectorsEvaluationReport } from '../../src/jobs/evaluate-vectors.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { json, medoid } from './medoid.ts'
import { unassign } from '../jobs/archive.ts'

const folder = temporaryFolder()
const catalogue = join(folder, 'c.sqlite')
const here = ['--catalogue', catalogue]
const small = ['--images', '24', '--epochs', '3', '--batch', '8', '--seed', '5']

beforeAll(async () => {
  await writePhantom(join(folder, 'archive'), { images: 240, seed: 4, size: 32 })
  await json('scan', join(folder, 'archive'), ...here)
  await json('cluster', '--sample', '80', '--k', '4,6', ...here)
  await json('assign', '--run', '1.4', ...here)
})

/** Looks into the catalogue. */
function look<T>(use: (db: Database.Database) => T): T {
  const db = new Database(catalogue)
  try {
    return use(db)
  } finally {
    db.close()
  }
}

function lastState(model: number) {
  return look((db) => {
    const { architecture } = loadModel(db, String(model)).report
    return decodeState(architectureNamed(architecture), loadCheckpoints(db, model)[0].state)
  })
}

describe('train', () => {
  let whole: TrainingReport

  beforeAll(async () => {
    whole = await json<TrainingReport>('train', ...small, ...here)
  })

  test('reports what it trained on, with what, and how well', () => {
    expect(whole).toMatchObject({
      model: 1,
      architecture: 'manojlovic2020',
      embedding: 81_920,
      images: 22,
      validationImages: 2,
      reserved: 120,
      backend: expect.any(String) as string,
      parameters: { images: 24, epochs: 3, batch: 8, validation: 0.1, seed: 5, reserve: 120 }
    })
    expect(whole.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3])
    expect(whole.epochs[2].loss).toBeLessThan(whole.epochs[0].loss)
    expect(whole.imagesPerSecond).toBeGreaterThan(0)
  })

  test('says how long it will take, and which backend it chose and why', async () => {
    const { stderr, stdout } = await medoid(['train', ...small, ...here])
    expect(stderr).toMatch(/A step takes \d\.\d{3} s on wasm \(\d+ threads?\): the whole takes about \d+ s\./)
    expect(stdout).toMatch(/On wasm: \d+ threads?; cuda: @tensorflow\/tfjs-node-gpu is not installed/)
  })

  test('killed at any moment, it goes on and ends as if it had not been, bit for bit', async () => {
    const child = spawn(process.execPath, [bin, 'train', ...small, '--epochs', '8', ...here], { stdio: 'ignore' })
    const model = look((db) => db.prepare('SELECT max(id) FROM model').pluck().get() as number) + 1
    const steps = (): number =>
      look((db) => (db.prepare('SELECT max(step) FROM checkpoint WHERE model = ?').pluck().get(model) as number) ?? 0)
    while (steps() < 6) await wait(20)
    child.kill('SIGKILL')
    const resumed = await json<TrainingReport>('train', '--resume', String(model), ...here)
    const uninterrupted = await json<TrainingReport>('train', ...small, '--epochs', '8', ...here)
    const losses = ({ epochs }: TrainingReport) => epochs.map(({ loss, validationLoss }) => [loss, validationLoss])
    expect(losses(resumed)).toEqual(losses(uninterrupted))
    expect(lastState(model).weights).toEqual(lastState(uninterrupted.model).weights)
    expect(lastState(model).meanSquares).toEqual(lastState(uninterrupted.model).meanSquares)
  })

  test('more epochs may be asked for when it goes on, and nothing else', async () => {
    const { model } = await json<TrainingReport>('train', ...small, '--epochs', '1', ...here)
    const { epochs } = await json<TrainingReport>('train', '--resume', String(model), '--epochs', '3', ...here)
    expect(epochs.map(({ loss }) => loss)).toEqual(whole.epochs.map(({ loss }) => loss))
    expect(lastState(model).weights).toEqual(lastState(whole.model).weights)
    expect(lastState(model).meanSquares).toEqual(lastState(whole.model).meanSquares)
    const { stderr } = await medoid(['train', '--resume', String(model), '--reserve', '3', ...here])
    expect(stderr).toContain(`Model ${model} was begun with --reserve 120`)
    const fewer = await medoid(['train', '--resume', String(model), '--epochs', '2', ...here])
    expect(fewer.stderr).toContain(`Model ${model} was trained for 3 epochs already, more than --epochs 2.`)
    const same = await medoid(['train', '--resume', String(model), ...here])
    expect([same.code, same.stderr]).toEqual([0, expect.stringContaining('has finished all of its 3 epochs')])
  })

  test('Ctrl-C saves where it is, and says how to go on', async () => {
    let stopped = false
    const { code, stderr } = await medoid(
      ['train', ...small, '--epochs', '500', ...here, '--progress'],
      (text, stop) => {
        if (stopped || !text.includes('Training: ')) return
        stopped = true
        stop('SIGINT')
      }
    )
    expect(code).toBe(130)
    expect(stderr).toMatch(/Stopped in epoch \d+ after \d of 3 steps\. Continue with "medoid train --resume \d+/)
  })

  test('a damaged state is passed over for the one before, and that is said', async () => {
    const { model } = await json<TrainingReport>('train', ...small, ...here)
    look((db) => db.prepare('UPDATE checkpoint SET state = zeroblob(9) WHERE model = ? AND step = 9').run(model))
    const { code, stderr } = await medoid(['train', '--resume', String(model), ...here])
    expect(code).toBe(0)
    expect(stderr).toContain(
      `The last saved state of model ${model} (step 9) is damaged; the one before is used (step 6`
    )
    expect(lastState(model).weights).toEqual(lastState(1).weights)
  })

  test('prepared pictures that were deleted are made anew', async () => {
    rmSync(`${catalogue}.pictures`)
    const { epochs } = await json<TrainingReport>('train', ...small, ...here)
    expect(epochs.map(({ loss }) => loss)).toEqual(whole.epochs.map(({ loss }) => loss))
  })

  test('trains on what there is, and says so', async () => {
    const args = ['train', '--images', '500', '--epochs', '1', '--reserve', '225', '--architecture', 'compact']
    const { code, stderr, stdout } = await medoid([...args, ...here, '--json'])
    expect(code).toBe(0)
    expect(stderr).toMatch(
      /There are 1\d images to train on, fewer than the 500 asked for; 225 are kept for evaluation\./
    )
    const { images, validationImages, skipped } = JSON.parse(stdout) as TrainingReport
    expect(images + validationImages + skipped.length).toBe(15)
  })

  test.each([
    [['--resume', '99'], 'There is no model "99". There are: 1, '],
    [['--resume', '1', '--architecture', 'compact'], 'Model 1 was begun with --architecture manojlovic2020'],
    [['--backend', 'cuda'], '@tensorflow/tfjs-node-gpu'],
    [['--reserve', '240'], '--reserve 240 keeps them from training'],
    [['--where', 'Modality=XX'], 'None of the 240 images satisfies “Modality is XX”']
  ])('%j is an error that says what to do', async (args, message) => {
    const { code, stderr, stdout } = await medoid(['train', ...args, ...here])
    expect(stderr).toContain(message)
    expect(stdout).toBe('')
    expect(code).toBe(1)
  })

  test('where no image can be decoded it says why', async () => {
    const other = join(folder, 'other.sqlite')
    await writePhantom(join(folder, 'broken'), { images: 6, seed: 1, size: 16 })
    await json('scan', join(folder, 'broken'), '--catalogue', other)
    rmSync(join(folder, 'broken'), { recursive: true })
    const { code, stderr } = await medoid(['train', '--reserve', '0', '--catalogue', other])
    expect(code).toBe(1)
    expect(stderr).toMatch(
      /Only 0 of \d images could be decoded; training takes at least two\. The first that could not: .*broken/
    )
  })
})

describe('embed', () => {
  let told: Pick<EmbedReport, 'skipped' | 'remarks'>

  beforeAll(() => {
    const archive = join(folder, 'archive')
    const [image] = readdirSync(archive, { recursive: true, encoding: 'utf8' })
      .filter((name) => /IM0.*\.dcm$/.test(name))
      .sort()
    rmSync(join(archive, image))
  })

  test.each(['npy', 'parquet'])('writes a vector for every assigned image as %s', async (format) => {
    const out = join(folder, `vectors.${format}`)
    const args = ['embed', '--model', '1', '--run', '1.4', '--format', format, '--out', out, ...here]
    const { stderr, stdout } = await medoid([...args, '--json'])
    const { images, length, files, ...report } = JSON.parse(stdout) as EmbedReport
    const { skipped, remarks } = report
    told = { skipped, remarks }
    expect(stderr).toMatch(/240 images × 81,920 values: .* will take \d\d\.\d MB\./)
    expect(length).toBe(81_920)
    expect(images + skipped.length).toBe(240)
    expect(files[0].bytes).toBeGreaterThanOrEqual(images * 81_920 * 4)
    expect(existsSync(`${out}.part`)).toBe(false)
  })

  test('the window says how many vectors there are, and how many images could not be decoded', async () => {
    const out = join(folder, 'window.npy')
    const { message } = await runJob(
      'embed',
      { catalogue, model: '1', run: '1.4', format: 'npy', out, backend: 'wasm' },
      {}
    )
    expect(message).toEqual({
      code: 'vectors-written',
      parameters: { vectors: 239, values: 81_920, file: out, skipped: 1 }
    })
    expect(sayMessage(message, WINDOW_TERMS)).toBe(
      `239 vectors of 81,920 values in ${out}. 1 image could not be decoded.`
    )
  })

  test('killed, it goes on, the file is the same, and all that is told of images is told again', async () => {
    const out = join(folder, 'again.npy')
    const args = ['embed', '--model', '1', '--run', '1.4', '--format', 'npy', '--out', out, ...here]
    // The first 204 rows are committed, the others are not: a moment that may be missed.
    do {
      for (const end of ['', '.part', '.part.json', '.index.csv', '.index.csv.part']) rmSync(out + end, { force: true })
      const child = spawn(process.execPath, [bin, ...args], { stdio: 'ignore' })
      const ended = once(child, 'exit')
      while (child.exitCode === null && committed(out) === undefined) await wait(1)
      child.kill('SIGKILL')
      expect([
        [null, 'SIGKILL'],
        [0, null]
      ]).toContainEqual(await ended)
    } while (committed(out) !== 204)
    const { code, stderr, stdout } = await medoid([...args, '--json'])
    expect(stderr).toMatch(/Continuing after 2[0-3]\d images that are written already\./)
    expect(code).toBe(0)
    expect(readFileSync(out).equals(readFileSync(join(folder, 'vectors.npy')))).toBe(true)
    // One image is gone, and one is cut within its pixels.
    expect(told.skipped).toMatchObject([{ path: expect.stringContaining('IM0') as string }])
    expect(told.remarks).toMatchObject([{ code: 'frame-incomplete', images: 1 }])
    expect(JSON.parse(stdout)).toMatchObject(told)
  })

  /** Rows that are committed of an unfinished file, undefined where there are none. */
  function committed(out: string): number | undefined {
    if (!existsSync(`${out}.part.json`)) return undefined
    const { groups, finished } = JSON.parse(readFileSync(`${out}.part.json`, 'utf8')) as VectorJournal
    return finished ? Infinity : groups[0]?.rows
  }

  test('a clustering that was not assigned is refused', async () => {
    unassign(catalogue, '1.6')
    const { code, stderr } = await medoid([
      'embed',
      '--model',
      '1',
      '--run',
      '1.6',
      '--out',
      join(folder, 'x'),
      ...here
    ])
    expect(stderr).toContain(
      'No image has been assigned to the clusters of 1.6 yet. Do that first with "medoid assign --run 1.6".'
    )
    expect(code).toBe(1)
  })
})

describe('evaluate', () => {
  const run = ['evaluate', '--run', '1.4', '--model', '1', '--permutations', '99', '--seed', '3']
  let found: EvaluationReport

  beforeAll(async () => {
    found = await json<EvaluationReport>(...(run as [string]), '--datasets', '4', '--size', '30', ...here)
  })

  test('says for each dataset how near its images are to their centres, clustered and permuted', () => {
    expect(found.datasets).toHaveLength(4)
    for (const { images, k, silhouette } of found.datasets) {
      expect(images).toBeGreaterThan(25)
      expect(k).toBe(4)
      expect(silhouette).toBeGreaterThan(0)
    }
  })

  test('clusters are nearer than chance, and the random labels beside them are not', () => {
    const { tTest, permutationTest, control } = found
    expect(tTest.meanDifference).toBeCloseTo(found.permuted.mean - found.clustered.mean, 12)
    expect(found.clustered.mean).toBeLessThan(found.permuted.mean)
    expect(tTest.df).toBe(3)
    expect(tTest.t).toBeGreaterThan(0)
    expect(permutationTest).toEqual({ p: 0.01, permutations: 99 })
    expect(control.tTest.p).toBeGreaterThan(0.001)
    expect(control.permutationTest.p).toBeGreaterThan(0.01)
  })

  test('draws from images that neither chose K nor trained the model', () => {
    expect(found.sets).toEqual({ training: 24, sample: 80, evaluated: 120 })
    look((db) => {
      const { instances } = loadEvaluation(db, String(found.evaluation))
      const { training, validation } = loadModel(db, '1')
      const used = new Set([...loadRun(db, 1).sample, ...training, ...validation])
      expect(instances).toHaveLength(found.datasets.reduce((sum, { images }) => sum + images, 0))
      expect(new Set(instances).size).toBe(instances.length)
      expect([...instances].filter((instance) => used.has(instance))).toEqual([])
    })
  })

  test('compares clusters with modality and body part, also when made without them', () => {
    const { modality, bodyPart } = found.agreement
    expect(modality!.nmi).toBeLessThanOrEqual(modality!.nmiCeiling)
    expect(modality!.withoutTargetTag!.leftOut).toContain('Modality')
    expect(bodyPart!.withoutTargetTag!.leftOut).toContain('BodyPartExamined')
    expect(bodyPart!.images).toBeLessThan(modality!.images)
  })

  test('a second time it finds the same', async () => {
    const again = await json<EvaluationReport>(...(run as [string]), '--datasets', '4', '--size', '30', ...here)
    const { evaluation, seconds: _, ...rest } = again
    expect(evaluation).toBe(found.evaluation + 1)
    expect(found).toMatchObject(rest)
  })

  test('by patient, no patient is in two sets', async () => {
    const { shared, parameters } = await json<EvaluationReport>(
      ...(run as [string]),
      ...['--datasets', '2', '--size', '20', '--by', 'patient', '--fit'],
      ...here
    )
    expect(parameters.by).toBe('patient')
    expect(shared).toEqual({ series: 0, patients: 0 })
    expect(found.shared.patients).toBeGreaterThan(0)
  })

  test('--centre medoid measures to the medoids', async () => {
    const { clustered } = await json<EvaluationReport>(
      ...(run as [string]),
      ...['--datasets', '2', '--size', '30', '--centre', 'medoid'],
      ...here
    )
    expect(clustered.mean).not.toBeCloseTo(found.clustered.mean, 3)
  })

  test('an archive that is too small is refused with what fits, and --fit takes it', async () => {
    const big = ['--datasets', '10', '--size', '5000']
    const left = look((db) => {
      const { training, validation } = loadModel(db, '1')
      return 240 - new Set([...loadRun(db, 1).sample, ...training, ...validation]).size
    })
    const { code, stderr } = await medoid([...run, ...big, ...here])
    expect(code).toBe(1)
    expect(stderr).toContain(`${left} are left that neither trained the model nor chose K`)
    expect(stderr).toMatch(/10 datasets of 5,000 images do not fit: .* Take --size 1\d with 10 datasets, or --fit/)
    const { parameters } = await json<EvaluationReport>(...(run as [string]), ...big, '--fit', ...here)
    expect(parameters.datasets * parameters.size).toBeLessThanOrEqual(240 - 80)
  })

  test.each([
    [['--run', '1.4', '--model', '1', '--datasets', '1'], 2, 'It has to be a whole number from 2 to 2048.'],
    [['--run', '1.4', '--model', '1', '--datasets', '2', '--size', '4'], 1, 'K'],
    [['--run', '1.4', '--model', '77'], 1, 'There is no model "77"'],
    [['--run', '9', '--model', '1'], 1, 'There is no run "9"'],
    [['--run', '1'], 2, 'name a clustering (--run R) and a model (--model M)'],
    [['--vectors', 'v.csv'], 2, '--vectors and --labels go together']
  ])('%j is refused', async (args, expected, message) => {
    const { code, stderr } = await medoid(['evaluate', ...args, ...here])
    expect(stderr).toContain(message)
    expect(code).toBe(expected)
  })

  test('given vectors and labels go through the same, without a catalogue', async () => {
    const given = join(folder, 'given')
    mkdirSync(given, { recursive: true })
    // Two directions, and a bit of noise.
    const rows = Array.from({ length: 40 }, (_, i) => [i % 2 === 0 ? 'a' : 'b', i % 2, 1 - (i % 2), (i % 7) / 20])
    writeFileSync(join(given, 'v.csv'), `x,y,z\n${rows.map(([, ...vector]) => vector.join(',')).join('\n')}\n`)
    writeFileSync(join(given, 'l.csv'), `label\n${rows.map(([label]) => label).join('\n')}\n`)
    const report = await json<VectorsEvaluationReport>(
      'evaluate',
      ...['--vectors', join(given, 'v.csv'), '--labels', join(given, 'l.csv'), '--datasets', '4', '--size', '10']
    )
    expect(report).toMatchObject({ vectors: { rows: 40, length: 3 }, labels: { distinct: 2 } })
    expect(report.clustered.mean).toBeLessThan(0.02)
    expect(report.permuted.mean).toBeGreaterThan(0.1)
    expect(report.tTest.p).toBeLessThan(0.01)
  })
})

const bin = fileURLToPath(new URL('../../bin/medoid.mjs', import.meta.url))

test('what is written is the user’s alone: labels, features, vectors and a report', async () => {
  const out = temporaryFolder()
  await json('export', 'labels', '--run', '1.4', '--format', 'csv', '--out', join(out, 'labels.csv'), ...here)
  await json('features', 'export', '--out', join(out, 'features.csv'), ...here)
  await json('embed', '--model', '1', '--run', '1.4', '--format', 'npy', '--out', join(out, 'vectors.npy'), ...here)
  await json('report', '--run', '1.4', '--out', join(out, 'report.html'), ...here)
  const modes = readdirSync(out).map((name) => `${name} ${(statSync(join(out, name)).mode & 0o777).toString(8)}`)
  expect(modes.sort()).toEqual([
    'features.csv 600',
    'features.csv.instances.csv 600',
    'features.csv.manifest.json 600',
    'features.csv.types.json 600',
    'labels.csv 600',
    'labels.csv.manifest.json 600',
    'report.html 600',
    'report.json 600',
    'vectors.npy 600',
    'vectors.npy.index.csv 600'
  ])
})

test('a sample is clustered by tags and pictures, and the model that saw these may not evaluate it', async () => {
  const fused = ['cluster', '--sample', '20', '--k', '3', '--fuse', '1', '--alpha', '0.4', ...here]
  const { run } = await json<ClusterReport>(...(fused as [string]))
  expect(look((db) => loadRun(db, run).parameters.fuse)).toEqual({ model: 1, alpha: 0.4 })
  const { code, stderr } = await medoid(['evaluate', '--run', `${run}.3`, '--model', '1', ...here])
  expect(code).toBe(1)
  expect(stderr).toContain(
    `Run ${run} compares images by their vectors of model 1, too (--fuse 1): that its clusters are near each other in these vectors would follow from how they were made. Evaluate it with another --model`
  )
  const alone = await medoid(['cluster', '--alpha', '0.4', ...here])
  expect([alone.code, alone.stderr]).toEqual([2, expect.stringContaining('--alpha goes with --fuse')])
})
