import type { CatalogueReader } from './reader.ts'
import { listSelections, type NamedSelection, selectedInstances } from './selections.ts'

/** What a list shows of a named selection. */
export interface SelectionRow extends Omit<NamedSelection, 'removed'> {
  /** Images that it has now. */
  images: number
  /** Images that it had, and that have changed or gone since. */
  gone: number
}

/** Those that are not removed, in the order in which they were named. @throws as `listSelections` */
export function selectionRows(reader: CatalogueReader): SelectionRow[] {
  return listSelections(reader.db).map((selection) => selectionRow(reader, selection))
}

export function selectionRow(reader: CatalogueReader, { removed: _, ...selection }: NamedSelection): SelectionRow {
  let [images, gone] = [0, 0]
  for (const instance of selectedInstances(reader.db, selection.id).ids()) {
    if (reader.isLive(instance)) images++
    else gone++
  }
  return { ...selection, images, gone }
}
