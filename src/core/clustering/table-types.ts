import { MedoidError } from '../errors.ts'
import type { ColumnKind } from '../features/table.ts'

/** What a types file says of a column. */
export interface ColumnType {
  kind: ColumnKind
  /** Ordinal only: the levels from lowest to highest, where they are not numbers. */
  levels?: string[]
}

const KINDS: readonly ColumnKind[] = ['numeric', 'ordinal', 'nominal', 'asymmetric-binary']

/**
 * Reads a types file: a JSON object with a type for each column, as `"numeric"` or `{"type": "ordinal", "levels": [...]}`.
 * @param file its name, for messages
 * @throws MedoidError `types-malformed`, `types-unknown`, `types-levels`
 */
export function parseTypes(text: string, file: string): Map<string, ColumnType> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new MedoidError('types-malformed', { file, reason: (cause as Error).message }, { cause })
  }
  if (!isObject(json)) throw new MedoidError('types-malformed', { file, reason: null })
  return new Map(Object.entries(json).map(([name, given]) => [name.normalize('NFC'), columnType(name, given, file)]))
}

function columnType(name: string, given: unknown, file: string): ColumnType {
  const { type, levels } = isObject(given) ? given : { type: given, levels: undefined }
  const kind = KINDS.find((known) => known === type)
  if (kind === undefined) {
    throw new MedoidError('types-unknown', { file, column: name, type: JSON.stringify(type), known: [...KINDS] })
  }
  if (levels === undefined) return { kind }
  if (kind !== 'ordinal') {
    throw new MedoidError('types-levels', { file, column: name, why: 'kind', kind })
  }
  const isList = Array.isArray(levels) && levels.every((level) => ['string', 'number'].includes(typeof level))
  const texts = isList ? levels.map((level) => String(level).normalize('NFC')) : []
  if (texts.length === 0 || new Set(texts).size < texts.length) {
    throw new MedoidError('types-levels', { file, column: name, why: 'no-list' })
  }
  return { kind, levels: texts }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
