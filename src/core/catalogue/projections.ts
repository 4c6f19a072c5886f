import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { arrayOf, bytesOf } from './blobs.ts'
import { inserter, placeOf, sound } from './checksums.ts'
import { damagedDocument, readDocument, writeDocument } from './stored/document.ts'
import { PROJECTION_REPORT, type ProjectionReport } from './stored/projection.ts'

/** A projection as it is stored. */
export interface StoredProjection {
  model: number
  /** Values of a projected vector. */
  width: number
  created: string
  /** Version of the program that made it. */
  program: string
  /** Of the model when it was fitted. */
  weights: string
  /** Instance ids that it was fitted on, ascending. */
  images: Uint32Array
  report: ProjectionReport
  mean: Float32Array
  /** One after another. */
  directions: Float32Array
}

/** Stores a projection in place of the one of that width there was, as a whole or not at all. */
export function saveProjection(db: Database, projection: Omit<StoredProjection, 'created'>): void {
  const { model, width, program, weights, images, report, mean, directions } = projection
  db.transaction(() => {
    db.prepare('DELETE FROM projection WHERE model = ? AND width = ?').run(model, width)
    db.prepare('DELETE FROM projection_row WHERE model = ? AND width = ?').run(model, width)
    inserter(
      db,
      'projection'
    )({
      model,
      width,
      created: new Date().toISOString(),
      program,
      weights,
      images: bytesOf(images),
      report: writeDocument(PROJECTION_REPORT, report, 'report')
    })
    const put = inserter(db, 'projection_row')
    put({ model, width, row: 0, vector: bytesOf(mean) })
    for (let row = 1; row <= width; row++) {
      put({ model, width, row, vector: bytesOf(directions.subarray((row - 1) * mean.length, row * mean.length)) })
    }
  }).immediate()
}

/** Which projections there are, by model and width. */
export function projectionKeys(db: Database): { model: number; width: number }[] {
  if (!hasProjections(db)) return []
  const keys = db.prepare('SELECT model, width FROM projection ORDER BY model, width').all()
  return keys as { model: number; width: number }[]
}

/** @returns null where there is none of that width @throws MedoidError `catalogue-damaged`, `document-damaged`, `document-newer` */
export function loadProjection(db: Database, model: number, width: number): StoredProjection | null {
  if (!hasProjections(db)) return null
  const found = db.prepare('SELECT * FROM projection WHERE model = ? AND width = ?').get(model, width)
  if (found === undefined) return null
  const row = sound('projection', found as Record<string, unknown>)
  const owner = { kind: 'projection', name: `${model} to ${width}` } as const
  const report = readDocument(PROJECTION_REPORT, row.report, owner, 'report')
  const { length } = report
  const vectors: Float32Array[] = []
  const rows = db.prepare('SELECT * FROM projection_row WHERE model = ? AND width = ? ORDER BY row')
  for (const each of rows.iterate(model, width) as Iterable<Record<string, unknown>>) {
    const { row: at, vector } = sound('projection_row', each)
    const values = arrayOf(Float32Array, vector, placeOf('projection_row', each, ['vector']))
    const isValues = values.length === length && values.every(Number.isFinite)
    if (at !== vectors.length || !isValues) break
    vectors.push(values)
  }
  if (report.width !== width || vectors.length !== width + 1) {
    throw damagedDocument(owner, `rows have to be ${width + 1}, of ${length} finite values each`)
  }
  const [mean, ...rest] = vectors
  const directions = new Float32Array(width * length)
  rest.forEach((direction, k) => directions.set(direction, k * length))
  return {
    model,
    width,
    created: row.created as string,
    program: row.program as string,
    weights: row.weights as string,
    images: arrayOf(Uint32Array, row.images, placeOf('projection', row, ['images'])),
    report,
    mean,
    directions
  }
}

/** Which projection it is: SHA-256 of mean and directions, in hexadecimal. */
export function projectionId({ mean, directions }: Pick<StoredProjection, 'mean' | 'directions'>): string {
  return createHash('sha256').update(mean).update(directions).digest('hex')
}

/** Whether the catalogue is new enough to hold projections: one that is only read stays as it was made. */
function hasProjections(db: Database): boolean {
  const table = db.prepare(`SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = 'projection'`)
  return table.get() !== undefined
}
