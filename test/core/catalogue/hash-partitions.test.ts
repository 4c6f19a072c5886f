import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { HashPartitions } from '../../../src/core/catalogue/hash-partitions.ts'

function keysOf(partitions: HashPartitions, partition: number): [number, number][] {
  const keys: [number, number][] = []
  partitions.each(partition, (high, low) => keys.push([high, low]))
  return keys
}

test('keys are in the partition of their high half, in the order in which they came', () => {
  const partitions = new HashPartitions(5, 2)
  expect(partitions.count).toBe(3)
  for (const [high, low] of [
    [7, 1],
    [1, 2],
    [7, 3],
    [3, 4],
    [4, 1]
  ])
    partitions.add(high, low)
  expect(keysOf(partitions, 1)).toEqual([
    [7, 1],
    [1, 2],
    [7, 3],
    [4, 1]
  ])
  expect([0, 1, 2].map((partition) => partitions.size(partition))).toEqual([1, 4, 0])
  partitions.close()
})

test('more keys than memory is for come back from the temporary file, whose name nobody sees', () => {
  const partitions = new HashPartitions(100_000, 30_000)
  expect(partitions.count).toBe(4)
  for (let i = 0; i < 100_000; i++) partitions.add(i, 0xffffffff - i)
  const keys = keysOf(partitions, 3)
  expect(keys).toHaveLength(25_000)
  expect(keys.every(([high, low], i) => high === i * 4 + 3 && low === 0xffffffff - high)).toBe(true)
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('medoid-count-'))).toEqual([])
  partitions.close()
})

test('one partition takes more keys than were announced', () => {
  const partitions = new HashPartitions(1)
  for (let i = 0; i < 5; i++) partitions.add(i, i)
  expect(keysOf(partitions, 0)).toHaveLength(5)
  partitions.close()
})
