import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import type { Backend } from '../core/embedding/backend.ts'
import { MedoidError } from '../core/errors.ts'
import { writeError } from '../core/files.ts'
import { publish } from '../core/shards/publish.ts'
import type { Difference } from '../messages/en/vectors.ts'
import { withScratch } from './scratch.ts'
import { arrayList } from './slurm/array.ts'

/** Results of the tasks of a job array: a finished file each, in one folder that all machines share. */

/** Numbers of the shards that have a file, ascending. @throws MedoidError `results-missing` where there are none */
export function resultsIn(folder: string, ending = 'sqlite'): number[] {
  const names = existsSync(folder) ? readdirSync(folder) : []
  const shards = names.flatMap((name) => {
    const [, shard, kind] = /^(\d{5,6})\.([a-z]+)$/.exec(name) ?? []
    return kind === ending ? [Number(shard)] : []
  })
  if (shards.length === 0) throw new MedoidError('results-missing', { why: 'all', folder })
  return shards.sort((a, b) => a - b)
}

/** @throws MedoidError `results-missing` where some of `shards` have no file */
export function requireAll(folder: string, found: readonly number[], shards: number): void {
  const there = new Set(found)
  const missing = Array.from({ length: shards }, (_, shard) => shard).filter((shard) => !there.has(shard))
  if (missing.length === 0) return
  const tasks = arrayList(missing)
  throw new MedoidError('results-missing', { why: 'some', folder, missing: missing.length, shards, tasks })
}

/** @throws MedoidError `result-unfit` where a result was made with other settings */
export function requireSame(path: string, found: Readonly<Record<string, string>>, wanted: typeof found): void {
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(found)])]
  const settings = names
    .filter((name) => found[name] !== wanted[name])
    .map((name): Difference => ({ name, was: found[name] ?? null, is: wanted[name] ?? null }))
  if (settings.length > 0) throw new MedoidError('result-unfit', { why: 'settings', path, settings })
}

/**
 * Makes a file on a disk of this machine, and gives it its name in the shared folder when it is finished; of two attempts the first wins.
 * @param purpose what the process does
 * @param make is given where to write, and a folder for what it needs besides
 * @throws MedoidError as `publish` does, and what `make` throws
 */
export async function publishing(
  purpose: string,
  target: { folder: string; file: string },
  make: (local: string, scratch: string) => Promise<void>
): Promise<void> {
  try {
    mkdirSync(target.folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw writeError(target.file, error)
  }
  await withScratch(purpose, async (folder) => {
    const local = join(folder, 'result')
    await make(local, folder)
    await publish(local, target.file)
  })
}

/**
 * What computed, in words for people. How many threads do is no matter; which processor is: not all multiply and add in one step.
 */
export function deviceOf({ name, device }: Pick<Backend, 'name' | 'device'>): string {
  return `${name} (${name === 'wasm' ? (cpus()[0]?.model.trim() ?? device) : device})`
}
