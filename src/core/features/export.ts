import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { MedoidError } from '../errors.ts'
import { writeAtomically } from '../files.ts'
import { missingWords } from '../missing.ts'
import { type ExportFile, writeManifest } from '../tables/export-files.ts'
import type { Cell } from '../tables/table.ts'
import { refuseToReplaceData } from '../tables/refuse.ts'
import { writeTable, type WrittenTable } from '../tables/write-table.ts'
import type { Feature } from '../catalogue/stored/features.ts'
import { type CategoricalColumn, type FeatureTable, MISSING_LEVEL } from './table.ts'

/**
 * Writes feature tables, one below the other, as CSV or Parquet: a row an instance, a column each of the features'
 * columns, missing values empty (CSV) or null (Parquet). With the file of `writeTypes`, clustering the table makes the same
 * clusters of it. Categories of PHI are numbered in the order of their appearance, so that their text stays here.
 *
 * @param tables of these features, e.g. from `buildTables`
 * @throws MedoidError `no-features`, and as `writeTable` does
 */
export async function writeFeatures(
  path: string,
  format: 'csv' | 'parquet',
  features: readonly Feature[],
  tables: Iterable<FeatureTable>,
  beforeNamed?: (written: WrittenTable) => Promise<void>
): Promise<WrittenTable> {
  if (features.length === 0) {
    throw new MedoidError('no-features', { why: 'export', file: path })
  }
  const columns = features.flatMap((feature) =>
    feature.columns.map(({ name }) => ({ name, type: feature.kind === 'numeric' ? 'double' : 'string' }) as const)
  )
  const toText = features.flatMap(({ phi, columns }) =>
    columns.map(() => (phi ? pseudonyms() : format === 'csv' ? notMissing : asIs))
  )
  return writeTable(path, format, columns, batches(tables, toText), beforeNamed)
}

function* batches(tables: Iterable<FeatureTable>, toText: ((level: string) => string)[]): Generator<ArrayLike<Cell>[]> {
  for (const { columns } of tables) {
    yield columns.map((column, c) => ('codes' in column ? cells(column, toText[c]) : column.values))
  }
}

function cells({ codes, levels }: CategoricalColumn, toText: (level: string) => string): Cell[] {
  // Only levels that occur get a pseudonym.
  const texts: string[] = []
  return Array.from(codes, (code) => (code === MISSING_LEVEL ? null : (texts[code] ??= toText(levels[code]))))
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

/**
 * Writes the types file of these features, for clustering the table: `{column: 'numeric' | 'nominal'}`.
 * @param beforeNamed called when the file is whole and before it gets its name
 */
export async function writeTypes(
  path: string,
  features: readonly Feature[],
  beforeNamed?: (written: Pick<ExportFile, 'bytes' | 'sha256'>) => Promise<void>
): Promise<void> {
  const types = Object.fromEntries(features.flatMap(({ kind, columns }) => columns.map(({ name }) => [name, kind])))
  const text = `${JSON.stringify(types, undefined, 2)}\n`
  await refuseToReplaceData(path)
  await writeAtomically(path, async (file) => {
    await file.writeFile(text)
    await beforeNamed?.({ bytes: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') })
  })
}

/** What stands beside an exported feature table: `<file>.manifest.json`. It tells by whom and when each file was written. */
interface FeatureManifest {
  schema: 'medoid-features'
  schemaVersion: 1
  /** ISO 8601, UTC. */
  created: string
  program: { name: 'medoid'; version: string }
  files: ExportFile[]
}

/** @param out the table @param ours what `refuseToReplaceOthers` found @param written by path */
export async function writeFeatureManifest(
  out: string,
  version: string,
  written: ReadonlyMap<string, Pick<ExportFile, 'bytes' | 'sha256'>>,
  ours: ReadonlyMap<string, string>
): Promise<void> {
  const document: FeatureManifest = {
    schema: 'medoid-features',
    schemaVersion: 1,
    created: new Date().toISOString(),
    program: { name: 'medoid', version },
    files: Array.from(written, ([path, { bytes, sha256 }]) => {
      return { name: basename(path), bytes, sha256, replaced: ours.get(path) }
    })
  }
  await writeManifest(out, document)
}
