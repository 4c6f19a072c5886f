import { statSync } from 'node:fs'
import { type Catalogue, dataVersion, explain, openForReading } from '../../core/catalogue/database.ts'
import { countInstances, LiveSet } from '../../core/catalogue/live.ts'
import { type MadeByPeople, statesOf } from '../../core/catalogue/made-by-people.ts'
import { openReader } from '../../core/catalogue/corrections/column-source.ts'
import type { CatalogueReader } from '../../core/catalogue/reader.ts'
import { revisionOf } from '../../core/catalogue/summary.ts'

/** The catalogue that a service reads, with a reader of what is in it now and what was computed from that. */
export class OpenCatalogue {
  readonly file: string
  private readonly catalogue: Catalogue
  private readonly identity: string | null
  private current: CatalogueReader | null = null
  private version = -1
  private contents = ''
  private statesVersion = -1
  private readonly computed = new Map<string, { of: 'values' | 'instances'; value: unknown }>()
  private readonly closers: (() => void)[] = []

  constructor(file: string) {
    this.catalogue = openForReading(file)
    this.file = this.catalogue.file
    this.identity = identityOf(this.file)
  }

  /** Whether its file still lies where it was opened: one that was deleted, moved or replaced can be read on, and tells of what is no more. */
  get isThere(): boolean {
    return identityOf(this.file) === this.identity
  }

  /** Sees what was committed until now. */
  get reader(): CatalogueReader {
    const { db } = this.catalogue
    const version = dataVersion(db)
    if (this.current !== null && version === this.version) return this.current
    this.version = version
    // Names, runs and issues may have changed; a reader is made anew only where instances came or went.
    const instances = countInstances(db)
    const contents = `${revisionOf(db)} ${instances} ${new LiveSet(db, instances).count}`
    if (this.current === null || contents !== this.contents) {
      this.current = openReader(db)
      this.contents = contents
      this.computed.clear()
    } else if (this.current.refresh().length > 0) {
      for (const [key, { of }] of this.computed) if (of === 'values') this.computed.delete(key)
    }
    return this.current
  }

  /** How far everything is that people make; null where nothing was written since this was asked last. */
  states(): Record<MadeByPeople, string> | null {
    const { db } = this.catalogue
    const version = dataVersion(db)
    if (version === this.statesVersion) return null
    this.statesVersion = version
    return statesOf(db)
  }

  /**
   * Computes something once for as long as no instance comes or goes, and nobody corrects a value.
   * @param of `instances` for what depends on no value that people may correct
   */
  once<T>(key: string, compute: (reader: CatalogueReader) => T, of: 'values' | 'instances' = 'values'): T {
    const { reader } = this
    let found = this.computed.get(key)
    if (found === undefined) this.computed.set(key, (found = { of, value: compute(reader) }))
    return found.value as T
  }

  /** Lets go of what was computed under a key. */
  drop(key: string): void {
    this.computed.delete(key)
  }

  explain(error: unknown): unknown {
    return explain(error, this.file)
  }

  /** Lets something that was opened beside the catalogue be closed with it. */
  onClose(close: () => void): void {
    this.closers.push(close)
  }

  close(): void {
    for (const close of this.closers) close()
    this.catalogue.close()
  }
}

/** @returns null where there is no such file */
function identityOf(file: string): string | null {
  const stat = statSync(file, { throwIfNoEntry: false })
  return stat === undefined ? null : `${stat.dev} ${stat.ino}`
}
