import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Worker } from 'node:worker_threads'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { type Architecture, architectureNamed, initialWeights } from '../../../../src/core/embedding/architecture.ts'
import type { Network, NetworkState } from '../../../../src/core/embedding/backend.ts'
import { wasmBackend } from '../../../../src/core/embedding/wasm/backend.ts'
import { Random } from '../../../../src/core/random.ts'
import fc from '../../../fast-check.ts'
import { CHECKS, DEEP, SHALLOW, somePictures, someState } from '../backend-suite.ts'
import { referenceNetwork } from '../reference-network.ts'
import { ODD_ARCHITECTURES } from './architectures.ts'

describe.each([1, 2])('on %i thread(s)', (threads) => {
  test.each(CHECKS)('$name', ({ check }) => check(wasmBackend(threads)))
})

describe.each(ODD_ARCHITECTURES)('$name', (architecture) => {
  test('is what the reference makes of it', async () => {
    const random = new Random(4)
    const weights = initialWeights(architecture, random).map((values) => values.map((w) => w + 0.01 * random.next()))
    const state = { weights, meanSquares: weights.map((values) => new Float32Array(values.length)) }
    const pictures = somePictures(3, architecture)
    const expected = referenceNetwork(architecture, weights, pictures)
    await withNetwork(architecture, state, 2, async (network) => {
      const { loss, gradients } = await network.gradients(pictures)
      expect(loss).toBeCloseTo(expected.loss, 6)
      gradients.forEach((gradient, at) => expectNear(gradient, expected.gradients[at]))
      expectNear(await network.encode(pictures), expected.embeddings)
      expectNear(await network.reconstruct(pictures), expected.reconstructions)
    })
  })
})

describe('the same numbers come out, to the bit,', () => {
  const everything = (architecture: Architecture, threads: number, count: number) =>
    withNetwork(architecture, someState(architecture), threads, async (network) => {
      const pictures = somePictures(count, architecture)
      const { loss, gradients } = await network.gradients(pictures)
      const steps = [await network.step(pictures), await network.step(pictures)]
      const state = await network.state()
      return [loss, steps, gradients, state, await network.encode(pictures), await network.reconstruct(pictures)]
    })

  // 70 pictures are more than a round takes.
  test.each([1, 3, 40, 70])('for any number of threads, with batches of %i', async (count) => {
    const one = await everything(DEEP, 1, count)
    expect(await everything(DEEP, 2, count)).toEqual(one)
    expect(await everything(DEEP, 3, count)).toEqual(one)
  })

  test('whatever the pictures and the weights', () =>
    fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 6 }), async (seed, count) => {
        const random = new Random(seed >>> 0)
        const weights = initialWeights(SHALLOW, random)
        const state = { weights, meanSquares: weights.map((values) => values.map(() => random.next())) }
        const pictures = Uint8Array.from({ length: count * SHALLOW.side ** 2 }, () => random.below(256))
        const after = async (threads: number) =>
          withNetwork(SHALLOW, state, threads, async (network) => [await network.step(pictures), await network.state()])
        expect(await after(2)).toEqual(await after(1))
      }),
      { numRuns: 10 }
    ))
})

test('lets other work in while a step goes on', async () => {
  const paper = architectureNamed('manojlovic2020')
  let turns = 0
  const count = () => {
    turns++
    turn = setImmediate(count)
  }
  let turn = setImmediate(count)
  await withNetwork(paper, someState(paper), 1, (network) => network.step(somePictures(16, paper)))
  clearImmediate(turn)
  // 16 pictures take more than 100 ms on any processor.
  expect(turns).toBeGreaterThan(3)
})

test('holds no more memory after many steps', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const used = () => {
    collect()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    return heapUsed + arrayBuffers
  }
  await withNetwork(SHALLOW, someState(SHALLOW), 2, async (network) => {
    const pictures = somePictures(4, SHALLOW)
    const steps = async (count: number) => {
      for (let step = 0; step < count; step++) await network.step(pictures)
    }
    await steps(300)
    const before = used()
    await steps(2000)
    // The gradients of a step alone are 2,000 bytes.
    expect(used() - before).toBeLessThan(1_000_000)
  })
})

test('a thread that dies rejects the call, and those after it', async () => {
  const workers: Worker[] = []
  const onWorker = (worker: Worker) => workers.push(worker)
  process.on('worker', onWorker)
  const network = await wasmBackend(2).create(SHALLOW, someState(SHALLOW))
  const pictures = somePictures(40, SHALLOW)
  await network.step(pictures)
  process.off('worker', onWorker)
  expect(workers.length).toBe(1)
  const step = network.step(pictures)
  await Promise.all(workers.map((worker) => worker.terminate()))
  await expect(step.then(() => network.step(pictures))).rejects.toThrow(/A thread ended with exit code/)
  await expect(network.encode(pictures)).rejects.toThrow(/A thread ended with exit code/)
  await network.close()
})

test('an open network keeps no process from ending', async () => {
  const program = fileURLToPath(new URL('./open-network.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [program])
  expect(stdout).toBe('true\n')
})

test('says what is no picture', async () => {
  await withNetwork(SHALLOW, someState(SHALLOW), 1, async (network) => {
    await expect(network.step(new Uint8Array(65))).rejects.toThrow('65 bytes are not one or more pictures of 64 bytes')
    await expect(network.encode(new Uint8Array(0))).rejects.toThrow('0 bytes')
  })
})

async function withNetwork<T>(
  architecture: Architecture,
  state: NetworkState,
  threads: number,
  use: (network: Network) => Promise<T>
): Promise<T> {
  const network = await wasmBackend(threads).create(architecture, state)
  try {
    return await use(network)
  } finally {
    await network.close()
  }
}

/** Each value is within 10⁻⁵ of the largest. */
function expectNear(actual: Float32Array, expected: Float64Array): void {
  expect(actual.length).toBe(expected.length)
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const off = expected.reduce((most, value, at) => Math.max(most, Math.abs(value - actual[at])), 0)
  expect(largest).toBeGreaterThan(0)
  expect(off / largest).toBeLessThan(1e-5)
}
