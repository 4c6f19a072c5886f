import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { MedoidError } from '../core/errors.ts'
import type { JobRecord } from './record.ts'
import { readRecord } from './record-schema.ts'

/** Ended jobs that are remembered. */
const KEPT = 100
/** Bytes at the end of a log that are shown. */
const SHOWN_LOG = 200_000
/** Bytes that a record has at most: parameters hold lists of tags. */
const LARGEST_RECORD = 16 * 1024 * 1024
/** What an id is made of: nothing that leads out of the folder. */
const ID = /^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/
/** A link, or a pipe that nobody writes to, is no file of ours. Windows has neither of these flags. */
const PLAINLY = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

let made = 0

interface Unwritten {
  records: Map<string, JobRecord>
  logs: Map<string, string>
}

/** By folder: what could not be written there. */
const unwritable = new Map<string, Unwritten>()

/** Files that could not be set aside and were told of. */
const told = new Set<string>()

/**
 * What a host remembers of the jobs on one catalogue, in a folder beside it: a record and a log each. Beside, not in it:
 * the catalogue has one writer at a time, and that is the job. A catalogue may come from somebody else with its journal: names of
 * files are the ids, links are not followed, and what a record says goes through a schema.
 */
export class Journal {
  private readonly catalogue: string
  private readonly folder: string
  private readonly tell: (message: string) => void

  /** @param tell hears once of each record that is set aside */
  constructor(catalogue: string, tell = (message: string): void => void process.stderr.write(`${message}\n`)) {
    this.catalogue = catalogue
    this.folder = `${catalogue}-jobs`
    this.tell = tell
  }

  /** Ids sort in the order in which the jobs were made, also those of one millisecond. */
  static newId(): string {
    const time = new Date().toISOString().replaceAll(/[^0-9]/g, '')
    return `${time}-${String(made++ % 10_000).padStart(4, '0')}-${randomBytes(3).toString('hex')}`
  }

  /** Newest first. A record that cannot be read is set aside. */
  read(): JobRecord[] {
    const { records: unwritten } = this.unwritten()
    const names = this.isThere() ? readdirSync(this.folder) : []
    const written = names.flatMap((name) => {
      const id = name.endsWith('.json') ? name.slice(0, -'.json'.length) : ''
      const record = ID.test(id) && !unwritten.has(id) ? this.record(id) : undefined
      return record === undefined ? [] : [record]
    })
    const records = [...written, ...[...unwritten.values()].map((record) => structuredClone(record))]
    return records.sort((a, b) => (a.id < b.id ? 1 : -1))
  }

  write(record: JobRecord): void {
    const file = this.file(record.id, 'json')
    const remember = (): void => void this.unwritten().records.set(record.id, structuredClone(record))
    whereWritable(remember, () => {
      // Parameters and logs hold the names of folders, which may be those of patients.
      this.make()
      rmSync(`${file}.new`, { force: true })
      writeFileSync(`${file}.new`, JSON.stringify(record, null, 2), { flag: 'wx', mode: 0o600 })
      renameSync(`${file}.new`, file)
    })
  }

  append(id: string, text: string): void {
    const file = this.file(id, 'log')
    const remember = (): void => {
      const { logs } = this.unwritten()
      logs.set(id, ((logs.get(id) ?? '') + text).slice(-SHOWN_LOG))
    }
    whereWritable(remember, () => {
      this.make()
      const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | PLAINLY
      const log = openSync(file, flags, 0o600)
      try {
        if (fstatSync(log).isFile()) writeFileSync(log, text)
      } finally {
        closeSync(log)
      }
    })
  }

  log(id: string): string {
    const file = this.file(id, 'log')
    const unwritten = this.unwritten().logs.get(id)
    if (unwritten !== undefined) return unwritten
    return this.isThere() ? (readPlain(file, SHOWN_LOG)?.text.toString('utf8') ?? '') : ''
  }

  remove(id: string): void {
    const files = [this.file(id, 'json'), this.file(id, 'log')]
    const { records, logs } = this.unwritten()
    records.delete(id)
    logs.delete(id)
    const keep = (): void => undefined
    for (const file of files) whereWritable(keep, () => rmSync(file, { force: true }))
  }

  /** Forgets all but the last of the jobs that ended. */
  prune(ended: readonly JobRecord[]): void {
    for (const { id } of ended.slice(KEPT)) this.remove(id)
  }

  private unwritten(): Unwritten {
    let found = unwritable.get(this.folder)
    if (found === undefined) unwritable.set(this.folder, (found = { records: new Map(), logs: new Map() }))
    return found
  }

  private record(id: string): JobRecord | undefined {
    const file = this.file(id, 'json')
    try {
      const read = readPlain(file, LARGEST_RECORD)
      // Gone meanwhile, as when another host forgets it.
      if (read === undefined) return undefined
      if (read.size > LARGEST_RECORD) throw new MedoidError('record-too-large', {})
      return readRecord(id, this.catalogue, JSON.parse(read.text.toString('utf8')))
    } catch (error) {
      if (!(error instanceof SyntaxError) && !(error instanceof MedoidError)) throw error
      this.setAside(file, error.message)
      return undefined
    }
  }

  private setAside(file: string, why: string): void {
    if (told.has(file)) return
    try {
      renameSync(file, `${file}.damaged`)
      this.tell(`${file} is not the record of a job (${why}) and was set aside as ${file}.damaged.`)
    } catch (error) {
      told.add(file)
      this.tell(`${file} is not the record of a job (${why}) and is passed over; ${(error as Error).message}.`)
    }
  }

  /** @throws MedoidError `unknown-job` for an id that is no name of a file in the folder */
  private file(id: string, kind: 'json' | 'log'): string {
    if (!ID.test(id)) throw new MedoidError('unknown-job', { id: id.slice(0, 100) })
    return join(this.folder, `${id}.${kind}`)
  }

  private isThere(): boolean {
    return lstatSync(this.folder, { throwIfNoEntry: false })?.isDirectory() === true
  }

  private make(): void {
    if (this.isThere()) return
    mkdirSync(this.folder, { recursive: true, mode: 0o700 })
    if (!this.isThere()) {
      throw new MedoidError('journal-folder', { path: this.folder })
    }
  }
}

/** Beside a catalogue on a disk that is only read, jobs are remembered for as long as the host runs. */
function whereWritable(otherwise: () => void, write: () => void): void {
  try {
    write()
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    otherwise()
  }
}

/** The last bytes of a regular file, and its size; undefined where there is none, or something else has its name. */
function readPlain(file: string, most: number): { text: Buffer; size: number } | undefined {
  let open: number
  try {
    open = openSync(file, constants.O_RDONLY | PLAINLY)
  } catch (error) {
    // ELOOP and EMLINK: a link, of Linux and BSD.
    if (['ENOENT', 'ELOOP', 'EMLINK', 'EISDIR', 'ENXIO'].includes((error as NodeJS.ErrnoException).code ?? '')) return
    throw error
  }
  try {
    const stat = fstatSync(open)
    if (!stat.isFile()) return undefined
    const text = Buffer.alloc(Math.min(stat.size, most))
    const length = readSync(open, text, 0, text.length, stat.size - text.length)
    return { text: text.subarray(0, length), size: stat.size }
  } finally {
    closeSync(open)
  }
}
