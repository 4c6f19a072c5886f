import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Database } from 'better-sqlite3'
import { formatClustering } from '../core/catalogue/clustering-name.ts'
import { identityOf } from '../core/catalogue/database.ts'
import { evaluationIds } from '../core/catalogue/evaluations.ts'
import { modelIds } from '../core/catalogue/models.ts'
import { presentRuns } from '../core/catalogue/run-notes.ts'
import { catalogueState } from '../core/catalogue/state.ts'
import { CancelledError, MedoidError, messageOf } from '../core/errors.ts'
import { throwIfCancelled, type Work } from '../core/work.ts'
import { sayMessage } from '../messages/message.ts'
import { PLAIN_TERMS } from '../messages/terms.ts'
import { reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import { defaultCatalogue } from './default-catalogue.ts'
import type { CataloguePart } from './definition.ts'
import { jobNamed, runJob } from './definitions/index.ts'
import type { RunPipelineParameters } from './definitions/pipeline.ts'
import { aboutOf } from './parameter.ts'
import { parametersOfStep, type Pipeline, type PipelineStep, readPipeline } from './pipeline/read-pipeline.ts'
import {
  areUnchanged,
  describeFiles,
  type DoneStep,
  readResult,
  resultPath,
  writeResult
} from './pipeline/result-file.ts'
import { stepOf } from './pipeline/steps.ts'
import { typedCommand } from './pipeline/typed-command.ts'
import { PROGRAM_VERSION } from './program.ts'
import type { JobOutcome } from './record.ts'

/** Why a step is run. */
export type WhyDone = 'new' | 'incremental' | 'changed' | 'unfinished' | 'gone' | 'follows'

export interface StepReport {
  /** What other steps call it; null: nothing. */
  name: string | null
  title: string
  /** As it is typed; the names of steps stand in place of numbers that are not known yet. */
  command: string
  /** `done` before; `ran` now; or it would run. */
  state: 'done' | 'ran' | 'would-run'
  /** Of a step that ran, or would run. */
  why: WhyDone | null
  /** What came of it; null where it has not run. */
  message: string | null
  seconds: number | null
}

export interface PipelineReport {
  pipeline: string
  catalogue: string
  /** The file with versions, seeds and what came of each step; null where it was only printed. */
  result: string | null
  steps: StepReport[]
}

type State = ReturnType<typeof catalogueState>

/** What is known of a catalogue before a step. */
interface Known {
  identity: string
  state: State
  runs: number[]
  models: number[]
  evaluations: number[]
}

/** A catalogue that nobody has made yet. */
const NOTHING: Known = {
  identity: '',
  state: { values: '', clusters: '', names: '' },
  runs: [],
  models: [],
  evaluations: []
}

/** A step whose turn has come. */
interface Turn {
  step: PipelineStep
  fingerprint: string
  outcome: JobOutcome
  /** Whether what it makes is known: not where it would run first. */
  isKnown: boolean
}

/**
 * Runs the steps of a pipeline that are not done, in their order. A step is done where the result file has one with the same
 * fingerprint (its parameters, the files that it reads, the parts of the catalogue that it rests on, and the steps before it that
 * change these) and what it made is still there. After each step the result file is written: after `kill -9` the steps that had ended are done.
 * A step that was going on is run again, and goes on from what its job had committed.
 */
export const runPipelineJob: Job<RunPipelineParameters, PipelineReport> = {
  run: async ({ file, catalogue: asked, print }, work) => {
    const source = await readPipelineFile(file)
    const pipeline = readPipeline(source, file)
    const catalogue = resolve(asked ?? pipeline.catalogue ?? defaultCatalogue())
    const path = resultPath(file)
    const before = await readResult(path)
    const isOther = before !== null && before.catalogue !== '' && before.catalogue !== (await identityAt(catalogue))
    const records = new Records(path, file, source, isOther ? [] : (before?.steps ?? []))
    const steps = await goThrough(pipeline, catalogue, records, print, work)
    return { pipeline: file, catalogue, result: print ? null : path, steps }
  }
}

async function readPipelineFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new MedoidError('pipeline-unreadable', { path: file, reason: (error as Error).message }, { cause: error })
  }
}

async function goThrough(
  { steps }: Pipeline,
  catalogue: string,
  records: Records,
  print: boolean,
  work: Work
): Promise<StepReport[]> {
  const turns: Turn[] = []
  const reports: StepReport[] = []
  for (const [i, step] of steps.entries()) {
    throwIfCancelled(work)
    const definition = jobNamed(step.job)
    const known = await look(catalogue)
    const numbers = numbersOf(step, turns, print)
    const isKnown = numbers !== null
    const parameters = parametersOfStep(step, numbers ?? {})
    const command = typedCommand(step.job, { ...step.given, ...numbers }, catalogue)
    const fingerprint = await fingerprintOf(step, parameters, known.state, turns)
    const record = await settled(step, records.find(fingerprint), parameters, catalogue)
    const why = isKnown ? await whyRun(step, record, records, known) : 'follows'
    const about = { name: step.name ?? null, title: definition.title, command }
    const place = { step: i + 1, steps: steps.length, title: definition.title, name: step.name ?? null }

    if (why === null) {
      work.onMessage?.({ code: 'pipeline-step-done', parameters: place })
      records.keep(record!)
      turns.push({ step, fingerprint, outcome: record!.outcome ?? {}, isKnown: true })
      reports.push({ ...about, state: 'done', why, message: record!.message, seconds: record!.seconds })
      continue
    }
    if (print) {
      const outcome = why === 'incremental' ? (record?.outcome ?? {}) : {}
      turns.push({ step, fingerprint, outcome, isKnown: why === 'incremental' })
      reports.push({ ...about, state: 'would-run', why, message: null, seconds: null })
      continue
    }
    work.onMessage?.({ code: 'pipeline-step', parameters: place })
    const ran = await runStep({ step, parameters, fingerprint, command }, record, catalogue, records, turns, work)
    turns.push({ step, fingerprint: ran.fingerprint, outcome: ran.outcome ?? {}, isKnown: true })
    reports.push({ ...about, state: 'ran', why, message: ran.message, seconds: ran.seconds })
  }
  if (!print) await records.finish(await identityAt(catalogue))
  return reports
}

interface Begun {
  step: PipelineStep
  parameters: Record<string, unknown>
  fingerprint: string
  command: string
}

async function runStep(
  { step, parameters, fingerprint, command }: Begun,
  former: DoneStep | undefined,
  catalogue: string,
  records: Records,
  turns: readonly Turn[],
  work: Work
): Promise<DoneStep> {
  const goOnWith = former !== undefined && former.state !== 'done' ? former.goOnWith : null
  const record: DoneStep = {
    name: step.name ?? null,
    command,
    job: step.job,
    fingerprint,
    state: 'running',
    parameters,
    seed: typeof parameters.seed === 'number' ? parameters.seed : null,
    program: PROGRAM_VERSION,
    started: new Date().toISOString(),
    ended: null,
    seconds: null,
    message: null,
    outcome: null,
    files: [],
    goOnWith
  }
  const started = performance.now()
  const end = async (state: DoneStep['state'], message: string): Promise<void> => {
    const seconds = (performance.now() - started) / 1000
    Object.assign(record, { state, message, seconds, ended: new Date().toISOString() } satisfies Partial<DoneStep>)
    await records.write(await identityAt(catalogue))
  }
  records.keep(record)
  await records.write(await identityAt(catalogue))
  let saving: Promise<void> = Promise.resolve()
  try {
    const told = await runJob(
      step.job,
      { ...parameters, ...goOnWith, catalogue },
      {
        ...work,
        onSaved: (goOnWith) => {
          record.goOnWith = goOnWith
          saving = saving.then(async () => records.write(await identityAt(catalogue)))
        }
      }
    )
    await saving
    const { files = [], ...outcome } = told.outcome
    record.outcome = outcome
    record.files = await describeFiles(files)
    // What it has changed itself is no reason to do it again.
    const { readsOnly, changes = [] } = stepOf(jobNamed(step.job))
    const changesItsOwn = changes.some((part) => readsOnly?.includes(part) ?? true)
    if (changesItsOwn) record.fingerprint = await fingerprintOf(step, parameters, (await look(catalogue)).state, turns)
    await end('done', sayMessage(told.message, PLAIN_TERMS))
    return record
  } catch (error) {
    await end(error instanceof CancelledError ? 'cancelled' : 'failed', sayMessage(messageOf(error), PLAIN_TERMS))
    throw error
  }
}

/** A step that was killed between the end of its job and its record is done. */
async function settled(
  { job }: PipelineStep,
  record: DoneStep | undefined,
  parameters: Readonly<Record<string, unknown>>,
  catalogue: string
): Promise<DoneStep | undefined> {
  const { madeSince } = stepOf(jobNamed(job))
  if (record?.state !== 'running' || madeSince === undefined || !existsSync(catalogue)) return record
  const find = await madeSince()
  const outcome = await reading(catalogue, ({ db }) => find(db, record.started, parameters))
  if (outcome === null) return record
  return { ...record, state: 'done', outcome, ended: new Date().toISOString(), message: null }
}

/** @returns null where nothing is to do */
async function whyRun(
  { job, name }: PipelineStep,
  record: DoneStep | undefined,
  records: Records,
  known: Known
): Promise<WhyDone | null> {
  if (stepOf(jobNamed(job)).isIncremental) return 'incremental'
  if (record === undefined) return records.hasAnother(job, name) ? 'changed' : 'new'
  if (record.state !== 'done') return 'unfinished'
  const { run, model, evaluation } = record.outcome ?? {}
  const isThere =
    (run === undefined || known.runs.includes(run)) &&
    (model === undefined || known.models.includes(model)) &&
    (evaluation === undefined || known.evaluations.includes(evaluation)) &&
    (await areUnchanged(record.files))
  return isThere ? null : 'gone'
}

/** The numbers that the names of steps stand for. @returns null where one is not known before that step has run */
function numbersOf(
  { references }: PipelineStep,
  turns: readonly Turn[],
  print: boolean
): Record<string, string> | null {
  const numbers: Record<string, string> = {}
  for (const { parameter, step, what, k } of references) {
    const { outcome, isKnown, step: of } = turns[step]
    const number = outcome[what]
    if (!isKnown && print) return null
    if (number === undefined) throw new Error(`${of.job} gives no ${what}, though its definition says so`)
    numbers[parameter] = what === 'run' ? clusteringOf(outcome, k) : String(number)
  }
  return numbers
}

/** The K that is asked for, or the one that the step has found. */
function clusteringOf({ run, clustering }: JobOutcome, k: number | undefined): string {
  return k === undefined ? clustering! : formatClustering({ run: run!, k })
}

/** What a step rests on, as one text: SHA-256, in hexadecimal. */
async function fingerprintOf(
  { job }: PipelineStep,
  parameters: Readonly<Record<string, unknown>>,
  state: State,
  before: readonly Turn[]
): Promise<string> {
  const definition = jobNamed(job)
  const { readsOnly, isIncremental } = stepOf(definition)
  const reads = (part: CataloguePart): boolean => readsOnly?.includes(part) ?? true
  const parts = isIncremental ? [] : Object.entries(state).filter(([part]) => reads(part as CataloguePart))
  const follows = before.filter(({ step }) => {
    const { changes = [] } = stepOf(jobNamed(step.job))
    return !isIncremental && (readsOnly === undefined || changes.some(reads))
  })
  const inputs: Record<string, string | null> = {}
  for (const [name, schema] of Object.entries(definition.parameters)) {
    const value = parameters[name]
    if (aboutOf(schema).isInput && typeof value === 'string') inputs[name] = await hashOf(value)
  }
  const rests = { job, parameters: sorted(parameters), parts, inputs, follows: follows.map(made) }
  return createHash('sha256').update(JSON.stringify(rests)).digest('hex')
}

/** What a step has made, for those that follow: the same clustering may have another number. */
function made({ fingerprint, outcome }: Turn): unknown {
  return [fingerprint, sorted(outcome as Record<string, unknown>)]
}

function sorted(parameters: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1))
}

/** @returns null where there is no such file */
async function hashOf(path: string): Promise<string | null> {
  if (!existsSync(path)) return null
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

/** Tells the catalogue from others: all that a record needs of it; '' where there is none yet. */
async function identityAt(catalogue: string): Promise<string> {
  return existsSync(catalogue) ? reading(catalogue, ({ db }) => identityOf(db)) : NOTHING.identity
}

async function look(catalogue: string): Promise<Known> {
  if (!existsSync(catalogue)) return NOTHING
  return reading(catalogue, ({ db }) => knownOf(db))
}

function knownOf(db: Database): Known {
  return {
    identity: identityOf(db),
    state: catalogueState(db),
    runs: presentRuns(db),
    models: modelIds(db),
    evaluations: evaluationIds(db)
  }
}

/** The steps of the result file: those of this time, and until all are done, those of the time before. */
class Records {
  private readonly path: string
  private readonly pipeline: { name: string; sha256: string }
  private readonly former: readonly DoneStep[]
  private readonly kept: DoneStep[] = []

  constructor(path: string, file: string, source: string, former: readonly DoneStep[]) {
    this.path = path
    this.pipeline = { name: basename(file), sha256: createHash('sha256').update(source).digest('hex') }
    this.former = former
  }

  find(fingerprint: string): DoneStep | undefined {
    return this.former.findLast((each) => each.fingerprint === fingerprint && !this.kept.includes(each))
  }

  /** Whether the same step was run with other parameters, or on another state of the catalogue. */
  hasAnother(job: string, name: string | undefined): boolean {
    return this.former.some((each) => each.job === job && each.name === (name ?? null))
  }

  keep(record: DoneStep): void {
    this.kept.push(record)
  }

  write(catalogue: string): Promise<void> {
    const fingerprints = new Set(this.kept.map(({ fingerprint }) => fingerprint))
    const left = this.former.filter(({ fingerprint }) => !fingerprints.has(fingerprint))
    return this.save(catalogue, [...this.kept, ...left])
  }

  /** What is no step of the pipeline any more is forgotten. */
  finish(catalogue: string): Promise<void> {
    return this.save(catalogue, this.kept)
  }

  private save(catalogue: string, steps: DoneStep[]): Promise<void> {
    return writeResult(this.path, {
      schema: 'medoid-pipeline-result',
      schemaVersion: 1,
      pipeline: this.pipeline,
      program: {
        name: 'medoid',
        version: PROGRAM_VERSION,
        node: process.version,
        platform: `${process.platform} ${process.arch}`
      },
      catalogue,
      updated: new Date().toISOString(),
      steps
    })
  }
}
