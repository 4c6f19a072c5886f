import { formatClustering } from '../../core/catalogue/clustering-name.ts'
import { findClustering } from '../../core/catalogue/runs.ts'
import { type SelectionRow, selectionRow, selectionRows } from '../../core/catalogue/selection-rows.ts'
import {
  addSelection,
  type NamedSelection,
  removeSelection,
  restoreSelection
} from '../../core/catalogue/selections.ts'
import type { CatalogueReader } from '../../core/catalogue/reader.ts'
import { type Infer, integer, list, object, text } from '../../core/schema.ts'
import { adding } from '../../jobs/catalogues.ts'
import { clusteringName } from '../../jobs/definitions/common.ts'
import { PROGRAM_VERSION } from '../../jobs/program.ts'
import { assigned } from '../catalogue/assignment.ts'
import { chosenRows } from '../catalogue/chosen-rows.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { change, nothing, slowQuestion } from '../method.ts'
import { among, anyCluster } from './arguments.ts'

export type { SelectionRow }

/** A selection that was named, removed or restored, and all that there are now. */
export interface ChangedSelections {
  catalogue: string
  changed: SelectionRow
  selections: SelectionRow[]
}

const save = object({
  clustering: clusteringName,
  cluster: anyCluster,
  among,
  name: text({ max: 1000, empty: true }),
  note: text({ max: 10_000, empty: true }),
  /** What was chosen, in words. */
  words: list(text({ max: 1000 }), 20)
})
const one = object({ id: integer(1, 999_999_999) })

/** Images that somebody has selected and named. */
export const selections = {
  'selections.list': slowQuestion(nothing, ({ reader }): SelectionRow[] => selectionRows(reader)),
  'selections.save': change(save, saveChosen),
  'selections.remove': change(one, (catalogue, { id }) => changed(catalogue, ({ db }) => removeSelection(db, id))),
  'selections.restore': change(one, (catalogue, { id }) => changed(catalogue, ({ db }) => restoreSelection(db, id)))
}

/** Names the images that are chosen. */
function saveChosen(catalogue: OpenCatalogue, given: Infer<typeof save>): Promise<ChangedSelections> {
  const { cluster, among, name, note, words } = given
  const clustering = findClustering(catalogue.reader.db, given.clustering)
  const found = assigned(catalogue, given.clustering)
  const instances = chosenRows(catalogue, clustering, found, cluster, among).map((row) => found.instances[row])
  const origin = { by: 'window' as const, where: [], clustering: formatClustering(clustering), cluster, words }
  return changed(catalogue, ({ db }) => addSelection(db, { program: PROGRAM_VERSION, name, note, origin }, instances))
}

function changed(
  { file }: OpenCatalogue,
  make: (reader: CatalogueReader) => NamedSelection
): Promise<ChangedSelections> {
  return adding(file, (reader) => {
    const selection = make(reader)
    return { catalogue: file, changed: selectionRow(reader, selection), selections: selectionRows(reader) }
  })
}
