import { expect, test } from 'vitest'
import { hashInto } from '../../../src/core/catalogue/hash.ts'

function hash(bytes: Uint8Array, start = 0, end = bytes.length): string {
  const lanes = new Uint32Array(2)
  hashInto(bytes, start, end, lanes)
  return `${lanes[0]} ${lanes[1]}`
}

test('only the bytes between start and end count', () => {
  expect(hash(Buffer.from('..1.2.840..'), 2, 9)).toBe(hash(Buffer.from('1.2.840')))
})

test('texts that differ in their last byte, in length or by zeros at the end have different hashes', () => {
  const texts = ['', '\0', '\0\0', '1', '1\0', '1.2', '1.3', '1.2\0', '1.23', '1.24', '1.234', '1.2345', '1.2346']
  expect(new Set(texts.map((text) => hash(Buffer.from(text)))).size).toBe(texts.length)
})

test('each half alone tells the UIDs of an archive apart', () => {
  const lanes = new Uint32Array(2)
  const halves = [new Set<number>(), new Set<number>()]
  for (let i = 0; i < 20_000; i++) {
    const bytes = Buffer.from(`1.2.840.113619.2.408.5282380.4562341.27283.1537222031.${i}`)
    hashInto(bytes, 0, bytes.length, lanes)
    halves.forEach((half, lane) => half.add(lanes[lane]))
  }
  // Of 20,000 values in 2^32, 0.05 collisions are to be expected.
  for (const half of halves) expect(half.size).toBeGreaterThanOrEqual(19_998)
})
