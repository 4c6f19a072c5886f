import { expect, test } from 'vitest'
import { networkMemory } from '../../src/core/embedding/wasm/memory.ts'
import { instantiate } from '../../src/core/kernels/kernels.ts'
import { WAIT } from '../../src/kernels/operations.ts'
import { SHALLOW, somePictures, someState } from '../core/embedding/backend-suite.ts'
import fc from '../fast-check.ts'

/** A round for three threads, all played by this one: first `turns`, then those of `rest` until all is done. */
function train(pictures: Uint8Array, turns: readonly number[], rest: readonly number[]) {
  const network = networkMemory(SHALLOW, 3)
  const weights = Float32Array.from(someState(SHALLOW).weights.flatMap((values) => Array.from(values)))
  network.setWeights(weights)
  network.beginRound('train', pictures, pictures.length)
  const { runNetwork } = instantiate(network.memory)
  for (const thread of turns) runNetwork(network.address, thread)
  while (rest.some((thread) => runNetwork(network.address, thread) !== 0));
  const gradients = new Float32Array(weights.length)
  network.readGradients(gradients)
  return { gradients, squares: network.addLosses(0, pictures.length / SHALLOW.side ** 2) }
}

test('runNetwork gives the same gradients and losses in whatever order threads take their turns', () => {
  const pictures = somePictures(7, SHALLOW)
  const expected = train(pictures, [], [0])
  expect(expected.gradients.filter((gradient) => gradient !== 0).length).toBeGreaterThan(100)
  fc.assert(
    fc.property(fc.array(fc.nat(2), { maxLength: 300 }), (turns) => {
      expect(train(pictures, turns, [0, 1, 2])).toEqual(expected)
    }),
    { numRuns: 50 }
  )
})

test('a thread without a picture helps with that of another', () => {
  const picture = somePictures(1, SHALLOW)
  // Thread 0 takes the picture and does nothing more.
  expect(train(picture, [0], [1])).toEqual(train(picture, [], [0]))
})

test('no operation begins before all parts of the one before are done', () => {
  const picture = somePictures(1, SHALLOW)
  const network = networkMemory(SHALLOW, 2)
  network.beginRound('encode', picture, picture.length)
  const { runNetwork } = instantiate(network.memory)
  const [, , , slots] = new Uint32Array(network.memory.buffer, network.address, 4)
  const slot = new Uint32Array(network.memory.buffer, slots, 4)
  const [TAKEN, DONE] = [1, 2]
  expect(runNetwork(network.address, 0)).toBe(1)
  // As if thread 0 were at work on the first part of the first operation. Thread 1 does the second.
  slot[TAKEN] = 1
  expect(runNetwork(network.address, 1)).toBe(1)
  expect([slot[TAKEN], slot[DONE]]).toEqual([2, 1])
  expect(runNetwork(network.address, 1)).toBe(WAIT)
  // The first part is done.
  slot[DONE] = 2
  expect(runNetwork(network.address, 1)).toBe(1)
  expect([slot[TAKEN], slot[DONE]]).toEqual([3, 3])
})
