import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { MadeByPeople } from '../core/catalogue/made-by-people.ts'
import { MedoidError } from '../core/errors.ts'
import type { FilesCompared } from '../core/pixels/compare-files.ts'
import { throwIfCancelled, type Work } from '../core/work.ts'
import { type Message, say } from '../messages/message.ts'
import { systemUser } from '../core/author.ts'
import { dataFolder, defaultCatalogue } from '../jobs/default-catalogue.ts'
import { describeJobs } from '../jobs/definitions/describe.ts'
import type { StartProcess } from '../jobs/process.ts'
import { PROGRAM_VERSION } from '../jobs/program.ts'
import type { JobRecord } from '../jobs/record.ts'
import { JobRunner } from '../jobs/runner.ts'
import type { WrittenFile } from '../jobs/written-files.ts'
import type { AppState } from './areas/app.ts'
import { type BytesAnswer, bytesAnswer } from './bytes-answer.ts'
import type { ChangedSelections, Event, LabelledClusters, MethodName, Reply } from './contract.ts'
import { downloadAnswer, downloadAt } from './downloads.ts'
import { explainFile } from './file-gone.ts'
import type { Host } from './host.ts'
import { hostMethods } from './host-methods.ts'
import { hiddenAnswer, hiddenContours, hiddenState } from './hiding/host-answers.ts'
import { Pseudonyms } from './hiding/pseudonyms.ts'
import { type DocumentStream, openDocument } from './images/documents.ts'
import { FileProcess } from './images/file-process.ts'
import { frameAt, packFrame } from './images/frames.ts'
import { objectAt, packObject } from './images/objects.ts'
import { Lane } from './lane.ts'
import { MadeElsewhere } from './made-elsewhere.ts'
import { mapAt } from './maps/address.ts'
import type { Traits } from './messages.ts'
import { type HostMethod, readCall } from './method.ts'
import { RecentCatalogues } from './recent.ts'
import { outcomeOf, replyOf, valueOf } from './reply.ts'
import { type ShownJob, shownJob } from './shown-job.ts'
import { type ThumbnailAnswer, thumbnailAt, ThumbnailQueue } from './thumbnails.ts'
import { WINDOW_TERMS } from './window-terms.ts'

const CHANGES_SELECTIONS: ReadonlySet<unknown> = new Set<MethodName>([
  'selections.save',
  'selections.remove',
  'selections.restore'
])

const CHANGES_FEATURES: ReadonlySet<unknown> = new Set<MethodName>([
  'features.keep',
  'features.step',
  'featureSets.save',
  'featureSets.remove',
  'featureSets.restore',
  'featureSets.rename'
])

/** What answers of a catalogue end with when its file is not there: one that was open, and one that another process had not opened yet. */
const GONE: ReadonlySet<string> = new Set<Message['code']>(['catalogue-gone', 'catalogue-missing'])

/**
 * All that a host offers its windows, whatever carries the messages: keeps jobs and the open catalogue, answers calls about these,
 * and forwards the rest to processes of the service, so that nothing here ever waits.
 */
export class WindowBackend implements Host {
  private readonly kind: AppState['host']
  private readonly quick: Lane
  private readonly slow: Lane
  private readonly pictures: Lane
  private readonly thumbnails: ThumbnailQueue
  readonly files: FileProcess
  readonly jobs: JobRunner
  private readonly elsewhere: MadeElsewhere
  private readonly recent = new RecentCatalogues(dataFolder())
  private readonly listeners = new Set<(event: Event) => void>()
  private known: Promise<ReadonlyMap<unknown, Traits>> | null = null
  /** It never changes, and every window asks for it. */
  private readonly described = describeJobs()
  catalogue: string | null = null
  /** The file that was open and is not there any more. */
  private gone: string | null = null
  private hides = false
  private readonly pseudonyms = new Pseudonyms()
  readonly sample = join(dataFolder(), 'sample', 'catalogue.sqlite')

  /** @param start how this host starts a process @param jobStopsWithin see `JobRunner`; in milliseconds */
  constructor(host: AppState['host'], start: StartProcess, jobStopsWithin?: number) {
    this.kind = host
    this.quick = new Lane(start, 'medoid service')
    this.slow = new Lane(start, 'medoid service (analysis)')
    this.pictures = new Lane(start, 'medoid service (pictures)')
    this.thumbnails = new ThumbnailQueue(this.pictures)
    this.files = new FileProcess(start)
    this.elsewhere = new MadeElsewhere(
      (catalogue) => this.states(catalogue),
      (catalogue, what) => this.tellMade(catalogue, what)
    )
    this.jobs = new JobRunner(start, (record) => this.onJob(record), WINDOW_TERMS, jobStopsWithin)
  }

  /** @returns a function that stops it */
  listen(listener: (event: Event) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /**
   * Answers one call of a window, which may hold anything.
   * @param signal tells that nobody waits for it any more: it is then answered with `cancelled`, unless it has been done
   */
  async call(method: unknown, given: unknown, signal?: AbortSignal): Promise<Reply<unknown>> {
    /** What is meant by the pseudonyms that the window asks with. */
    const texts = new Set<string>()
    const outcome = await outcomeOf(() => {
      throwIfCancelled({ signal })
      return this.answer(
        method,
        this.pseudonyms.meant(given, (text) => texts.add(text)),
        { signal }
      )
    })
    if (!outcome.ok && GONE.has(outcome.error.code)) this.loseCatalogue()
    if (!this.hides) return replyOf(outcome)
    const hidden = outcome.ok ? outcome : { ok: false as const, error: this.pseudonyms.ofMessage(outcome.error) }
    return replyOf(this.pseudonyms.again(hidden, texts))
  }

  /** What a window means by a path that it was shown. */
  meant(path: unknown): unknown {
    return this.pseudonyms.meant(path)
  }

  /**
   * Answers what a window asks for by address and is no file of the window.
   * @param signal tells that nobody waits for it any more
   * @returns null where nothing of the catalogue has this address
   */
  async picture(path: string, signal?: AbortSignal): Promise<ThumbnailAnswer | BytesAnswer | null> {
    const wanted = frameAt(path)
    if (wanted !== null) {
      const { instance, frame } = wanted
      const ask = (path: string | Uint8Array) => this.files.ask({ ask: 'frame', path, frame }, signal)
      return bytesAnswer(() => this.withoutPaths(async () => packFrame(await this.askFile(instance, ask, signal))))
    }
    const part = objectAt(path)
    if (part !== null) {
      const ask = (path: string | Uint8Array) => this.files.ask({ ...part.question, path }, signal)
      return bytesAnswer(() =>
        this.withoutPaths(async () => {
          const found = await this.askFile(part.instance, ask, signal)
          return packObject(this.hides && 'heads' in found ? hiddenContours(found, this.pseudonyms) : found)
        })
      )
    }
    const map = mapAt(path)
    if (map !== null) {
      const ask = (): Promise<unknown> => this.ask(map.method, map.given, { signal })
      return bytesAnswer(async () => (await this.withoutPaths(ask)) as Uint8Array)
    }
    const instance = thumbnailAt(path)
    if (instance === null) return null
    const answer = await this.thumbnails.get(this.catalogue, instance, signal)
    return this.hides && typeof answer.body === 'string'
      ? { ...answer, body: this.pseudonyms.withoutPaths(answer.body) }
      : answer
  }

  /** Does what may go wrong with a file, whose path is then hidden with the rest. */
  private async withoutPaths<T>(work: () => Promise<T>): Promise<T> {
    const outcome = await outcomeOf(work)
    return valueOf(outcome.ok || !this.hides ? outcome : { ok: false, error: this.pseudonyms.ofMessage(outcome.error) })
  }

  /** @returns a file that a job has written, which the caller closes, or why there is none; null where a path is no address of one */
  async download(path: string): Promise<WrittenFile | { problem: string } | null> {
    const wanted = downloadAt(path)
    return wanted && downloadAnswer(() => this.withoutPaths(() => this.jobs.openFile(wanted.job, wanted.file)))
  }

  /**
   * The document that the file of an instance encapsulates. It is hostile: no host shows it in a window of ours.
   * @throws MedoidError why there is none
   */
  document(instance: number, signal?: AbortSignal): Promise<DocumentStream> {
    const read = (from: number, most: number) =>
      this.askFile(instance, (path) => this.files.ask({ ask: 'document', path, from, most }, signal), signal)
    return openDocument(read)
  }

  /** Opens the catalogue that a person named, made where it is not there, or the usual one if there is one. */
  async begin(file?: string): Promise<void> {
    if (file !== undefined) await this.open(file, true)
    else if (existsSync(defaultCatalogue())) await this.open(defaultCatalogue(), false)
  }

  /** Opens a catalogue, made where it is not there, and scans a folder into it. */
  async scan(folder: string): Promise<void> {
    if (this.catalogue === null) await this.open(defaultCatalogue(), true)
    this.jobs.add('scan', this.catalogue!, { folders: [folder] })
  }

  /** Jobs that are not over. */
  get busy(): number {
    return this.jobs.busy
  }

  /** Lets jobs come to a committed state, and ends the service. */
  async close(): Promise<void> {
    this.elsewhere.follow(null)
    await this.jobs.close()
    this.quick.close()
    this.slow.close()
    this.pictures.close()
    this.files.close()
  }

  private async answer(method: unknown, given: unknown, work: Work): Promise<unknown> {
    if (typeof method !== 'string' || !Object.hasOwn(hostMethods, method)) return this.ask(method, given, work)
    const call = readCall(hostMethods, method, given)
    const asked: HostMethod = hostMethods[call.method]
    const answer = await asked.answer(this, call.given, work)
    return this.hides ? hiddenAnswer(call.method, answer, this.pseudonyms) : answer
  }

  /** Checked where it is answered. */
  private async ask(method: unknown, given: unknown, { signal }: Work): Promise<unknown> {
    const { catalogue } = this
    const { isSlow = false, writes = false } = (await this.traits()).get(method) ?? {}
    const lane = isSlow ? this.slow : this.quick
    const { hides } = this
    const marked = await lane.ask({ ask: 'answer', method, given, catalogue, marks: hides }, { signal, writes })
    const answer = hides ? this.pseudonyms.shown(marked) : marked
    // Nobody waits for that: it is asked before whatever is asked next.
    if (writes) void this.elsewhere.seen()
    if (method === 'annotations.put') this.tellName(answer as LabelledClusters)
    if (CHANGES_SELECTIONS.has(method)) this.tell({ event: 'selections', data: answer as ChangedSelections })
    if (CHANGES_FEATURES.has(method) && catalogue !== null) this.tellMade(catalogue, ['features'])
    return answer
  }

  /** What questions are like, the service knows: loading what answers them would take this process as long as that one. */
  private traits(): Promise<ReadonlyMap<unknown, Traits>> {
    this.known ??= this.quick.ask({ ask: 'traits' }) as Promise<ReadonlyMap<unknown, Traits>>
    this.known.catch(() => (this.known = null))
    return this.known
  }

  private tellMade(catalogue: string, what: MadeByPeople[]): void {
    this.tell({ event: 'made', data: { catalogue: this.catalogueShown(catalogue), what } })
  }

  /** What one window calls a cluster, all call it. */
  private tellName(named: LabelledClusters): void {
    if (named.changes.some(({ entry, former }) => entry !== former)) this.tell({ event: 'name', data: named })
  }

  async askFile<T>(
    instance: number,
    question: (path: string | Uint8Array) => Promise<T>,
    signal?: AbortSignal
  ): Promise<T> {
    const path = await this.pathOf(instance, signal)
    try {
      return await question(path)
    } catch (error) {
      throw explainFile(error, path)
    }
  }

  async compareDuplicate(dir: number, name: string, signal?: AbortSignal): Promise<FilesCompared> {
    const question = { ask: 'pair', dir, name, catalogue: this.openCatalogue() } as const
    const [path, other] = (await this.quick.ask(question, { signal })) as [string | Uint8Array, string | Uint8Array]
    return this.files.ask({ ask: 'compare', path, other }, signal)
  }

  /** Windows know of instances only. */
  private async pathOf(instance: number, signal?: AbortSignal): Promise<string | Uint8Array> {
    const question = { ask: 'locate', instance, catalogue: this.openCatalogue() } as const
    return (await this.quick.ask(question, { signal })) as string | Uint8Array
  }

  openCatalogue(): string {
    if (this.catalogue === null) throw new MedoidError('no-catalogue', {})
    // A job that may make a catalogue would begin an empty one in its place.
    if (!existsSync(this.catalogue)) throw new MedoidError('catalogue-gone', { path: this.catalogue })
    return this.catalogue
  }

  /** Asked again and again, so that a catalogue that is deleted is noticed where nobody asks for anything in it. */
  private async states(catalogue: string): Promise<Record<MadeByPeople, string> | null> {
    const outcome = await outcomeOf(() => this.quick.ask({ ask: 'states', catalogue }))
    if (!outcome.ok && GONE.has(outcome.error.code)) this.loseCatalogue()
    return valueOf(outcome) as Record<MadeByPeople, string> | null
  }

  /** Where the file of the open catalogue is gone, nothing of it is shown any more, and every window is told. */
  private loseCatalogue(): void {
    if (this.catalogue === null || existsSync(this.catalogue)) return
    this.release()
    this.gone = this.catalogue
    this.catalogue = null
    this.changed()
  }

  async open(file: string, create: boolean, signal?: AbortSignal): Promise<AppState> {
    // Whoever comes back to a file sees it as it is then: it may have been replaced, or be gone.
    this.release()
    this.catalogue = (await this.quick.ask({ ask: 'prepare', file, create }, { signal })) as string
    this.gone = null
    this.recent.add(this.catalogue)
    return this.changed()
  }

  shut(): AppState {
    this.release()
    this.catalogue = null
    this.gone = null
    return this.changed()
  }

  hide(hides: boolean): AppState {
    if (hides === this.hides) return this.state
    this.hides = hides
    return this.changed()
  }

  shown(job: JobRecord): ShownJob {
    return shownJob(this.hides ? this.pseudonyms.ofJob(job) : job)
  }

  private catalogueShown(file: string): string {
    return this.hides ? this.pseudonyms.ofCatalogue(file) : file
  }

  private release(): void {
    if (this.catalogue === null) return
    for (const lane of [this.quick, this.slow, this.pictures]) lane.release(this.catalogue)
  }

  private changed(): AppState {
    const { state } = this
    this.elsewhere.follow(this.catalogue)
    this.tell({ event: 'state', data: this.hides ? hiddenState(state, this.pseudonyms) : state })
    return state
  }

  get state(): AppState {
    return {
      host: this.kind,
      version: PROGRAM_VERSION,
      catalogue: this.catalogue,
      gone: this.gone && say('catalogue-gone', { path: this.catalogueShown(this.gone) }, WINDOW_TERMS),
      hidesPatientData: this.hides,
      recent: this.recent.list(),
      user: systemUser(),
      defaultCatalogue: defaultCatalogue(),
      jobs: this.described
    }
  }

  private onJob(record: JobRecord): void {
    this.tell({ event: 'job', data: this.shown(record) })
    if (record.job === 'sample' && record.state === 'done' && this.catalogue === null) void this.showSample(record)
  }

  /** Opens the sample, also for a page that did not ask for it, or that has been reloaded since. */
  private async showSample(record: JobRecord): Promise<void> {
    const outcome = await outcomeOf(() => this.open(record.catalogue, false))
    if (outcome.ok) return
    this.tell({ event: 'job', data: this.shown({ ...record, state: 'failed', message: outcome.error }) })
  }

  private tell(event: Event): void {
    for (const listener of this.listeners) listener(event)
  }
}
