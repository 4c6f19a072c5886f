import type { Feature, GowerModel } from '../catalogue/stored/features.ts'
import type { FeatureTable } from '../features/table.ts'
import { type ColumnWhy, explainer, type WhySimilar } from '../similar/why.ts'

/** What one column says of an image between two medoids. */
export interface ColumnBetween {
  name: string
  keyword: string
  /** Values as they are compared; null where there is none, and where they tell of a person. */
  image: string | null
  own: string | null
  other: string | null
  isPersonal: boolean
  /** What it adds to the dissimilarity 1 − S from its own medoid, and from the other one. */
  adds: { own: number; other: number }
  /** Whether it speaks for its own cluster, or for the other one; null: for neither. */
  for: 'own' | 'other' | null
}

/** Why an image is as near to its own medoid, and to another one, as it is: by tags. */
export interface Between {
  /** √(1 − S) and the columns that it rests on. */
  own: Pick<WhySimilar, 'distance' | 'shared'>
  other: Pick<WhySimilar, 'distance' | 'shared'> | null
  /** Columns that count. */
  columns: number
  /** In which the image differs from a medoid: those that tell most between the two first, then those that add most. */
  differ: ColumnBetween[]
}

/**
 * @param table rows by the features of a run: the image, its own medoid, and the other one where there is one
 */
export function between(table: FeatureTable, run: { features: readonly Feature[]; model: GowerModel }): Between {
  const explain = explainer(table, run)
  const own = explain(0, 1)
  const other = table.rows > 2 ? explain(0, 2) : null
  const toOther = new Map(other === null ? [] : all(other).map((each) => [each.name, each]))
  const toOwn = new Map(all(own).map((each) => [each.name, each]))
  const names = new Set([...toOwn.keys(), ...toOther.keys()])
  const differ: ColumnBetween[] = []
  for (const name of names) {
    const [a, b] = [toOwn.get(name), toOther.get(name)]
    const adds = { own: a?.contribution ?? 0, other: b?.contribution ?? 0 }
    if (adds.own === 0 && adds.other === 0) continue
    const { keyword, isPersonal, query } = (a ?? b)!
    const more = other === null ? 0 : unlike(a) - unlike(b)
    differ.push({
      name,
      keyword,
      image: query,
      own: a?.value ?? null,
      other: b?.value ?? null,
      isPersonal,
      adds,
      for: more === 0 ? null : more > 0 ? 'other' : 'own'
    })
  }
  const tells = (each: ColumnBetween): number => (each.for === null ? 0 : Math.abs(each.adds.own - each.adds.other))
  const most = ({ adds }: ColumnBetween): number => Math.max(adds.own, adds.other)
  differ.sort((x, y) => tells(y) - tells(x) || most(y) - most(x))
  return { own: brief(own), other: other === null ? null : brief(other), columns: own.columns, differ }
}

function all({ agree, differ, notCompared }: WhySimilar): ColumnWhy[] {
  return [...agree, ...differ, ...notCompared]
}

/** How unlike two are in a column, as far as that counts. */
function unlike(column: ColumnWhy | undefined): number {
  return column?.dissimilarity ?? (column === undefined || column.contribution === 0 ? 0 : 1)
}

function brief({ distance, shared }: WhySimilar): Pick<WhySimilar, 'distance' | 'shared'> {
  return { distance, shared }
}
