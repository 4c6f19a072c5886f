/**
 * What merging the shards of an archive costs an instance, and whether its memory grows with the archive.
 *
 *     node bench/scale-merge.ts [INSTANCES A SHARD]
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeCatalogue } from '../src/core/catalogue/database.ts'
import { mergeCatalogues } from '../src/core/catalogue/merge/merge.ts'
import { type Figure, megabytes } from './figure.ts'
import { growInChild } from './scale/grow.ts'

const FOLDER = fileURLToPath(new URL('../.bench/merge/', import.meta.url))
/** A 512th of the archive of the paper. No multiple of a chunk's instances: every chunk of the merged catalogue is of two of a shard. */
const INSTANCES_A_SHARD = 58_600
const SHARDS = [2, 4]
/** Rounds of a grower that a shard may take. */
const ROUNDS_A_SHARD = 1000

interface Merged {
  instances: number
  /** µs an instance. */
  cpu: number
  peakBytes: number
  writtenBytes: number
}

export function benchMerge(each = INSTANCES_A_SHARD): Figure[] {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
  const files = Array.from({ length: Math.max(...SHARDS) }, (_, i) => {
    const file = join(FOLDER, `${each}-${i}.sqlite`)
    growInChild(file, each, i * ROUNDS_A_SHARD)
    return file
  })
  const merged = SHARDS.map((shards) => mergeInChild(files.slice(0, shards)))
  rmSync(FOLDER, { recursive: true })
  const [few, many] = merged
  return [
    ...merged.map(({ instances, cpu }) => ({
      name: `merge of ${instances} instances, CPU`,
      value: cpu,
      unit: 'µs an instance',
      target: '≤ 40',
      holds: cpu <= 40
    })),
    ...merged.map(({ instances, writtenBytes }) => ({
      name: `merge of ${instances} instances, written`,
      value: writtenBytes / instances,
      unit: 'bytes an instance',
      target: '≤ 1,000',
      holds: writtenBytes / instances <= 1000
    })),
    {
      name: `peak memory of a merge of ${many.instances} instances`,
      value: megabytes(many.peakBytes),
      unit: 'MB',
      peer: `of ${few.instances}`,
      peerValue: megabytes(few.peakBytes),
      target: '< 700',
      holds: many.peakBytes < 700e6
    }
  ]
}

function mergeInChild(files: string[]): Merged {
  const child = fileURLToPath(import.meta.url)
  return JSON.parse(execFileSync(process.execPath, [child, '--merge', ...files], { encoding: 'utf8' })) as Merged
}

/** Without what starting Node takes. */
async function merge(files: string[]): Promise<Merged> {
  const target = join(FOLDER, 'merged.sqlite')
  rmSync(target, { force: true })
  const before = process.cpuUsage()
  const { instances } = await makeCatalogue(target, 'benchmark', (catalogue) =>
    mergeCatalogues(catalogue, files, { kind: 'joined', root: '/phantom' })
  )
  const { user, system } = process.cpuUsage(before)
  return {
    instances,
    cpu: (user + system) / instances,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    writtenBytes: written() ?? statSync(target).size
  }
}

/** Bytes that this process has written, where the system tells. */
function written(): number | undefined {
  const file = '/proc/self/io'
  return existsSync(file) ? Number(/wchar: (\d+)/.exec(readFileSync(file, 'utf8'))![1]) : undefined
}

if (import.meta.main) {
  const { printFigures } = await import('./figure.ts')
  const [first, ...files] = process.argv.slice(2)
  if (first === '--merge') console.log(JSON.stringify(await merge(files)))
  else printFigures(benchMerge(first === undefined ? undefined : Number(first)))
}
