import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SHELL_TERMS } from '../../../src/cli/terms.ts'
import type { MedoidError } from '../../../src/core/errors.ts'
import { PRECISIONS, VECTOR_FORMATS } from '../../../src/core/vectors/layout.ts'
import { requireSpace, requireVectorSpace, smallerVectors, vectorFileBytes } from '../../../src/core/vectors/size.ts'
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

describe('of vectors that do not fit it is said how less is written', () => {
  const PAPER = { format: 'npy', rows: 30e6, length: 81_920, precision: 'f32' } as const

  test('30 million images of the paper’s architecture take 9.8 TB; in halves, projected or of a sample less', () => {
    expect(vectorFileBytes('npy', 30e6, 81_920)).toBeCloseTo(9.833e12, -10)
    const { halves, projected, sample } = smallerVectors(PAPER, 1e12)
    // 30e6 × 81,920 × 2, and 30e6 × 256 × 4, and a line of the index for each.
    expect(halves).toBeCloseTo(4.918e12, -10)
    expect(projected!.values).toBe(256)
    expect(projected!.bytes).toBeCloseTo(33.3e9, -9)
    expect(sample!.images).toBe(3_000_000)
    expect(sample!.bytes).toBeCloseTo(983.3e9, -9)
  })

  test('what is chosen already is not said again', () => {
    expect(smallerVectors({ ...PAPER, precision: 'f16', length: 256 }, 1e9)).toMatchObject({
      halves: null,
      projected: null,
      sample: { images: 1_600_000 }
    })
  })

  test('where not one image fits there is no sample', () => {
    expect(smallerVectors(PAPER, 1000).sample).toBeNull()
    expect(smallerVectors(PAPER, 0).sample).toBeNull()
  })

  test('the error names them in the words of the shell', async () => {
    const refused = await requireVectorSpace(join(folder, 'v.npy'), { ...PAPER, rows: 3e12 }).catch((error: unknown) =>
      (error as MedoidError).explain(SHELL_TERMS)
    )
    expect(refused).toMatch(
      /v\.npy needs 983\d{3}\.\d TB, and its disk has .* left\. Take --precision f16 \(49\d{4}\.\d TB\) or --project 256 \(.* TB\) or --sample \d+ \(.*\)\. Free some space, or write to another disk\./
    )
  })
})
