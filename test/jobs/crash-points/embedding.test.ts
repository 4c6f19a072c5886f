import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { beforeAll, expect, test, vi } from 'vitest'
import { listEvaluations, loadEvaluation } from '../../../src/core/catalogue/evaluations.ts'
import { loadCheckpoints, loadModel, modelIds } from '../../../src/core/catalogue/models.ts'
import { architectureNamed } from '../../../src/core/embedding/architecture.ts'
import { decodeState } from '../../../src/core/embedding/checkpoint.ts'
import { EVALUATION_DEFAULTS } from '../../../src/core/evaluation/evaluation.ts'
import { writePhantom } from '../../../src/phantom/phantom.ts'
import { clusterParameters, lookInto } from '../archive.ts'
import { at, catalogue, keep, killEverywhere, lookAtFindings, restore, room, run, settleTimes } from './room.ts'

/** A process is started for each boundary. */
vi.setConfig({ testTimeout: 900_000 })

const training = { images: 4, epochs: 2, batch: 2, architecture: 'compact', reserve: 12, seed: 3, backend: 'wasm' }

/** Weights of the newest model and what it measured on the way, without times. */
function learnt() {
  return lookInto(catalogue, (db) => {
    const models = modelIds(db)
    const id = Math.max(...models)
    const { architecture, epochs, images } = loadModel(db, String(id)).report
    const [{ step, state }] = loadCheckpoints(db, id)
    const { weights, meanSquares } = decodeState(architectureNamed(architecture), state)
    const losses = epochs.map(({ loss, validationLoss }) => [loss, validationLoss])
    return { models, images, losses, step, weights, meanSquares }
  })
}

const temporaryFiles = (): string[] => readdirSync(room).filter((name) => /\.(tmp|part|part\.json)$/.test(name))

beforeAll(async () => {
  await writePhantom(at('archive'), { images: 24, seed: 4, size: 16 })
  settleTimes()
  await run('scan', { folders: [at('archive')] })
  await run('cluster', clusterParameters(catalogue, { k: [2], sample: 8 }))
  await run('assign', { run: '1.2' })
  await run('train', training)
  // Each job prepares its pictures.
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${catalogue}.pictures${suffix}`, { force: true })
  keep()
})

test('a training goes on and ends as an undisturbed one, bit for bit', async () => {
  const undisturbed = { ...learnt(), models: [1, 2] }
  expect(undisturbed).toMatchObject({ losses: { length: 2 }, step: 4 })
  let begun = 0
  await killEverywhere('train', training, async () => {
    if (lookInto(catalogue, modelIds).includes(2)) {
      begun++
      await run('train', { backend: 'wasm', resume: '2' })
    } else await run('train', training)
    expect(learnt()).toEqual(undisturbed)
    expect((await lookAtFindings()).findings).toEqual([])
  })
  expect(begun).toBeGreaterThan(2)
})

test('vectors are there as a whole or not at all', async () => {
  const files = [at('vectors.npy'), at('vectors.npy.index.csv')]
  const embedding = { model: '1', run: '1.2', format: 'npy', out: files[0], backend: 'wasm' }
  restore()
  await run('embed', embedding)
  const undisturbed = files.map((file) => readFileSync(file))
  await killEverywhere('embed', embedding, async () => {
    files.forEach((file, i) => {
      if (existsSync(file)) expect(readFileSync(file).equals(undisturbed[i])).toBe(true)
    })
    await run('embed', embedding)
    expect(files.map((file, i) => readFileSync(file).equals(undisturbed[i]))).toEqual([true, true])
    expect(temporaryFiles()).toEqual([])
  })
})

const asked = { ...EVALUATION_DEFAULTS, datasets: 2, size: 4, permutations: 20, fit: false }
const evaluation = { run: '1.2', model: '1', backend: 'wasm', ...asked }

/** The newest evaluation, without its number and times. */
function evaluated() {
  return lookInto(catalogue, (db) => {
    const all = listEvaluations(db)
    if (all.length === 0) return { all: 0 }
    const { instances, labels, result } = loadEvaluation(db, String(Math.max(...all.map(({ id }) => id))))
    return {
      all: all.length,
      instances,
      labels,
      result: { ...result, evaluation: 0, seconds: 0 }
    }
  })
}

test('an evaluation is there as a whole or not at all', async () => {
  restore()
  await run('evaluate', evaluation)
  const undisturbed = evaluated()
  expect(undisturbed.all).toBe(1)
  await killEverywhere('evaluate', evaluation, async () => {
    const { all } = evaluated()
    if (all === 1) expect(evaluated()).toEqual(undisturbed)
    await run('evaluate', evaluation)
    expect(evaluated()).toEqual({ ...undisturbed, all: all + 1 })
    expect((await lookAtFindings()).findings).toEqual([])
    expect(readdirSync(room).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })
})

test('each file of a report is there as a whole or not at all', async () => {
  const report = { run: '1.2', out: at('report.html') }
  /** Those that are there, without the time at which they were made. */
  const written = () =>
    [at('report.json'), report.out]
      .filter(existsSync)
      .map((file) => readFileSync(file, 'utf8').replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d\.\d{3}Z)?/g, 'TIME'))
  restore()
  await run('report', report)
  const undisturbed = written()
  expect(undisturbed).toHaveLength(2)
  await killEverywhere('report', report, async () => {
    const found = written()
    expect(found).toEqual(undisturbed.slice(0, found.length))
    await run('report', report)
    expect(written()).toEqual(undisturbed)
    expect(temporaryFiles()).toEqual([])
  })
})
