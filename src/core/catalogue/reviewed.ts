import type { Database } from 'better-sqlite3'
import { UNASSIGNED } from './assigned.ts'
import { arrayOf, bytesOf } from './blobs.ts'
import { damagedError, inserter, placeOf, sound } from './checksums.ts'
import { CHUNK } from './chunks.ts'
import type { ClusteringName } from './clustering-name.ts'
import { schemaVersion } from './schema-version.ts'

/** An image, and the cluster that somebody found it right in. */
interface ReviewedImage {
  instance: number
  cluster: number
}

/** The migration that made the table: an older catalogue that may only be read has nothing that was reviewed. */
const SINCE = 8

/**
 * Remembers that images are right in their clusters, or forgets it; in a transaction of its own. Of an image that is in another cluster
 * later, nothing is remembered.
 * @param db a catalogue opened for adding
 */
export function markReviewed(
  db: Database,
  { run, k }: ClusteringName,
  images: readonly ReviewedImage[],
  isRight: boolean
): void {
  const mark = db.transaction((): void => {
    const put = inserter(db, 'reviewed_chunk', 'INSERT OR REPLACE')
    for (const [chunk, some] of byChunk(images)) {
      const clusters = loadChunk(db, { run, k }, chunk) ?? new Uint16Array(CHUNK).fill(UNASSIGNED)
      for (const { instance, cluster } of some) {
        const row = instance - chunk * CHUNK
        if (isRight) clusters[row] = cluster
        else if (clusters[row] === cluster) clusters[row] = UNASSIGNED
      }
      put({ run, k, chunk, clusters: bytesOf(clusters) })
    }
  })
  mark.immediate()
}

/** The clusters that images were found right in, by chunk; UNASSIGNED where nobody said so. @throws MedoidError `catalogue-damaged` */
export function loadReviewed(db: Database, { run, k }: ClusteringName): Map<number, Uint16Array> {
  if (schemaVersion(db) < SINCE) return new Map()
  const rows = db.prepare('SELECT * FROM reviewed_chunk WHERE run = ? AND k = ? ORDER BY chunk').all(run, k) as Row[]
  return new Map(rows.map((row) => [row.chunk as number, clustersOf(row)]))
}

/** Of which clusterings somebody reviewed images, without reading which. */
export function reviewedClusterings(db: Database): ClusteringName[] {
  if (schemaVersion(db) < SINCE) return []
  return db.prepare('SELECT DISTINCT run, k FROM reviewed_chunk ORDER BY run, k').all() as ClusteringName[]
}

type Row = Record<string, unknown>

function loadChunk(db: Database, { run, k }: ClusteringName, chunk: number): Uint16Array | null {
  const get = db.prepare('SELECT * FROM reviewed_chunk WHERE run = ? AND k = ? AND chunk = ?')
  const row = get.get(run, k, chunk) as Row | undefined
  return row === undefined ? null : clustersOf(row)
}

function clustersOf(row: Row): Uint16Array {
  const place = placeOf('reviewed_chunk', row, ['clusters'])
  const clusters = arrayOf(Uint16Array, sound('reviewed_chunk', row).clusters, place)
  if (clusters.length !== CHUNK) throw damagedError({ part: 'row', place })
  return clusters
}

function byChunk(images: readonly ReviewedImage[]): Map<number, ReviewedImage[]> {
  return Map.groupBy(images, ({ instance }) => Math.floor(instance / CHUNK))
}
