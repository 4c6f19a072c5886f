import { closeSync, openSync, readSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { InflatedFile } from '../../../src/core/archives/inflated-file.ts'
import { LIMITS } from '../../../src/core/archives/limits.ts'
import { temporaryFolder } from '../catalogue/synthetic.ts'

const NOISE = Buffer.from(Uint32Array.from({ length: 1 << 18 }, (_, i) => Math.imul(i, 2_654_435_761)).buffer)

function withFile(raw: Buffer, use: (file: InflatedFile, path: string) => void, deflated = deflateRawSync(raw)): void {
  const path = join(temporaryFolder(), 'deflated')
  writeFileSync(path, deflated)
  const file = openSync(path, 'r')
  const inflated = new InflatedFile({ file, at: 0, size: deflated.length }, raw.length, crc32(raw), LIMITS)
  try {
    use(inflated, path)
  } finally {
    inflated.close()
    closeSync(file)
  }
}

function bytesOf(file: InflatedFile, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  return bytes.subarray(0, file.read(bytes, 0, length, position))
}

test('any range can be read, in any order; behind the end is nothing', () => {
  withFile(NOISE, (file) => {
    expect(file.size).toBe(1 << 20)
    expect(bytesOf(file, 900_000, 100).equals(NOISE.subarray(900_000, 900_100))).toBe(true)
    expect(bytesOf(file, 0, 200_000).equals(NOISE.subarray(0, 200_000))).toBe(true)
    expect(bytesOf(file, (1 << 20) - 4, 100)).toEqual(NOISE.subarray(-4))
    expect(bytesOf(file, 1 << 20, 100).length).toBe(0)
  })
})

test('only what is read is inflated: a beginning can be had of a member that is damaged behind it', () => {
  // Stored in blocks of 64 KiB and less (RFC 1951, section 3.2.4); the header of one in the middle is broken.
  const deflated = deflateRawSync(NOISE, { level: 0 })
  deflated.fill(0xff, 600_000)
  withFile(
    NOISE,
    (file) => {
      expect(bytesOf(file, 0, 65_536).equals(NOISE.subarray(0, 65_536))).toBe(true)
      expect(() => bytesOf(file, 1_000_000, 10)).toThrow('damaged in its archive')
    },
    deflated
  )
})

test('what is long goes to a temporary file, and is the same', () => {
  const long = Buffer.alloc(40 << 20, NOISE.subarray(0, 100_003))
  withFile(long, (file) => {
    expect(bytesOf(file, long.length - 1000, 1000).equals(long.subarray(-1000))).toBe(true)
    expect(bytesOf(file, 33 << 20, 1000).equals(long.subarray(33 << 20, (33 << 20) + 1000))).toBe(true)
    expect(bytesOf(file, 5, 1000).equals(long.subarray(5, 1005))).toBe(true)
  })
})

test('the temporary file can be had, without a name and for the user alone', () => {
  withFile(NOISE, (file) => {
    const taken = file.takeFile()
    try {
      const stats = statSync(`/proc/self/fd/${taken}`, { throwIfNoEntry: false })
      if (stats !== undefined) expect([stats.mode & 0o777, stats.nlink, stats.size]).toEqual([0o600, 0, 1 << 20])
      const bytes = Buffer.alloc(NOISE.length)
      readSync(taken, bytes, 0, NOISE.length, 0)
      expect(bytes.equals(NOISE)).toBe(true)
    } finally {
      closeSync(taken)
    }
  })
})
