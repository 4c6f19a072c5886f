import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { PRECISIONS, VECTOR_FORMATS } from '../../../src/core/vectors/layout.ts'
import { requireSpace, vectorFileBytes } from '../../../src/core/vectors/size.ts'
import { VectorFile } from '../../../src/core/vectors/vector-file.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medoid-vectors-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const UID = `2.25.${'9'.repeat(59)}`

const LENGTHS = [1, 300, 5120]
const ALL = VECTOR_FORMATS.flatMap((format) =>
  PRECISIONS.flatMap((precision) => LENGTHS.map((length) => [format, precision, length] as const))
)
test.each(ALL)(
  '%s, %s, %d values: the file is at most as large as was said, and not much smaller',
  async (format, precision, length) => {
    for (const rows of [0, 1, 1000]) {
      const file = await VectorFile.open({ path: join(folder, 'v'), format, precision, rows, length, source: {} })
      await file.write({
        instances: Array.from({ length: rows }, (_, i) => i),
        uids: Array.from({ length: rows }, () => UID),
        clusters: Int32Array.from({ length: rows }, () => 2 ** 31 - 1),
        vectors: new Float32Array(rows * length)
      })
      const written = (await file.finish()).files.reduce((sum, { bytes }) => sum + bytes, 0)
      const said = vectorFileBytes(format, rows, length, precision)
      expect(said).toBeGreaterThanOrEqual(written)
      expect(said - written).toBeLessThan(2000 + rows * 60)
    }
  }
)

test('of the paper’s architecture, 300,000 images take 98 GB', () => {
  // 64 × 64 × 20 values of 4 bytes each.
  for (const format of VECTOR_FORMATS) expect(vectorFileBytes(format, 300_000, 81_920) / 1e9).toBeCloseTo(98.3, 0)
})

test('what is needed and what is there are both named', async () => {
  await expect(requireSpace(join(folder, 'v'), 1e18)).rejects.toThrow(
    /v needs 1000000\.0 TB, and its disk has [\d.]+ [MG]B left/
  )
  await requireSpace(join(folder, 'v'), 1)
})
