/**
 * What a catalogue of millions of instances costs, and whether that stays the same as it grows: bytes written, processor time, memory.
 * `--full` measures commands and merging as well, all of it at the sizes of docs/scale.md: an hour of two cores, 6 GB of disk,
 * and an empty file for each image.
 *
 *     node bench/scale.ts [--sizes 250000,500000] [--full]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { keepHeapLean } from '../src/jobs/lean-heap.ts'
import { type Figure, megabytes, printFigures } from './figure.ts'
import { Grower } from './scale/grow.ts'
import { benchMerge } from './scale-merge.ts'
import { benchOperations } from './scale-operations.ts'
import { lookUpFigures } from './scale/look-ups.ts'
import { readingFigures } from './scale/reading.ts'
import { writingFigures } from './scale/writing.ts'

/** Instances at which everything is measured: minutes on two cores. */
const SIZES = [250_000, 500_000, 1_000_000]
const FULL_SIZES = [...SIZES, 2_000_000, 3_000_000]
const OPERATION_SIZES = [412_500, 825_000, 3_300_000]
const MERGED_SHARD = 825_000

/** @param options.print called with the figures of each size as soon as they are there */
export function benchScale(sizes = SIZES, print?: (figures: Figure[]) => void): Figure[] {
  const folder = mkdtempSync(join(tmpdir(), 'medoid-scale-'))
  const figures: Figure[] = []
  try {
    const grower = new Grower(join(folder, 'scale.sqlite'))
    for (const size of sizes) {
      // What is measured while the catalogue grows, and of it at this size.
      const some = [...writingFigures(grower, size), ...lookUpFigures(grower), ...readingFigures(grower)]
      print?.(some)
      figures.push(...some)
    }
    grower.catalogue.close()
  } finally {
    rmSync(folder, { recursive: true })
  }
  return figures
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { sizes: { type: 'string' }, full: { type: 'boolean' } } })
  keepHeapLean()
  if (values.full) {
    printFigures(benchMerge(MERGED_SHARD))
    printFigures(benchOperations(OPERATION_SIZES))
  }
  benchScale(values.full ? FULL_SIZES : values.sizes?.split(',').map(Number), printFigures)
  printFigures([{ name: 'peak memory', value: megabytes(process.resourceUsage().maxRSS * 1024), unit: 'MB' }])
}
