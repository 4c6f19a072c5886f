import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HeaderBytes } from '../../../src/core/dicom/header-bytes.ts'

const SIZE = 8 << 20
let folder = ''
let path = ''

/** Every four bytes of the file hold their own offset. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'medoid-bytes-'))
  path = join(folder, 'offsets')
  writeFileSync(path, new Uint8Array(Uint32Array.from({ length: SIZE / 4 }, (_, i) => 4 * i).buffer))
})
afterAll(() => rmSync(folder, { recursive: true }))

function offsetAt(bytes: HeaderBytes, position: number): number {
  // The buffer may be another one afterwards.
  const start = bytes.fill(position, 4)
  return bytes.buffer.readUInt32LE(start)
}

test('begins with 64 KB and reads on', () => {
  const bytes = new HeaderBytes()
  bytes.open(path)
  expect([bytes.end, bytes.size]).toEqual([65_536, SIZE])
  for (const position of [0, 65_532, 65_536, 100_000, 131_072, 260_000])
    expect(offsetAt(bytes, position)).toBe(position)
  expect(offsetAt(bytes, 0)).toBe(0)
  bytes.close()
})

test('passes over a gap without reading it', () => {
  const bytes = new HeaderBytes()
  bytes.open(path)
  expect(offsetAt(bytes, 7_000_000)).toBe(7_000_000)
  expect(bytes.buffer.length).toBeLessThan(300_000)
  // What was in the buffer is still at its index.
  expect(bytes.buffer.readUInt32LE(1000)).toBe(1000)
  bytes.close()
})

test('what is dropped makes room: the buffer stays small however much is passed', () => {
  const bytes = new HeaderBytes()
  bytes.open(path)
  bytes.dropFrom = 1000
  for (let position = 1000; position + 4 <= SIZE; position += 3996) expect(offsetAt(bytes, position)).toBe(position)
  expect(bytes.buffer.length).toBeLessThanOrEqual(1 << 20)
  expect(bytes.buffer.readUInt32LE(996)).toBe(996)
  bytes.close()
})

test('peeks anywhere without moving', () => {
  const bytes = new HeaderBytes()
  bytes.open(path)
  expect(bytes.peek(SIZE - 4, 4).readUInt32LE()).toBe(SIZE - 4)
  expect(bytes.peek(SIZE - 4, 8).length).toBe(4)
  expect(bytes.end).toBe(65_536)
  bytes.close()
})

test('gives a range without moving, shorter where the file ends', () => {
  const bytes = new HeaderBytes()
  bytes.open(path)
  const range = bytes.range(5_000_000, 100_000)
  expect([range.length, range.readUInt32LE(0), range.readUInt32LE(99_996)]).toEqual([100_000, 5_000_000, 5_099_996])
  expect(bytes.range(SIZE - 6, 1000).length).toBe(6)
  expect(bytes.range(SIZE + 6, 1000).length).toBe(0)
  expect([bytes.end, bytes.skew]).toEqual([65_536, 0])
  bytes.close()
  bytes.use(Uint8Array.of(1, 2, 3))
  expect(Array.from(bytes.range(1, 9))).toEqual([2, 3])
})

test('gives what there is at the end of the file', () => {
  const bytes = new HeaderBytes()
  bytes.open(path)
  const start = bytes.fill(SIZE - 2, 12)
  expect(bytes.end - start).toBe(2)
  expect(bytes.rest(SIZE - 6, 100).length).toBe(6)
  bytes.close()
})

test('bytes in memory are a file of that size, or the beginning of a larger one', () => {
  const bytes = new HeaderBytes()
  bytes.use(Uint8Array.of(1, 2, 3))
  expect([bytes.size, bytes.end]).toEqual([3, 3])
  bytes.use(Uint8Array.of(1, 2, 3), 10)
  expect([bytes.size, bytes.end, bytes.fill(1, 5), bytes.fill(7, 1)]).toEqual([10, 3, 1, 3])
  expect(bytes.peek(2, 4).length).toBe(1)
})
