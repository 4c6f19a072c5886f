import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import type { JobRecord } from './record.ts'

/** Ended jobs that are remembered. */
const KEPT = 100
/** Characters at the end of a log that are shown. */
const SHOWN_LOG = 200_000

let made = 0

/**
 * What a host remembers of the jobs on one catalogue, in a folder beside it: a record and a log each. Beside, not in it:
 * the catalogue has one writer at a time, and that is the job.
 */
export class Journal {
  private readonly folder: string

  constructor(catalogue: string) {
    this.folder = `${catalogue}-jobs`
  }

  /** Ids sort in the order in which the jobs were made, also those of one millisecond. */
  static newId(): string {
    const time = new Date().toISOString().replaceAll(/[^0-9]/g, '')
    return `${time}-${String(made++ % 10_000).padStart(4, '0')}-${randomBytes(3).toString('hex')}`
  }

  /** Newest first. A record that was not written to its end is passed over. */
  read(): JobRecord[] {
    if (!existsSync(this.folder)) return []
    const ids = readdirSync(this.folder).filter((name) => name.endsWith('.json'))
    const records = ids.flatMap((name) => {
      try {
        return [JSON.parse(readFileSync(join(this.folder, name), 'utf8')) as JobRecord]
      } catch (error) {
        if (error instanceof SyntaxError) return []
        throw error
      }
    })
    return records.sort((a, b) => (a.id < b.id ? 1 : -1))
  }

  write(record: JobRecord): void {
    // Parameters and logs hold the names of folders, which may be those of patients.
    mkdirSync(this.folder, { recursive: true, mode: 0o700 })
    const file = join(this.folder, `${record.id}.json`)
    writeFileSync(`${file}.new`, JSON.stringify(record, null, 2))
    renameSync(`${file}.new`, file)
  }

  append(id: string, text: string): void {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 })
    appendFileSync(join(this.folder, `${id}.log`), text)
  }

  log(id: string): string {
    const file = join(this.folder, `${id}.log`)
    return existsSync(file) ? readFileSync(file, 'utf8').slice(-SHOWN_LOG) : ''
  }

  remove(id: string): void {
    rmSync(join(this.folder, `${id}.json`), { force: true })
    rmSync(join(this.folder, `${id}.log`), { force: true })
  }

  /** Forgets all but the last of the jobs that ended. */
  prune(ended: readonly JobRecord[]): void {
    for (const { id } of ended.slice(KEPT)) this.remove(id)
  }
}
