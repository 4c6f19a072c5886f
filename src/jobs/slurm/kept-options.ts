import { existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { MedoidError } from '../../core/errors.ts'
import { writeAtomically } from '../../core/files.ts'
import { object, tryParse } from '../../core/schema.ts'
import { runPaths } from '../../core/shards/shard-file.ts'
import type { RunFolder } from './run-folder.ts'
import { type ScriptOptions, scriptOptions } from './script-options.ts'

/** Options of an earlier submission. @throws MedoidError `run-options-damaged` */
export function readOptions(run: RunFolder): ScriptOptions {
  const path = pathOf(run)
  if (!existsSync(path)) return {}
  let document: unknown
  try {
    document = JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new MedoidError('run-options-damaged', { path, problem: (cause as Error).message }, { cause })
  }
  const read = tryParse<ScriptOptions>(object(scriptOptions), document, 'options.json')
  if ('problem' in read) throw new MedoidError('run-options-damaged', { path, problem: read.problem })
  return read.value
}

/**
 * Options that were given once are kept, until others are given.
 * @returns all that count now @throws MedoidError `run-options-damaged`
 */
export async function keepOptions(run: RunFolder, given: ScriptOptions): Promise<ScriptOptions> {
  const { slurm, logs } = runPaths(run.path)
  for (const folder of [slurm, logs]) mkdirSync(folder, { recursive: true, mode: 0o700 })
  const kept: Record<string, unknown> = { ...readOptions(run) }
  for (const name of Object.keys(scriptOptions) as (keyof ScriptOptions)[]) {
    if (given[name] !== undefined) kept[name] = name === 'image' ? realpathSync(given[name]) : given[name]
  }
  await writeAtomically(pathOf(run), (file) => file.writeFile(`${JSON.stringify(kept, null, 2)}\n`))
  return kept
}

function pathOf(run: RunFolder): string {
  return join(runPaths(run.path).slurm, 'options.json')
}
