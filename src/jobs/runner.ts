import { MedoidError } from '../core/errors.ts'
import { type JobName, jobNamed, waitsFor } from './definitions/index.ts'
import { startOf, stillRuns } from '../core/processes/started.ts'
import type { Progress } from '../core/work.ts'
import { type Message, sayMessage } from '../messages/message.ts'
import type { Terms } from '../messages/terms.ts'
import { Journal } from './journal.ts'
import type { FromJob, ToJob } from './messages.ts'
import type { ChildProcess, StartProcess } from './process.ts'
import { Rate } from './rate.ts'
import { type JobRecord, type JobState, RESUMABLE } from './record.ts'
import { readParameters } from './record-schema.ts'
import { type WrittenFile, WrittenFiles } from './written-files.ts'

const ENTRY = new URL('./entry.ts', import.meta.url)

/** A window shows no more changes a second than this many. */
const CHANGES_A_SECOND = 8

/** What jobs tell besides their progress is kept so far; all of it is in the log. */
const KEPT_NOTES = 12

/** How often the progress of a job is kept, for other hosts and for the time after this one. */
const KEPT_EVERY_MILLISECONDS = 2000

/** How often a job of another host is looked after. */
const WATCHED_EVERY_MILLISECONDS = 1000

/** How long a job that was cancelled may take to come to a committed state before a person may end it, in milliseconds. */
const STOPS_WITHIN = 10_000

interface Running {
  record: JobRecord
  process: ChildProcess
  rate: Rate
  told: number
  /** When its progress was last written down. */
  kept: number
  /** Of one that was cancelled: runs out when it should have stopped. */
  timer?: NodeJS.Timeout
  /** Whether a person has had its process ended. */
  isEnded?: boolean
}

/**
 * Starts jobs in processes of their own, one writer a catalogue at a time, and keeps the list of them with their logs. Knows
 * nothing of windows: those that want to know of changes subscribe.
 */
export class JobRunner {
  private readonly start: StartProcess
  private readonly onChange: (record: JobRecord) => void
  private readonly terms: Terms
  private readonly stopsWithin: number
  private readonly running = new Map<string, Running>()
  private readonly waiting: JobRecord[] = []
  private idle: (() => void)[] = []
  /** Jobs of other hosts. */
  private readonly watched = new Set<string>()
  private readonly written = new WrittenFiles()

  /**
   * @param start how this host starts a process
   * @param onChange hears of every change of a record
   * @param terms those of the host, for logs
   */
  constructor(start: StartProcess, onChange: (record: JobRecord) => void, terms: Terms, stopsWithin = STOPS_WITHIN) {
    this.start = start
    this.stopsWithin = stopsWithin
    this.onChange = (record) => onChange(this.withFiles(record))
    this.terms = terms
  }

  /** The jobs on a catalogue, newest first, and those on others that are not over. */
  list(catalogue: string | null): JobRecord[] {
    const live = [...this.waiting, ...[...this.running.values()].map(({ record }) => record).filter(isRunning)]
    const known = new Set(live.map(({ id }) => id))
    const remembered = catalogue === null ? [] : new Journal(catalogue).read().filter(({ id }) => !known.has(id))
    const others = remembered.map(truthful)
    for (const record of others) if (record.elsewhere !== undefined) this.watch(record)
    return [...live, ...others].sort((a, b) => (a.id < b.id ? 1 : -1)).map((record) => this.withFiles(record))
  }

  /**
   * Opens a file that a job of this process has written, as it left it. The caller closes it.
   * @param index its place among the files of the outcome
   * @throws MedoidError `no-download`
   */
  openFile(id: string, index: number): Promise<WrittenFile> {
    return this.written.open(id, index)
  }

  private withFiles(record: JobRecord): JobRecord {
    return this.written.has(record.id) ? { ...record, hasFiles: true } : record
  }

  /** Tells how far a job is that another host runs, or whose host was killed and that is about to notice, and of its end. */
  private watch(before: JobRecord): void {
    const { catalogue, id } = before
    if (this.watched.has(id)) return
    this.watched.add(id)
    let last = JSON.stringify(before)
    const timer = setInterval(() => {
      const record = new Journal(catalogue).read().find((each) => each.id === id)
      const now = record && truthful(record)
      if (now?.elsewhere === undefined) {
        clearInterval(timer)
        this.watched.delete(id)
      }
      if (now === undefined || this.running.has(id) || JSON.stringify(now) === last) return
      last = JSON.stringify(now)
      this.onChange(now)
    }, WATCHED_EVERY_MILLISECONDS)
    timer.unref()
  }

  /** @param parameters as the job takes them, checked by the caller, without the catalogue */
  add(job: JobName, catalogue: string, parameters: Record<string, unknown>): JobRecord {
    const now = new Date().toISOString()
    const record: JobRecord = {
      id: Journal.newId(),
      job,
      catalogue,
      parameters,
      state: 'waiting',
      created: now,
      changed: now,
      pid: null,
      ...thisHost(),
      progress: null,
      message: null,
      outcome: null
    }
    const journal = new Journal(catalogue)
    journal.prune(journal.read().filter(({ state }) => state !== 'running' && state !== 'waiting'))
    this.enqueue(record)
    return record
  }

  /**
   * Starts a job again that was stopped or that failed; what it committed before is not done anew.
   * @throws MedoidError `unknown-job`, `job-not-stopped`, `job-record-invalid`
   */
  resume(catalogue: string, id: string): JobRecord {
    const record = this.find(catalogue, id)
    if (!RESUMABLE.includes(record.state)) {
      throw new MedoidError('job-not-stopped', { state: record.state })
    }
    const parameters = readParameters(record)
    const again = {
      ...record,
      parameters,
      message: null,
      progress: null,
      notes: [],
      pid: null,
      ...thisHost()
    }
    this.enqueue(again)
    return again
  }

  /** @param to whether the person means to go on later */
  stop(id: string, to: 'paused' | 'cancelled'): void {
    const waiting = this.waiting.findIndex((record) => record.id === id)
    if (waiting >= 0) {
      const [record] = this.waiting.splice(waiting, 1)
      this.change(record, to)
      return
    }
    const running = this.running.get(id)
    if (running === undefined || !isRunning(running.record)) throw new MedoidError('job-not-running', {})
    running.record.stopping = to
    this.say(running, { type: 'cancel' })
    this.onChange(running.record)
    if (to === 'cancelled') this.letEnd(running)
  }

  /** Lets a person end a job that was cancelled, when it has not stopped in time. */
  private letEnd(running: Running): void {
    running.timer ??= setTimeout(() => {
      running.record.canBeEnded = true
      this.onChange(running.record)
    }, this.stopsWithin).unref()
  }

  /**
   * Ends the process of a job that was cancelled and did not stop, whatever it does; its helpers go with it.
   * @throws MedoidError `job-not-overdue`
   */
  end(id: string): void {
    const running = this.running.get(id)
    if (running?.record.canBeEnded !== true) {
      throw new MedoidError('job-not-overdue', { seconds: this.stopsWithin / 1000 })
    }
    running.isEnded = true
    running.process.end()
  }

  /** Takes a job that is over from the list. */
  forget(catalogue: string, id: string): void {
    const { state } = this.find(catalogue, id)
    if (state === 'running' || state === 'waiting') {
      throw new MedoidError('job-running', { state })
    }
    new Journal(catalogue).remove(id)
    this.written.forget(id)
  }

  log(catalogue: string, id: string): string {
    return new Journal(this.find(catalogue, id).catalogue).log(id)
  }

  /** Jobs that run or wait. */
  get busy(): number {
    // A process that has had its last word is about to end.
    const running = [...this.running.values()].filter(({ record }) => isRunning(record))
    return running.length + this.waiting.length
  }

  /** Lets every job come to a committed state, for a host that ends. */
  async close(): Promise<void> {
    for (const record of this.waiting.splice(0)) this.change(record, 'interrupted')
    for (const running of this.running.values()) this.say(running, { type: 'cancel' })
    if (this.running.size > 0) await new Promise<void>((resolve) => this.idle.push(resolve))
  }

  /** @throws MedoidError `unknown-job` */
  find(catalogue: string, id: string): JobRecord {
    const record = this.list(catalogue).find((each) => each.id === id)
    if (record === undefined) throw new MedoidError('unknown-job', { id })
    return record
  }

  private enqueue(record: JobRecord): void {
    this.waiting.push(record)
    const first = this.blocking(record)
    if (first !== undefined) record.waitsFor = jobNamed(first.job).title
    this.change(record, 'waiting')
    this.startWaiting()
  }

  private startWaiting(): void {
    for (const record of [...this.waiting]) {
      const first = this.blocking(record)
      if (first === undefined) {
        this.waiting.splice(this.waiting.indexOf(record), 1)
        this.run(record)
      } else if (record.waitsFor !== jobNamed(first.job).title) {
        record.waitsFor = jobNamed(first.job).title
        this.onChange(record)
      }
    }
  }

  /** The job that has to end before another one starts. */
  private blocking(record: JobRecord): JobRecord | undefined {
    // A job that was stopped and goes on has the process that stopped to wait for, too.
    const found = [...this.running.values()].find(
      (each) => each.record.id === record.id || waitsFor(record, each.record)
    )
    return found?.record
  }

  private run(record: JobRecord): void {
    const child = this.start(ENTRY, `medoid ${record.job}`)
    const running: Running = { record, process: child, rate: new Rate(), told: -Infinity, kept: -Infinity }
    this.running.set(record.id, running)
    setPid(record, child.pid)
    this.change(record, 'running')
    child.onOutput((text) => this.note(record, text))
    child.onMessage((message) => this.hear(running, message as FromJob))
    child.onExit((status) => {
      if (record.state === 'running' && running.isEnded) {
        record.message = { code: 'process-not-stopped', parameters: {} }
        this.change(record, 'cancelled')
      } else if (record.state === 'running') {
        record.message =
          status === null
            ? { code: 'process-killed', parameters: {} }
            : { code: 'process-ended', parameters: { status } }
        this.change(record, 'interrupted')
      }
      clearTimeout(running.timer)
      this.running.delete(record.id)
      this.startWaiting()
      if (this.running.size === 0) for (const done of this.idle.splice(0)) done()
    })
    this.say(running, {
      type: 'run',
      job: record.job,
      parameters: { ...record.parameters, catalogue: record.catalogue }
    })
  }

  private hear(running: Running, message: FromJob): void {
    const { record } = running
    if (record.pid === null && running.process.pid !== undefined) {
      setPid(record, running.process.pid)
      new Journal(record.catalogue).write(record)
    }
    switch (message.type) {
      case 'progress':
        this.progress(running, message.progress)
        return
      case 'note':
        record.notes = [...(record.notes ?? []), message.note].slice(-KEPT_NOTES)
        this.note(record, `${sayMessage(message.note, this.terms)}\n`)
        this.onChange(record)
        return
      case 'saved':
        record.parameters = { ...record.parameters, ...message.goOnWith }
        new Journal(record.catalogue).write(record)
        this.onChange(record)
        return
      case 'done':
        record.message = message.message
        record.outcome = message.outcome
        if (message.outcome.files !== undefined) this.written.remember(record.id, message.outcome.files)
        this.change(record, 'done')
        break
      case 'failed':
        record.message = message.message
        if (message.stack !== undefined) this.note(record, `${message.stack}\n`)
        this.change(record, 'failed')
        break
      case 'cancelled':
        record.message = { code: 'stopped', parameters: {} }
        this.change(record, record.stopping ?? 'interrupted')
    }
    running.process.kill()
  }

  private progress(running: Running, progress: Progress): void {
    const { record } = running
    if (record.progress?.stage !== progress.stage) this.note(record, `${progress.stage}\n`)
    record.progress = running.rate.progress(progress)
    const now = performance.now()
    if (now - running.kept > KEPT_EVERY_MILLISECONDS) {
      running.kept = now
      new Journal(record.catalogue).write(record)
    }
    if (now - running.told < 1000 / CHANGES_A_SECOND && progress.done !== progress.total) return
    running.told = now
    this.onChange(record)
  }

  private change(record: JobRecord, state: JobState): void {
    record.state = state
    if (state !== 'running') {
      clearTimeout(this.running.get(record.id)?.timer)
      delete record.stopping
      delete record.canBeEnded
    }
    if (state !== 'waiting') delete record.waitsFor
    record.changed = new Date().toISOString()
    const journal = new Journal(record.catalogue)
    journal.write(record)
    const { message } = record
    this.note(record, `${state}${message === null ? '' : `: ${sayMessage(message, this.terms)}`}\n`)
    this.onChange(record)
  }

  private note(record: JobRecord, text: string): void {
    new Journal(record.catalogue).append(record.id, `${new Date().toISOString()} ${text}`)
  }

  private say({ process }: Running, message: ToJob): void {
    process.send(message)
  }
}

/** Of this process, as other hosts will know it. */
function thisHost(): Pick<JobRecord, 'host' | 'hostStarted'> {
  const started = startOf(process.pid)
  return { host: process.pid, ...(started === null ? {} : { hostStarted: started }) }
}

function setPid(record: JobRecord, pid: number | undefined): void {
  const started = pid === undefined ? null : startOf(pid)
  record.pid = pid ?? null
  if (started === null) delete record.pidStarted
  else record.pidStarted = started
}

function isRunning({ state }: JobRecord): boolean {
  return state === 'running'
}

/** What is so of a job of another host. One that was left running when its host ended does not run any more. */
function truthful(record: JobRecord): JobRecord {
  const { state, pid, pidStarted, host, hostStarted, changed } = record
  if (state !== 'running' && state !== 'waiting') return record
  // A host that had this number before is no other one.
  const lives = host !== undefined && host !== process.pid && stillRuns(host, hostStarted, changed)
  const isAtWork = pid !== null && stillRuns(pid, pidStarted, changed)
  if (state === 'waiting' && lives) {
    return { ...record, elsewhere: { code: 'waits-elsewhere', parameters: { process: host } } }
  }
  if (state === 'running' && (lives || isAtWork)) {
    const elsewhere: Message = lives
      ? { code: 'runs-elsewhere', parameters: { process: host } }
      : { code: 'ends-elsewhere', parameters: {} }
    return { ...record, elsewhere }
  }
  const code = state === 'waiting' ? 'ended-waiting' : 'ended-running'
  return { ...record, state: 'interrupted', message: { code, parameters: {} } }
}
