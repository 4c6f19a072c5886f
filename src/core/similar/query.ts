import { realFile } from '../archives/open-file.ts'
import { LiveSet } from '../catalogue/live.ts'
import type { CatalogueReader } from '../catalogue/reader.ts'
import { findClustering, listRuns, loadRun, type StoredRun } from '../catalogue/runs.ts'
import { SopIndex } from '../catalogue/sop-index.ts'
import { MedoidError } from '../errors.ts'
import { TableBuilder } from '../features/build.ts'
import { FILE_INSTANCE, FileSource } from './file-source.ts'
import { archiveModel, type QueryImage } from './search.ts'
import type { SimilarQuery } from './similar.ts'
import { TagTable } from './tag-table.ts'

/**
 * The run whose features images are compared by.
 * @param name `R`, or `R.K`, whose features are those of R; undefined: the latest one
 * @throws MedoidError `no-run-yet`, `unknown-run`, `unknown-clustering`
 */
export function runFor(reader: CatalogueReader, name?: string): StoredRun {
  if (name !== undefined) return loadRun(reader.db, findClustering(reader.db, name).run)
  const latest = listRuns(reader.db).at(-1)
  if (latest === undefined) throw new MedoidError('no-run-yet', { images: reader.images().length })
  return loadRun(reader.db, latest.id)
}

/** All live images by the features of a run. @param mostBytes see `TagTable` @throws MedoidError `unknown-tag` */
export function tableOf(reader: CatalogueReader, { features }: StoredRun, mostBytes?: number): TagTable {
  const { features: planned } = features
  const compared = { features: planned, model: archiveModel(features) }
  return new TagTable(new TableBuilder(reader, planned), compared, reader.images(), mostBytes)
}

/**
 * The image that is asked about, as a row of a table.
 * @throws MedoidError `no-such-instance`, and as `FileSource` does
 */
export function askedOf(reader: CatalogueReader, table: TagTable, query: SimilarQuery): QueryImage {
  if ('instance' in query) {
    const { instance } = query
    if (instance >= reader.capacity || !reader.isLive(instance)) throw new MedoidError('no-such-instance', {})
    return { row: table.rows(Uint32Array.of(instance)), instance }
  }
  const file = new FileSource(query.file, reader.tags())
  return { row: new TableBuilder(file, table.features).build(FILE_INSTANCE), instance: null }
}

/**
 * What a person means by a SOP Instance UID of the catalogue, or by a path: a file of the archive is the image that it is there.
 * @throws MedoidError `unknown-image`, and as `FileSource` does
 */
export function namedImage(reader: CatalogueReader, name: string): SimilarQuery & { copy: number | null } {
  const sops = new SopIndex(reader.db)
  const live = new LiveSet(reader.db, reader.capacity)
  const byUid = sops.find(name, live)
  if (byUid !== undefined) return { instance: byUid, copy: null }
  const path = realPath(name)
  if (path === null) throw new MedoidError('unknown-image', { name })
  const { sopInstanceUid } = new FileSource(path, reader.tags())
  const known = sops.find(sopInstanceUid, live)
  if (known !== undefined && samePath(reader.path(known), path)) return { instance: known, copy: null }
  return { file: path, copy: known ?? null }
}

/** null where there is nothing of this name */
function realPath(name: string): string | null {
  try {
    return realFile(name)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG' || code === 'ERR_INVALID_ARG_VALUE')
      return null
    throw new MedoidError('unreadable-image-file', { file: name, reason: (error as Error).message }, { cause: error })
  }
}

function samePath(stored: string | Buffer | null, path: string): boolean {
  if (stored === null) return false
  try {
    return realFile(stored) === path
  } catch {
    // The catalogue's file is gone: the one that was named is another.
    return false
  }
}
