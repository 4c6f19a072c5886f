import { MedoidError } from '../errors.ts'
import { writeAtomically } from '../files.ts'
import { missingWords } from '../missing.ts'
import type { Cell } from '../tables/table.ts'
import { refuseToReplaceData } from '../tables/refuse.ts'
import { writeTable } from '../tables/write-table.ts'
import type { WrittenTable } from '../tables/write-table.ts'
import type { Feature } from './select.ts'
import type { CategoricalColumn, FeatureTable } from './table.ts'

/**
 * Writes feature tables, one below the other, as CSV or Parquet: a row an instance, a column each of the features'
 * columns, missing values empty (CSV) or null (Parquet). With the file of `writeTypes`, `cluster --table` makes the same
 * clusters of it. Categories of PHI are numbered in the order of their appearance, so that their text stays here.
 *
 * @param tables of these features, e.g. from `buildTables`
 * @throws MedoidError `no-features`, and as `writeTable` does
 */
export async function writeFeatures(
  path: string,
  format: 'csv' | 'parquet',
  features: readonly Feature[],
  tables: Iterable<FeatureTable>
): Promise<WrittenTable> {
  if (features.length === 0) {
    throw new MedoidError(
      'no-features',
      `There are no features to write to ${path}: see \`medoid features\` for the reasons.`
    )
  }
  const columns = features.flatMap((feature) =>
    feature.columns.map(({ name }) => ({ name, type: feature.kind === 'numeric' ? 'double' : 'string' }) as const)
  )
  const toText = features.flatMap(({ phi, columns }) =>
    columns.map(() => (phi ? pseudonyms() : format === 'csv' ? notMissing : asIs))
  )
  return writeTable(path, format, columns, batches(tables, toText))
}

function* batches(tables: Iterable<FeatureTable>, toText: ((level: string) => string)[]): Generator<ArrayLike<Cell>[]> {
  for (const { columns } of tables) {
    yield columns.map((column, c) => ('codes' in column ? cells(column, toText[c]) : column.values))
  }
}

function cells({ codes, levels }: CategoricalColumn, toText: (level: string) => string): Cell[] {
  // Only levels that occur get a pseudonym.
  const texts: string[] = []
  return Array.from(codes, (code) => (code < 0 ? null : (texts[code] ??= toText(levels[code]))))
}

const isMissing = missingWords()

function asIs(level: string): string {
  return level
}

/** `NA`, `None` and the like are missing values in a table that comes from elsewhere, but categories here. */
function notMissing(level: string): string {
  return isMissing(level) ? `'${level}` : level
}

function pseudonyms(): (level: string) => string {
  const numbers = new Map<string, string>()
  return (level) => {
    const known = numbers.get(level)
    if (known !== undefined) return known
    const pseudonym = `category ${numbers.size + 1}`
    numbers.set(level, pseudonym)
    return pseudonym
  }
}

/** Writes the types file of these features for `cluster --table FILE --types FILE`: `{column: 'numeric' | 'nominal'}`. */
export async function writeTypes(path: string, features: readonly Feature[]): Promise<void> {
  const types = Object.fromEntries(features.flatMap(({ kind, columns }) => columns.map(({ name }) => [name, kind])))
  await refuseToReplaceData(path)
  await writeAtomically(path, (file) => file.writeFile(`${JSON.stringify(types, undefined, 2)}\n`))
}
