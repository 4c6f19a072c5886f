import { deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { giveBack, takeInflater } from '../../../src/core/archives/inflater.ts'

test('an inflater serves one member after another, and none after it has failed', () => {
  const first = takeInflater()
  const inflate = (text: string) => {
    const inflater = takeInflater()
    const found: Buffer[] = []
    inflater.onBytes = (bytes) => found.push(bytes)
    inflater.write(deflateRawSync(text))
    giveBack(inflater)
    return Buffer.concat(found).toString()
  }
  expect(['one', 'two'].map(inflate)).toEqual(['one', 'two'])
  // A block of the type that is none (RFC 1951, section 3.2.3).
  first.write(Buffer.from([0xff, 0xff]))
  expect(first.failure?.code).toBe('Z_DATA_ERROR')
  giveBack(first)
  expect(takeInflater()).not.toBe(first)
  expect(inflate('three')).toBe('three')
})
