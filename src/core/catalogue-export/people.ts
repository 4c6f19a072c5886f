import type { CatalogueReader } from '../catalogue/reader.ts'
import { listSelections, type NamedSelection, selectedInstances } from '../catalogue/selections.ts'
import { CORRECTION_COLUMNS, correctionRows } from '../corrections/export.ts'
import type { UidKey } from '../labels/uid-remap.ts'
import { throwIfCancelled, type Work } from '../work.ts'
import { CREATED, type ExportedTable, type Field, INSTANCE } from './exported-table.ts'
import { rowTable, tableOf } from './table-of.ts'

const MEANINGS: Readonly<Record<(typeof CORRECTION_COLUMNS)[number]['name'], string>> = {
  SOPInstanceUID: 'image',
  SeriesInstanceUID: 'its series',
  tag: '(gggg,eeee) of the value',
  name: 'keyword or path',
  vr: 'value representation',
  found: 'what the file says; missing: nothing, or it may tell of a person',
  value: 'what counts instead; missing: nothing',
  fileChanged: 'whether the file has another value than the one that was decided about',
  entry: 'decision',
  created: 'when it was made (ISO 8601, UTC)',
  author: 'who decided',
  from: 'where the value came from',
  probability: 'of a suggestion that was accepted'
}

/** What people decided about values, and the images that they selected. @param key of the remapping of UIDs, when tables are written */
export function peopleTables(
  reader: CatalogueReader,
  key: () => UidKey | undefined,
  work: Work | undefined
): ExportedTable[] {
  return [corrections(reader, key, work), selections(reader), selected(reader, work)]
}

function corrections(reader: CatalogueReader, key: () => UidKey | undefined, work: Work | undefined): ExportedTable {
  const columns = CORRECTION_COLUMNS.map((column) => ({ ...column, meaning: MEANINGS[column.name] }))
  return tableOf(
    'corrections',
    'one value that somebody corrected, of a tag that cannot tell of a person',
    columns,
    () => correctionRows(reader, key(), { values: 0, images: 0, leftOut: 0 }, work)
  )
}

function selections({ db }: CatalogueReader): ExportedTable {
  const fields: readonly Field<NamedSelection>[] = [
    { name: 'selection', type: 'int32', meaning: 'its number', cell: ({ id }) => id },
    { name: 'name', type: 'string', meaning: 'what somebody called it', cell: ({ name }) => name },
    { name: 'created', type: 'string', meaning: CREATED, cell: ({ created }) => created }
  ]
  return rowTable('selections', 'images that somebody selected and named', fields, () => listSelections(db))
}

/** Instances of a selection that are written at a time. */
const AT_A_TIME = 65_536

function selected(reader: CatalogueReader, work: Work | undefined): ExportedTable {
  const columns = [{ name: 'selection', type: 'int32' as const, meaning: 'number of the selection' }, INSTANCE]
  return tableOf('selected', 'one image of a selection', columns, function* () {
    for (const { id } of listSelections(reader.db)) {
      const bits = selectedInstances(reader.db, id)
      const live = reader.live()
      for (let from = 0; from < live.length; from += AT_A_TIME) {
        throwIfCancelled(work)
        const instances = live.subarray(from, from + AT_A_TIME).filter((instance) => bits.has(instance))
        yield [new Int32Array(instances.length).fill(id), instances]
      }
    }
  })
}
