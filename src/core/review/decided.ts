import type { Database } from 'better-sqlite3'
import { UNASSIGNED } from '../catalogue/assigned.ts'
import { CHUNK } from '../catalogue/chunks.ts'
import type { ClusteringName } from '../catalogue/clustering-name.ts'
import { imagesOfEdit, loadEdits } from '../catalogue/edits.ts'
import { loadReviewed } from '../catalogue/reviewed.ts'

/**
 * Whether somebody decided that an image belongs in the cluster that it is in: found it right there, or moved it there.
 * @throws MedoidError `catalogue-damaged`, `document-damaged`, `document-newer`
 */
export function decided(db: Database, name: ClusteringName): (instance: number, cluster: number) => boolean {
  const reviewed = loadReviewed(db, name)
  const moved = name.method
    ? []
    : loadEdits(db, name).done.flatMap((edit) =>
        edit.change.kind === 'move' && edit.change.to !== null
          ? [{ to: edit.change.to, images: imagesOfEdit(db, edit)[0] }]
          : []
      )
  return (instance, cluster) => {
    const found = reviewed.get(Math.floor(instance / CHUNK))?.[instance % CHUNK] ?? UNASSIGNED
    return found === cluster || moved.some(({ to, images }) => to === cluster && images.has(instance))
  }
}
