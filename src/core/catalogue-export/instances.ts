import { SourceFinder } from '../catalogue/instance-sources.ts'
import type { CatalogueReader } from '../catalogue/reader.ts'
import { listSources } from '../catalogue/sources.ts'
import { attributesOf, attributeFrequencies } from '../features/attributes.ts'
import { isGroupLength, isPhi } from '../features/decide.ts'
import { type MapUid, textsOf } from '../labels/exported-attribute.ts'
import type { Cell, TableBatch } from '../tables/table.ts'
import { type ColumnGroup, IDENTITY, tagColumns } from '../tag-export/tag-columns.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'
import { type ExportedTable, type Field, INSTANCE } from './exported-table.ts'
import { rowTable, tableOf } from './table-of.ts'

/** Cells of a batch: what is held in memory, however many columns there are. */
const MOST_CELLS = 1_000_000

/** A private element by its tag, or one inside a private sequence: its name holds the creator, who may be a hospital. */
const PRIVATE = /\([0-9A-F]{3}[13579BDF],/

interface Attributes {
  /** What is exported of tags, see `tagColumns`. */
  groups: readonly ColumnGroup[]
  /** Values that people corrected, or mapped between sites. */
  corrected: number
  tables: ExportedTable[]
}

/** Instances, what is exported of their tags, which tags there are, and where they were scanned. */
export async function instanceTables(
  reader: CatalogueReader,
  mapUid: MapUid,
  tell: (done: number) => void,
  work: Work | undefined
): Promise<Attributes> {
  const live = reader.live()
  const groups = await tagColumns(reader, live, null, mapUid, work)
  const identity = new Set<string>(IDENTITY)
  const ofTags = groups.filter(({ columns }) => !identity.has(columns[0].name))
  return {
    groups,
    corrected: groups.reduce((sum, group) => sum + group.corrected, 0),
    tables: [
      instances(reader, mapUid, work),
      tableOf(
        'tags',
        'values of one instance: every tag that has a value and cannot tell of a person, a place or a time',
        [INSTANCE, ...ofTags.flatMap(({ columns }) => columns)],
        () => tagBatches(ofTags, live, tell, work)
      ),
      attributes(reader),
      sources(reader)
    ]
  }
}

function instances(reader: CatalogueReader, mapUid: MapUid, work: Work | undefined): ExportedTable {
  const columns = [
    INSTANCE,
    ...IDENTITY.map((keyword) => ({ name: keyword, type: 'string' as const, meaning: keyword.replace('UID', ' UID') })),
    { name: 'isImage', type: 'boolean' as const, meaning: 'whether Rows (0028,0010) has a value' },
    { name: 'source', type: 'int32' as const, meaning: 'source that it was scanned from' }
  ]
  return tableOf(
    'instances',
    'one instance: a file of the archive without its duplicates',
    columns,
    async function* () {
      const live = reader.live()
      const images = reader.images()
      const sources = new SourceFinder(reader.db)
      let image = 0
      const size = Math.floor(MOST_CELLS / columns.length)
      for (let from = 0; from < live.length; from += size) {
        throwIfCancelled(work)
        const some = live.subarray(from, from + size)
        const isImage = Array.from(some, (instance) => {
          while (images[image] < instance) image++
          return images[image] === instance
        })
        yield [some, ...IDENTITY.map((keyword) => uids(reader, keyword, some, mapUid)), isImage, sources.of(some)]
        await breathe()
      }
    }
  )
}

function uids(reader: CatalogueReader, keyword: string, instances: Uint32Array, mapUid: MapUid): Cell[] {
  const tag = reader.find(keyword)
  return tag === undefined ? Array.from(instances, () => null) : textsOf(reader.column(tag.id, instances), mapUid)
}

async function* tagBatches(
  groups: readonly ColumnGroup[],
  instances: Uint32Array,
  tell: (done: number) => void,
  work: Work | undefined
): AsyncGenerator<TableBatch> {
  const columns = groups.reduce((sum, group) => sum + group.columns.length, 1)
  const size = Math.max(1, Math.floor(MOST_CELLS / columns))
  for (let from = 0; from < instances.length; from += size) {
    throwIfCancelled(work)
    tell(from)
    const some = instances.subarray(from, from + size)
    yield [some, ...groups.flatMap((group) => group.cells(some))]
    await breathe()
  }
}

interface AttributeRow {
  tag: string
  name: string
  vr: string
  nonEmpty: number
  distinct: number
  instances: number
  isPersonal: boolean
}

const ATTRIBUTE_FIELDS: readonly Field<AttributeRow>[] = [
  { name: 'tag', type: 'string', meaning: '(gggg,eeee), of private elements (gggg,xxee)', cell: ({ tag }) => tag },
  {
    name: 'name',
    type: 'string',
    meaning: 'keyword, or path of a nested element; missing for private elements, whose names hold their creators',
    cell: ({ name }) => (PRIVATE.test(name) ? null : name)
  },
  { name: 'vr', type: 'string', meaning: 'value representation', cell: ({ vr }) => vr },
  { name: 'nonEmpty', type: 'int32', meaning: 'instances that have a value', cell: ({ nonEmpty }) => nonEmpty },
  { name: 'distinct', type: 'int32', meaning: 'distinct values', cell: ({ distinct }) => distinct },
  {
    name: 'missingShare',
    type: 'double',
    meaning: '1 − nonEmpty / instances',
    cell: ({ nonEmpty, instances }) => (instances === 0 ? null : 1 - nonEmpty / instances)
  },
  {
    name: 'personal',
    type: 'boolean',
    meaning: 'whether values may tell of a person, a place or a time, so that they are not in tags',
    cell: ({ isPersonal }) => isPersonal
  }
]

function attributes(reader: CatalogueReader): ExportedTable {
  return rowTable('attributes', 'one tag of the archive, with how often it is there', ATTRIBUTE_FIELDS, () => {
    const live = reader.live()
    const all = attributesOf(reader.tags()).filter((attribute) => !isGroupLength(attribute))
    const frequencies = attributeFrequencies(reader, all, live)
    return all.map((attribute, i): AttributeRow => ({
      ...attribute,
      ...frequencies[i],
      instances: live.length,
      isPersonal: isPhi(attribute, frequencies[i])
    }))
  })
}

function sources({ db }: CatalogueReader): ExportedTable {
  type Row = ReturnType<typeof listSources>[number]
  const fields: readonly Field<Row>[] = [
    { name: 'source', type: 'int32', meaning: 'its number', cell: ({ id }) => id },
    { name: 'files', type: 'int32', meaning: 'files that were met there', cell: ({ files }) => files },
    { name: 'instances', type: 'int32', meaning: 'of these, instances', cell: ({ instances }) => instances },
    { name: 'added', type: 'string', meaning: 'when it was first scanned (ISO 8601, UTC)', cell: ({ added }) => added },
    {
      name: 'scanned',
      type: 'string',
      meaning: 'when a scan of all of it last reached its end',
      cell: ({ scanned }) => scanned
    }
  ]
  return rowTable('sources', 'one scanned folder, without its path', fields, () => listSources(db))
}
