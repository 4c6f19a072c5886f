import { EQUAL_WEIGHT } from '../../../src/core/catalogue/stored/features.ts'
import type { RankingTask } from '../../../src/core/features/rank.ts'
import type { FeatureColumn } from '../../../src/core/features/table.ts'
import { MemorySource } from '../features/memory-source.ts'

/** Categories as a column; null = missing. */
export function nominal(name: string, ...values: (string | null)[]): FeatureColumn {
  const levels = [...new Set(values.filter((value) => value !== null))].sort()
  return {
    name,
    kind: 'nominal',
    codes: Int32Array.from(values, (value) => (value === null ? -1 : levels.indexOf(value))),
    levels
  }
}

/** Numbers as a column; NaN = missing. */
export function numeric(name: string, ...values: number[]): FeatureColumn {
  return { name, kind: 'numeric', values: Float64Array.from(values) }
}

/** Tags of one column each, by the name of the column; `Manufacturer` and the like say in a catalogue what their column does. */
export function taskOf(columns: FeatureColumn[], more: Partial<RankingTask> = {}): RankingTask {
  const [first] = columns
  const rows = first.kind === 'nominal' ? first.codes.length : (first as { values: Float64Array }).values.length
  const source = new MemorySource(
    columns.flatMap((column) => {
      if (column.kind !== 'nominal') return []
      const values = Array.from(column.codes, (code) => (code < 0 ? undefined : column.levels[code]))
      return [{ tag: '(0008,0000)', vr: 'LO', keyword: column.name, values }]
    })
  )
  return {
    source,
    images: Uint32Array.from({ length: rows }, (_, image) => image),
    tags: columns.map((column) => ({ feature: featureOf(column), columns: [column] })),
    included: 0,
    wanted: columns.length,
    ...more
  }
}

function featureOf({ name, kind }: FeatureColumn): RankingTask['tags'][number]['feature'] {
  const isNumeric = kind === 'numeric'
  return {
    name,
    tag: '(0008,0000)',
    path: '',
    keyword: name,
    privateCreator: '',
    vr: isNumeric ? 'DS' : 'LO',
    parser: isNumeric ? 'number' : 'category',
    kind: isNumeric ? 'numeric' : 'nominal',
    columns: [{ name, position: 1 }],
    dropped: [],
    phi: false,
    included: false,
    missingShare: 0,
    distinct: 2,
    unparsed: 0,
    commas: 0,
    weighting: EQUAL_WEIGHT
  }
}
