import type { AssignedChunk } from '../core/catalogue/assigned.ts'
import { saveEdited } from '../core/catalogue/edited.ts'
import { imagesOfEdit, lastEdit, loadEdits } from '../core/catalogue/edits.ts'
import { chunksOf, loadBase, loadEditedState } from './edit-base.ts'
import { derive, shapeAfter } from './edited-clusters.ts'
import type { EditContext } from './edited-medoids.ts'

/** What the changes of a clustering come to over another assignment. */
interface EditedAgain {
  /** Whether nobody has made another change since. */
  isOfLast(): boolean
  /** Inside the caller's transaction. */
  save(): void
}

/** Makes all changes of a clustering that have an effect over another assignment of its images. */
export async function editAgain(context: EditContext, chunks: readonly AssignedChunk[]): Promise<EditedAgain> {
  const { name } = context
  const { db } = context.catalogue
  const { done, last } = loadEdits(db, name)
  const isOfLast = (): boolean => lastEdit(db, name) === last
  const top = done.at(-1)
  if (top === undefined) return { isOfLast, save: () => saveEdited(db, name, null, []) }
  const base = loadBase(db, name, chunks)
  const changes = done.map((each) => ({ change: each.change, images: imagesOfEdit(db, each) }))
  const before = loadEditedState(db, name, base)
  const derived = await derive(context, base, await shapeAfter(context, base, changes), before)
  return {
    isOfLast,
    save: () => saveEdited(db, name, { ...derived.edited, edit: top.id }, chunksOf(base.chunks, derived))
  }
}
