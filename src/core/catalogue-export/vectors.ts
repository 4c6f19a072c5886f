import { createHash } from 'node:crypto'
import type { CatalogueReader } from '../catalogue/reader.ts'
import { writeAtomically } from '../files.ts'
import { type MapUid, textsOf } from '../labels/exported-attribute.ts'
import { refuseToReplaceData } from '../tables/refuse.ts'
import type { WrittenTable } from '../tables/write-table.ts'
import { groupRows, type WrittenGroup } from '../vectors/layout.ts'
import { parquetLayout } from '../vectors/parquet-layout.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'
import { type ExportedTable, INSTANCE } from './exported-table.ts'

/** The vectors of a model that are stored beside a catalogue. */
export interface ModelVectors {
  model: number
  /** Values of a vector. */
  length: number
  /** Instances that have one, ascending; some may be gone. */
  instances: Uint32Array
  vector(this: void, instance: number, into: Float32Array): void
}

/** Vectors of all images, of unit length. */
export function vectorTable(
  reader: CatalogueReader,
  { model, length, instances, vector }: ModelVectors,
  mapUid: MapUid,
  tell: (done: number, total: number) => void,
  work: Work | undefined
): ExportedTable {
  const live = instances.filter((instance) => reader.isLive(instance))
  return {
    name: `vectors-${model}`,
    meaning: `vector of one image by model ${model}, of unit length`,
    columns: [
      { name: 'SOPInstanceUID', type: 'string', meaning: 'SOP Instance UID' },
      INSTANCE,
      { name: 'vector', type: 'list<float>', meaning: `${length} values` }
    ],
    write: (path, beforeNamed) => {
      const uid = reader.find('SOPInstanceUID')
      const layout = parquetLayout(length, 'f32', INSTANCE.name)
      return writePieces(path, beforeNamed, live.length, async (write) => {
        const written: WrittenGroup[] = []
        await write([layout.head(live.length)])
        const size = groupRows(length)
        for (let from = 0; from < live.length; from += size) {
          throwIfCancelled(work)
          tell(from, live.length)
          const some = live.subarray(from, from + size)
          const vectors = new Float32Array(some.length * length)
          some.forEach((instance, row) => vector(instance, vectors.subarray(row * length, (row + 1) * length)))
          const texts = uid === undefined ? [] : textsOf(reader.column(uid.id, some), mapUid)
          const uids = Array.from(some, (_, row) => texts[row] ?? '')
          const pieces = layout.group({ firstRow: from, uids, clusters: Int32Array.from(some), vectors })
          written.push({ rows: some.length, bytes: pieces.reduce((sum, piece) => sum + piece.length, 0) })
          await write(pieces)
          await breathe()
        }
        tell(live.length, live.length)
        await write([layout.tail(written)])
      })
    }
  }
}

async function writePieces(
  path: string,
  beforeNamed: (written: WrittenTable) => Promise<void>,
  rows: number,
  fill: (write: (pieces: readonly Uint8Array[]) => Promise<void>) => Promise<void>
): Promise<WrittenTable> {
  const hash = createHash('sha256')
  const written = { rows, bytes: 0, sha256: '' }
  await refuseToReplaceData(path)
  await writeAtomically(path, async (file) => {
    await fill(async (pieces) => {
      for (const piece of pieces) {
        hash.update(piece)
        written.bytes += piece.length
        await file.writeFile(piece)
      }
    })
    written.sha256 = hash.digest('hex')
    await beforeNamed(written)
  })
  return written
}
