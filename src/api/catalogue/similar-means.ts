import { statSync } from 'node:fs'
import { modelIds } from '../../core/catalogue/models.ts'
import type { CatalogueReader } from '../../core/catalogue/reader.ts'
import type { StoredRun } from '../../core/catalogue/runs.ts'
import { tableOf } from '../../core/similar/query.ts'
import { scaleOf } from '../../core/similar/scale.ts'
import type { TagTable } from '../../core/similar/tag-table.ts'
import type { Work } from '../../core/work.ts'
import { openPixels } from '../../jobs/stored-pixels.ts'
import { vectorsFile } from '../../jobs/vectors.ts'
import type { OpenCatalogue } from './open-catalogue.ts'

type Pixels = ReturnType<typeof openPixels>

/** Vectors that are open, for as long as nobody stores others. */
interface KeptPixels {
  reader: CatalogueReader
  /** Of the files of vectors that there were. */
  stamp: string
  opened: Pixels
  /** By run. */
  scales: Map<number, number>
  users: number
}

/**
 * What images of a catalogue are compared with: the packed rows of the run that was asked for last, and the stored vectors. Both are made
 * anew when instances came or went.
 */
class SimilarMeans {
  private readonly catalogue: OpenCatalogue
  private rows: { reader: CatalogueReader; run: number; table: TagTable } | null = null
  private pixels: KeptPixels | null = null

  constructor(catalogue: OpenCatalogue) {
    this.catalogue = catalogue
  }

  table(run: StoredRun): TagTable {
    const { reader } = this.catalogue
    if (this.rows?.reader !== reader || this.rows.run !== run.id) {
      // Two at a time would be twice as much.
      this.rows = null
      this.rows = { reader, run: run.id, table: tableOf(reader, run) }
    }
    return this.rows.table
  }

  /**
   * @param use must not keep the vectors
   * @throws as `openPixels`
   */
  async withPixels<T>(
    work: Work,
    use: (pixels: Pixels, scale: (run: StoredRun) => Promise<number>) => Promise<T>
  ): Promise<T> {
    const kept = this.keptPixels(work)
    const { opened, scales, reader } = kept
    kept.users++
    try {
      return await use(opened, async (run) => {
        const known = scales.get(run.id) ?? (await scaleOf(reader, run, opened.model, opened.pixels, work))
        scales.set(run.id, known)
        return known
      })
    } finally {
      kept.users--
      if (kept !== this.pixels && kept.users === 0) await opened.pixels.close()
    }
  }

  async close(): Promise<void> {
    this.rows = null
    await this.closePixels()
  }

  /** Whoever is using them closes them. */
  private async closePixels(): Promise<void> {
    const { pixels } = this
    this.pixels = null
    if (pixels?.users === 0) await pixels.opened.pixels.close()
  }

  private keptPixels(work: Work): KeptPixels {
    const { reader, file } = this.catalogue
    const stamp = stampOf(reader, file)
    if (this.pixels?.reader === reader && this.pixels.stamp === stamp) return this.pixels
    void this.closePixels()
    const opened = openPixels(reader, { db: reader.db, file }, undefined, work)
    return (this.pixels = { reader, stamp, opened, scales: new Map(), users: 0 })
  }
}

const OF = new WeakMap<OpenCatalogue, SimilarMeans>()

/** Those of a catalogue, closed with it. */
export function similarMeans(catalogue: OpenCatalogue): SimilarMeans {
  let means = OF.get(catalogue)
  if (means === undefined) {
    const made = (means = new SimilarMeans(catalogue))
    OF.set(catalogue, made)
    catalogue.onClose(() => void made.close())
  }
  return means
}

/** Changes when vectors are stored, or deleted. */
function stampOf({ db }: CatalogueReader, file: string): string {
  return modelIds(db)
    .flatMap((id) => [vectorsFile(file, id), `${vectorsFile(file, id)}-wal`])
    .map((path) => statSync(path, { throwIfNoEntry: false }))
    .map((found) => (found === undefined ? '' : `${found.mtimeMs} ${found.size}`))
    .join('/')
}
