import { join } from 'node:path'
import type { PixelRectangle } from '../burned-in/text-picture.ts'
import type { CatalogueReader } from '../catalogue/reader.ts'
import { textsOf } from '../labels/exported-attribute.ts'
import type { Cell, TableBatch, TableColumn } from '../tables/table.ts'
import { type WrittenTable, writeTable } from '../tables/write-table.ts'
import { SPLITS } from './options.ts'
import type { DatasetPart } from './parts.ts'
import type { DatasetPlan } from './plan.ts'
import type { WorkFolder, WrittenSample } from './work-folder.ts'

/** Beside the samples: a row each. */
export const TABLE = 'images.csv'

const COLUMNS = [
  { name: 'file', type: 'string' },
  { name: 'name', type: 'string' },
  { name: 'split', type: 'string' },
  { name: 'label', type: 'int32' },
  { name: 'class', type: 'string' },
  { name: 'cluster', type: 'int32' },
  { name: 'distance', type: 'float' },
  { name: 'group', type: 'int32' },
  { name: 'frame', type: 'int32' },
  { name: 'frames', type: 'int32' },
  { name: 'width', type: 'int32' },
  { name: 'height', type: 'int32' },
  { name: 'channels', type: 'int32' },
  { name: 'window', type: 'string' },
  { name: 'window_center', type: 'double' },
  { name: 'window_width', type: 'double' },
  { name: 'offset', type: 'int32' },
  { name: 'clipped', type: 'int32' },
  { name: 'masked', type: 'string' },
  { name: 'bytes', type: 'int32' },
  { name: 'sha256', type: 'string' }
] as const satisfies TableColumn[]

const UIDS = ['StudyInstanceUID', 'SeriesInstanceUID', 'SOPInstanceUID'] as const

/** @param mapUid of the remapping; null: the table tells of no UID */
export function writeImageTable(
  folder: string,
  reader: CatalogueReader,
  plan: DatasetPlan,
  parts: readonly DatasetPart[],
  done: WorkFolder,
  mapUid: ((uid: string) => string) | null
): Promise<WrittenTable> {
  const uids = mapUid === null ? [] : UIDS.map((name): TableColumn => ({ name, type: 'string' }))
  const path = join(folder, TABLE)
  return writeTable(path, 'csv', [...COLUMNS, ...uids], batches(reader, plan, parts, done, mapUid))
}

async function* batches(
  reader: CatalogueReader,
  plan: DatasetPlan,
  parts: readonly DatasetPart[],
  done: WorkFolder,
  mapUid: ((uid: string) => string) | null
): AsyncGenerator<TableBatch> {
  for (const { number, split } of parts) {
    const lines = (await done.lines(number)).filter((line): line is WrittenSample => !('missing' in line))
    if (lines.length === 0) continue
    const own = COLUMNS.map(({ name }) => lines.map((line) => cellOf(name, line, plan, split)))
    const ofUids =
      mapUid === null
        ? []
        : uidCells(
            reader,
            lines.map(({ row }) => plan.instances[row]),
            mapUid
          )
    yield [...own, ...ofUids]
  }
}

type ColumnName = (typeof COLUMNS)[number]['name']

function cellOf(name: ColumnName, line: WrittenSample, plan: DatasetPlan, split: number): Cell {
  const { row, window } = line
  switch (name) {
    case 'split':
      return SPLITS[split]
    case 'label':
      return plan.classOf[row]
    case 'class':
      return plan.classes[plan.classOf[row]].name
    case 'cluster':
      return plan.clusterOf[row]
    case 'distance':
      return plan.distances[row]
    case 'group':
      return plan.groupOf[row]
    case 'masked':
      return line.masked === null ? null : regionWords(line.masked)
    case 'window':
      return window?.from ?? null
    case 'window_center':
      return window?.center ?? null
    case 'window_width':
      return window?.width ?? null
    default:
      return line[name]
  }
}

/** Where text was blacked out, as left,top,width,height in pixels of the stored frame; `none` where no text was found. */
function regionWords(regions: readonly PixelRectangle[]): string {
  return regions.map(({ x, y, width, height }) => `${x},${y},${width},${height}`).join(' ') || 'none'
}

function uidCells(reader: CatalogueReader, instances: number[], mapUid: (uid: string) => string): Cell[][] {
  const ascending = Uint32Array.from(new Set(instances)).sort()
  const places = new Map(Array.from(ascending, (instance, place) => [instance, place]))
  return UIDS.map((keyword) => {
    const tag = reader.find(keyword)
    if (tag === undefined) return instances.map(() => null)
    const texts = textsOf(reader.column(tag.id, ascending), mapUid)
    return instances.map((instance) => texts[places.get(instance)!])
  })
}
