import type { FilesCompared } from '../core/pixels/compare-files.ts'
import type { JobRecord } from '../jobs/record.ts'
import type { JobRunner } from '../jobs/runner.ts'
import type { AppState } from './areas/app.ts'
import type { FileProcess } from './images/file-process.ts'
import type { ShownJob } from './shown-job.ts'

/** What a host's own methods work with; the backend is one. */
export interface Host {
  readonly state: AppState
  /** Of the open catalogue; null: none is open. */
  readonly catalogue: string | null
  /** Of the sample archive, whether or not it has been made. */
  readonly sample: string
  readonly jobs: JobRunner
  readonly files: FileProcess
  /** @throws MedoidError `no-catalogue` */
  openCatalogue(): string
  open(file: string, create: boolean, signal?: AbortSignal): Promise<AppState>
  shut(): AppState
  /** Hides from all windows what may tell of a person, a place or a time, or shows it again. */
  hide(hides: boolean): AppState
  /** A job in words, as windows show it. */
  shown(job: JobRecord): ShownJob
  /** Compares the file of a duplicate with that of its instance: windows name no paths. */
  compareDuplicate(dir: number, name: string, signal?: AbortSignal): Promise<FilesCompared>
  /** Asks about the file of an instance: windows know of instances only. */
  askFile<T>(instance: number, question: (path: string | Uint8Array) => Promise<T>, signal?: AbortSignal): Promise<T>
}
