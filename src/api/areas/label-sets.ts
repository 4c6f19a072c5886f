import { type LabelSetRow, labelSetRow, labelSetRows } from '../../core/catalogue/label-set-rows.ts'
import { type LabelSet, loadLabelSet, removeLabelSet, restoreLabelSet } from '../../core/catalogue/label-sets.ts'
import type { CatalogueReader } from '../../core/catalogue/reader.ts'
import { type Infer, integer, object } from '../../core/schema.ts'
import type { Work } from '../../core/work.ts'
import { adding } from '../../jobs/catalogues.ts'
import { compareLabels, type LabelComparison } from '../../jobs/compare-labels.ts'
import { clusteringName } from '../../jobs/definitions/common.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { change, nothing, slowQuestion } from '../method.ts'

export type { LabelComparison, LabelSetRow }

/** Labels that were removed or restored, and all that there are now. */
export interface ChangedLabelSets {
  changed: LabelSetRow
  sets: LabelSetRow[]
}

const one = object({ id: integer(1, 999_999_999) })
const both = object({ clustering: clusteringName, id: integer(1, 999_999_999) })

/** Labels of images from elsewhere. */
export const labelSets = {
  'labelSets.list': slowQuestion(nothing, ({ reader }): LabelSetRow[] => labelSetRows(reader)),
  'labelSets.compare': slowQuestion(both, comparison),
  'labelSets.remove': change(one, (catalogue, { id }) => changed(catalogue, ({ db }) => removeLabelSet(db, id))),
  'labelSets.restore': change(one, (catalogue, { id }) => changed(catalogue, ({ db }) => restoreLabelSet(db, id)))
}

/** @throws CancelledError */
function comparison(
  { reader }: OpenCatalogue,
  { clustering, id }: Infer<typeof both>,
  work: Work
): Promise<LabelComparison> {
  return compareLabels(reader, clustering, loadLabelSet(reader.db, id), work)
}

function changed({ file }: OpenCatalogue, make: (reader: CatalogueReader) => LabelSet): Promise<ChangedLabelSets> {
  return adding(file, (reader) => {
    const set = make(reader)
    return { changed: labelSetRow(reader, set), sets: labelSetRows(reader) }
  })
}
