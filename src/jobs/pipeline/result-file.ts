import { readFile, stat } from 'node:fs/promises'
import * as v from 'valibot'
import { MedoidError } from '../../core/errors.ts'
import { writeAtomically } from '../../core/files.ts'
import {
  anyText,
  fields,
  type Infer,
  integer,
  list,
  number,
  oneOf,
  optional,
  orNull,
  record,
  text,
  tryParse
} from '../../core/schema.ts'
import { refuseToReplaceData } from '../../core/tables/refuse.ts'

const outcome = fields({
  run: optional(integer(1, 2 ** 31)),
  clustering: optional(text({ max: 28 })),
  model: optional(integer(1, 2 ** 31)),
  evaluation: optional(integer(1, 2 ** 31))
})
/** A file that a step has written, as it was then. */
const writtenFile = fields({ path: text(), bytes: number, modified: number })

const doneStep = fields({
  /** What other steps call it; null: nothing. */
  name: orNull(text({ max: 100 })),
  /** As it is typed. */
  command: anyText,
  job: text({ max: 100 }),
  /** Of its parameters and of all that they rest on: SHA-256, in hexadecimal. */
  fingerprint: text({ max: 64 }),
  state: oneOf('running', 'done', 'failed', 'cancelled'),
  parameters: record,
  seed: orNull(number),
  /** Version of the program that ran it. */
  program: text({ max: 100 }),
  /** ISO 8601, UTC. */
  started: text({ max: 40 }),
  ended: orNull(text({ max: 40 })),
  seconds: orNull(number),
  /** What came of it, or why nothing did. */
  message: orNull(anyText),
  outcome: orNull(outcome),
  files: list(writtenFile),
  /** What it goes on with when it is run again: a model that is trained in part. */
  goOnWith: orNull(v.record(v.string(), anyText))
})
export type DoneStep = Infer<typeof doneStep>

const resultFile = fields({
  schema: v.literal('medoid-pipeline-result'),
  schemaVersion: v.literal(1),
  /** Of the pipeline: its name, and the SHA-256 of its text. */
  pipeline: fields({ name: anyText, sha256: text({ max: 64 }) }),
  program: fields({ name: anyText, version: anyText, node: anyText, platform: anyText }),
  /** Tells the catalogue from others; '' where it has nothing that does. */
  catalogue: anyText,
  updated: text({ max: 40 }),
  steps: list(doneStep)
})
export type PipelineResult = Infer<typeof resultFile>

/** A longer one was not written by Medoid. */
const MOST_BYTES = 64 * 1024 * 1024

/** `paper.result.json` beside `paper.json` */
export function resultPath(pipeline: string): string {
  return `${pipeline.replace(/\.json$/i, '')}.result.json`
}

/** @returns null where there is none yet @throws MedoidError `pipeline-result-invalid` where the file is another one */
export async function readResult(path: string): Promise<PipelineResult | null> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (found === null) return null
  const invalid = (reason: string, cause?: unknown): MedoidError =>
    new MedoidError('pipeline-result-invalid', { path, reason }, { cause })
  if (!found.isFile() || found.size > MOST_BYTES) throw invalid('it is no file of a size that Medoid writes')
  let document: unknown
  try {
    document = JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw invalid(error.message, error)
  }
  const result = tryParse(resultFile, document, 'The result')
  if ('problem' in result) throw invalid(result.problem)
  return result.value
}

export async function writeResult(path: string, result: PipelineResult): Promise<void> {
  await refuseToReplaceData(path)
  await writeAtomically(path, (handle) => handle.writeFile(`${JSON.stringify(result, null, 2)}\n`))
}

/** Files as they are now. */
export function describeFiles(paths: readonly string[]): Promise<DoneStep['files']> {
  return Promise.all(
    paths.map(async (path) => {
      const { size, mtimeMs } = await stat(path)
      return { path, bytes: size, modified: mtimeMs }
    })
  )
}

/** Whether all files are as they were. */
export async function areUnchanged(files: DoneStep['files']): Promise<boolean> {
  for (const { path, bytes, modified } of files) {
    const found = await stat(path).catch(() => null)
    if (found?.size !== bytes || found.mtimeMs !== modified) return false
  }
  return true
}
