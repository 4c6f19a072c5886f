import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { MedoidError } from '../core/errors.ts'
import { dataFolder, defaultCatalogue } from '../jobs/default-catalogue.ts'
import type { StartProcess } from '../jobs/process.ts'
import { PROGRAM_VERSION } from '../jobs/program.ts'
import type { JobRecord } from '../jobs/record.ts'
import { describeJobs } from '../jobs/definitions/describe.ts'
import type { JobName } from '../jobs/definitions/index.ts'
import { JobRunner } from '../jobs/runner.ts'
import {
  type AppState,
  type Arguments,
  type Event,
  type Method,
  type NamedCluster,
  readCall,
  type Reply
} from './contract.ts'
import { explainFile } from './file-gone.ts'
import { FileProcess } from './images/file-process.ts'
import { type FrameAnswer, frameAnswer, frameAt } from './images/frames.ts'
import { Lane } from './lane.ts'
import { RecentCatalogues } from './recent.ts'
import { replyTo } from './reply.ts'
import { readPage } from './report-page.ts'
import type { Query } from './service.ts'
import { type ThumbnailAnswer, thumbnailAt, ThumbnailQueue } from './thumbnails.ts'
import { windowWords } from './window-words.ts'

/** Questions that may take a second on a large archive: they must not stand before those of a gallery that is scrolled. */
const SLOW: ReadonlySet<Method> = new Set<Query>([
  'features.select',
  'features.values',
  'tags.distribution',
  'clusters.tag',
  'images.place',
  'models.reconstructions',
  'evaluations.room',
  'export.columns',
  'export.preview'
])

/**
 * All that a host offers its windows, whatever carries the messages: checks each call against the contract, keeps jobs and
 * the open catalogue, and forwards the rest to processes of the service, so that nothing here ever waits.
 */
export class Backend {
  private readonly host: AppState['host']
  private readonly quick: Lane
  private readonly slow: Lane
  private readonly pictures: Lane
  private readonly thumbnails: ThumbnailQueue
  private readonly files: FileProcess
  private readonly jobs: JobRunner
  private readonly recent = new RecentCatalogues(dataFolder())
  private readonly listeners = new Set<(event: Event) => void>()
  private catalogue: string | null = null

  /** @param start how this host starts a process */
  constructor(host: AppState['host'], start: StartProcess) {
    this.host = host
    this.quick = new Lane(start, 'medoid service')
    this.slow = new Lane(start, 'medoid service (analysis)')
    this.pictures = new Lane(start, 'medoid service (pictures)')
    this.thumbnails = new ThumbnailQueue(this.pictures)
    this.files = new FileProcess(start)
    this.jobs = new JobRunner(start, (record) => this.onJob(record))
  }

  /** @returns a function that stops it */
  listen(listener: (event: Event) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Answers one call of a window, which may hold anything. */
  async call(method: unknown, given: unknown): Promise<Reply<unknown>> {
    const reply = await replyTo(() => {
      const call = readCall(method, given)
      return this.answer(call.method, call.given)
    })
    if (reply.ok) return reply
    const { code, message } = reply.error
    return { ok: false, error: { code, message: windowWords(message) } }
  }

  /**
   * Answers what a window asks for by address and is no file of the window.
   * @param signal tells that nobody waits for it any more
   * @returns null where nothing of the catalogue has this address
   */
  async picture(path: string, signal?: AbortSignal): Promise<ThumbnailAnswer | FrameAnswer | null> {
    const wanted = frameAt(path)
    if (wanted !== null) {
      const { instance, frame } = wanted
      return frameAnswer(() => this.askFile(instance, (path) => this.files.ask({ ask: 'frame', path, frame })))
    }
    const instance = thumbnailAt(path)
    return instance === null ? null : this.thumbnails.get(this.catalogue, instance, signal)
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
    await this.jobs.close()
    this.quick.close()
    this.slow.close()
    this.pictures.close()
    this.files.close()
  }

  private answer(method: Method, given: object): unknown {
    switch (method) {
      case 'app.state':
        return this.state()
      case 'catalogue.open': {
        const { file, create = false } = given as Arguments<'catalogue.open'>
        return this.open(file, create)
      }
      case 'catalogue.close':
        return this.shut()
      case 'jobs.list':
        return this.jobs.list(this.catalogue).map(inWindow)
      case 'jobs.start': {
        const { job, parameters } = given as Arguments<'jobs.start'>
        return this.startJob(job, parameters)
      }
      case 'jobs.stop': {
        const { id, to } = given as Arguments<'jobs.stop'>
        this.jobs.stop(id, to)
        return null
      }
      case 'jobs.resume':
        return inWindow(this.jobs.resume(this.openCatalogue(), (given as Arguments<'jobs.resume'>).id))
      case 'jobs.forget':
        this.jobs.forget(this.openCatalogue(), (given as Arguments<'jobs.forget'>).id)
        return null
      case 'jobs.page':
        return readPage(this.jobs.find(this.openCatalogue(), (given as Arguments<'jobs.page'>).id))
      case 'jobs.log':
        return windowWords(this.jobs.log(this.openCatalogue(), (given as Arguments<'jobs.log'>).id))
      case 'images.elements':
        return this.askFile((given as Arguments<'images.elements'>).instance, (path) =>
          this.files.ask({ ask: 'elements', path })
        )
      case 'annotations.put':
        return this.name(given)
      default:
        return this.ask(method, given)
    }
  }

  private startJob(job: JobName, parameters: Record<string, unknown>): JobRecord {
    if (job !== 'demo') return this.jobs.add(job, this.openCatalogue(), parameters)
    return this.jobs.add(job, join(dataFolder(), 'sample', 'catalogue.sqlite'), parameters)
  }

  private ask(method: Query, given: object): Promise<unknown> {
    const lane = SLOW.has(method) ? this.slow : this.quick
    return lane.ask({ ask: 'answer', method, given, catalogue: this.catalogue })
  }

  /** What one window calls a cluster, all call it. */
  private async name(given: object): Promise<NamedCluster> {
    const named = (await this.ask('annotations.put', given)) as NamedCluster
    if (named.entry !== named.former) this.tell({ event: 'name', data: named })
    return named
  }

  private async askFile<T>(instance: number, question: (path: string | Uint8Array) => Promise<T>): Promise<T> {
    const path = await this.pathOf(instance)
    try {
      return await question(path)
    } catch (error) {
      throw explainFile(error, path)
    }
  }

  /** Windows know of instances only. */
  private async pathOf(instance: number): Promise<string | Uint8Array> {
    const question = { ask: 'locate', instance, catalogue: this.openCatalogue() } as const
    return (await this.quick.ask(question)) as string | Uint8Array
  }

  private openCatalogue(): string {
    if (this.catalogue !== null) return this.catalogue
    throw new MedoidError('no-catalogue', 'No catalogue is open. Open a folder of images, or a catalogue.')
  }

  private async open(file: string, create: boolean): Promise<AppState> {
    // Whoever comes back to a file sees it as it is then: it may have been replaced, or be gone.
    this.release()
    this.catalogue = (await this.quick.ask({ ask: 'prepare', file, create })) as string
    this.recent.add(this.catalogue)
    return this.changed()
  }

  private shut(): AppState {
    this.release()
    this.catalogue = null
    return this.changed()
  }

  private release(): void {
    if (this.catalogue === null) return
    for (const lane of [this.quick, this.slow, this.pictures]) lane.release(this.catalogue)
  }

  private changed(): AppState {
    const state = this.state()
    this.tell({ event: 'state', data: state })
    return state
  }

  private state(): AppState {
    return {
      host: this.host,
      version: PROGRAM_VERSION,
      catalogue: this.catalogue,
      recent: this.recent.list(),
      defaultCatalogue: defaultCatalogue(),
      jobs: describeJobs()
    }
  }

  private onJob(record: JobRecord): void {
    this.tell({ event: 'job', data: inWindow(record) })
    if (record.job === 'demo' && record.state === 'done' && this.catalogue === null) void this.showSample(record)
  }

  /** Opens the sample, also for a page that did not ask for it, or that has been reloaded since. */
  private async showSample(record: JobRecord): Promise<void> {
    const reply = await replyTo(() => this.open(record.catalogue, false))
    if (reply.ok) return
    this.tell({ event: 'job', data: inWindow({ ...record, state: 'failed', message: reply.error.message }) })
  }

  private tell(event: Event): void {
    for (const listener of this.listeners) listener(event)
  }
}

/** What a job says, in words that a window has. */
function inWindow(record: JobRecord): JobRecord {
  const { message, notes } = record
  return { ...record, message: windowWords(message), ...(notes === undefined ? {} : { notes: notes.map(windowWords) }) }
}
