import { EQUAL_WEIGHT, type Feature } from '../../../src/core/catalogue/stored/features.ts'
import type { ColumnSource, ColumnValues, Tag, TagId } from '../../../src/core/catalogue/types.ts'

/** Tags of images as texts, by keyword: null where an image lacks the tag. */
export type Columns = Readonly<Record<string, readonly (string | null)[]>>

/** A catalogue of these images, as features read it. */
export function sourceOf(columns: Columns): ColumnSource {
  const tags = Object.keys(columns).map((keyword, i): Tag => {
    return { id: (i + 1) as TagId, tag: `(0018,${String(1000 + i)})`, path: '', keyword, privateCreator: '', vr: 'LO' }
  })
  return {
    tags: () => tags,
    column(id, instances): ColumnValues {
      const values = columns[tags[id - 1].keyword]
      const texts = ['', '', ...values.map((value) => value ?? '')]
      return { codes: instances.map((row) => (values[row] === null ? 0 : row + 2)), texts }
    }
  }
}

/** The features of these columns: numbers where `numeric` says so, else categories with the levels that they have. */
export function featuresOf(columns: Columns, numeric: readonly string[] = []): Feature[] {
  return Object.entries(columns).map(([keyword, values], i): Feature => {
    const isNumeric = numeric.includes(keyword)
    const levels = [...new Set(values.filter((value) => value !== null))]
    return {
      name: keyword,
      tag: `(0018,${String(1000 + i)})`,
      path: '',
      keyword,
      privateCreator: '',
      vr: isNumeric ? 'DS' : 'LO',
      parser: isNumeric ? 'number' : 'category',
      kind: isNumeric ? 'numeric' : 'nominal',
      columns: [{ name: keyword, position: 1, ...(isNumeric ? {} : { levels }) }],
      dropped: [],
      phi: keyword.startsWith('Patient'),
      included: false,
      missingShare: 0,
      distinct: levels.length,
      unparsed: 0,
      commas: 0,
      weighting: EQUAL_WEIGHT
    }
  })
}
