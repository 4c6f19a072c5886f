import type { Database } from 'better-sqlite3'
import { arrayOf, bytesOf } from './blobs.ts'
import { damagedError, inserter, placeOf, sound } from './checksums.ts'
import { CHUNK } from './chunks.ts'
import { sampleLength } from './runs.ts'
import { schemaVersion } from './schema-version.ts'
import { damagedDocument, type Owner, readDocument, writeDocument } from './stored/document.ts'
import { MAP_PARAMETERS, MAP_REPORT, type MapBy, type MapParameters, type MapReport } from './stored/map.ts'

/** What a list shows of a map. */
export interface ListedMap {
  run: number
  by: MapBy
  created: string
  /** Version of the program that made it. */
  program: string
  parameters: MapParameters
  result: MapReport
}

/** A map as it is stored. */
export interface StoredMap extends ListedMap {
  /**
   * x and y by sample row of the run, NaN where it has no place. The unit is that of the layout; the map is centred on 0.
   */
  positions: Float32Array
}

/** Places of the instances of one chunk: instance chunk · 4096 + i is at 2 i. */
export interface MapChunk {
  chunk: number
  /** x and y of 4,096 instances, NaN where there is none. */
  positions: Float32Array
}

/** The migration that made the tables. */
const SINCE = 6

/** Stores the map of a run in place of the one there was, as a whole or not at all. @param chunks ascending; none for a map of the sample */
export function saveMap(db: Database, map: Omit<StoredMap, 'created'>, chunks: Iterable<MapChunk>): void {
  const { run, by, program, parameters, positions, result } = map
  db.transaction(() => {
    db.prepare('DELETE FROM map WHERE run = ? AND by = ?').run(run, by)
    db.prepare('DELETE FROM map_chunk WHERE run = ? AND by = ?').run(run, by)
    const put = inserter(db, 'map_chunk')
    for (const { chunk, positions } of chunks) put({ run, by, chunk, positions: bytesOf(positions) })
    inserter(
      db,
      'map'
    )({
      run,
      by,
      created: new Date().toISOString(),
      program,
      parameters: writeDocument(MAP_PARAMETERS, parameters, 'parameters'),
      positions: bytesOf(positions),
      result: writeDocument(MAP_REPORT, result, 'result')
    })
  })()
}

/** @returns null where none was made @throws MedoidError `catalogue-damaged`, `document-damaged`, `document-newer` */
export function loadMap(db: Database, run: number, by: MapBy): StoredMap | null {
  if (!hasMaps(db)) return null
  const row = db.prepare('SELECT * FROM map WHERE run = ? AND by = ?').get(run, by) as Row | undefined
  if (row === undefined) return null
  const listed = listedMap(sound('map', row))
  const positions = arrayOf(Float32Array, row.positions, placeOf('map', row, ['positions']))
  const sample = sampleLength(db, run)
  if (positions.length === 2 * sample) return { ...listed, positions }
  throw damagedDocument(ownerOf(row), `positions have to be ${sample}, as many as the sample of the run has`)
}

/** The maps of all runs, by run and by what they compare, without their positions. @throws as `loadMap` */
export function listMaps(db: Database): ListedMap[] {
  if (!hasMaps(db)) return []
  const rows = db.prepare('SELECT * FROM map ORDER BY run, by DESC').iterate() as Iterable<Row>
  return Array.from(rows, (row) => listedMap(sound('map', row)))
}

/** The places of all images chunk by chunk, ascending; nothing where only the sample was laid out. */
export function* placedChunks(db: Database, run: number, by: MapBy): Iterable<MapChunk> {
  if (!hasMaps(db)) return
  const chunks = db.prepare('SELECT chunk FROM map_chunk WHERE run = ? AND by = ? ORDER BY chunk').pluck().all(run, by)
  const get = db.prepare('SELECT * FROM map_chunk WHERE run = ? AND by = ? AND chunk = ?')
  for (const chunk of chunks as number[]) {
    const row = sound('map_chunk', get.get(run, by, chunk) as Row)
    const place = placeOf('map_chunk', row, ['positions'])
    const positions = arrayOf(Float32Array, row.positions, place)
    if (positions.length !== 2 * CHUNK) throw damagedError({ part: 'row', place })
    yield { chunk, positions }
  }
}

/** Which maps there are, without reading them. */
export function mapKeys(db: Database): { run: number; by: MapBy }[] {
  if (!hasMaps(db)) return []
  return db.prepare('SELECT run, by FROM map ORDER BY run, by DESC').all() as { run: number; by: MapBy }[]
}

type Row = Record<string, unknown>

function listedMap(row: Row): ListedMap {
  return {
    run: row.run as number,
    by: row.by as MapBy,
    created: row.created as string,
    program: row.program as string,
    parameters: readDocument(MAP_PARAMETERS, row.parameters, ownerOf(row), 'parameters'),
    result: readDocument(MAP_REPORT, row.result, ownerOf(row), 'result')
  }
}

/** `Map 3 by tags` */
function ownerOf({ run, by }: Row): Owner {
  return { kind: 'map', name: `${run as number} by ${by as string}` }
}

/** An older catalogue that may only be read has no such tables. */
function hasMaps(db: Database): boolean {
  return schemaVersion(db) >= SINCE
}
