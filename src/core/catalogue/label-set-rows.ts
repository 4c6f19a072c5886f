import type { CatalogueReader } from './reader.ts'
import { labelCodes, type LabelSet, listLabelSets } from './label-sets.ts'

/** What a list shows of labels from elsewhere. */
export interface LabelSetRow extends Omit<LabelSet, 'removed' | 'texts'> {
  /** Images that have a label now. */
  images: number
  /** Images of the catalogue that have none. */
  unlabelled: number
  /** Images that had one, and that have changed or gone since. */
  gone: number
  /** The labels that images have now, the most frequent first, ties by text. */
  labels: { label: string; images: number }[]
}

/** Those that are not removed, in the order in which they came. @throws as `listLabelSets` */
export function labelSetRows(reader: CatalogueReader): LabelSetRow[] {
  return listLabelSets(reader.db).map((set) => labelSetRow(reader, set))
}

export function labelSetRow(reader: CatalogueReader, { removed: _, texts, ...set }: LabelSet): LabelSetRow {
  const codes = labelCodes(reader.db, set.id)
  const counts = new Uint32Array(texts.length + 1)
  for (const instance of reader.images()) counts[codes.code(instance)]++
  let labelled = 0
  for (const rows of codes.chunks.values()) for (const code of rows) if (code > 0) labelled++
  const labels = texts.map((label, i) => ({ label, images: counts[i + 1] })).filter(({ images }) => images > 0)
  const images = labels.reduce((sum, each) => sum + each.images, 0)
  return {
    ...set,
    images,
    unlabelled: counts[0],
    gone: labelled - images,
    labels: labels.sort((a, b) => b.images - a.images || (a.label < b.label ? -1 : 1))
  }
}
