import type { CellContradiction } from '../../messages/en/tables.ts'
import { MedoidError } from '../errors.ts'
import { type FeatureColumn, MISSING_LEVEL } from '../features/table.ts'
import type { IsMissing } from '../missing.ts'
import { hasDecimalComma, mayBeThousands, parseDecimal } from '../numbers.ts'
import { isPresent, MOST_NUMBER } from './gower.ts'
import type { ColumnType } from './table-types.ts'

/** Takes the cells of a column from top to bottom. */
export interface ColumnBuilder {
  /** @throws MedoidError `table-type` where the cell contradicts the column's type; `line` is for the message */
  add(cell: string, line: number): void
  finish(): FeatureColumn
}

/** What the two levels of an asymmetric-binary column may be called; the second is the one that counts. */
const BINARY_LEVELS = [
  ['0', '1'],
  ['FALSE', 'TRUE'],
  ['no', 'yes']
]

/** What the columns of a table have in common. */
export interface TableReading {
  /** The table's name, for messages. */
  file: string
  isMissing: IsMissing
  /** Called for each number with a decimal comma. */
  onComma?: () => void
}

export function columnBuilder(name: string, type: ColumnType, reading: TableReading): ColumnBuilder {
  const { file, isMissing } = reading
  const contradicts: Contradicts = (line, cell, why) => {
    const shown = cell.length > 40 ? `${cell.slice(0, 40)}…` : cell
    return new MedoidError('table-type', { file, line, column: name, cell: shown, ...why })
  }
  if (type.kind === 'nominal') return nominal(name, isMissing)
  if (type.kind === 'asymmetric-binary') return asymmetricBinary(name, isMissing, contradicts)
  return type.levels
    ? ordinalLevels(name, type.levels, isMissing, contradicts)
    : numbers(name, type.kind, reading, contradicts)
}

type Contradicts = (line: number, cell: string, why: CellContradiction) => MedoidError

function numbers(
  name: string,
  kind: 'numeric' | 'ordinal',
  { isMissing, onComma }: TableReading,
  contradicts: Contradicts
): ColumnBuilder {
  const values: number[] = []
  return {
    add(cell, line) {
      if (isMissing(cell)) {
        values.push(NaN)
        return
      }
      const text = cell.trim()
      const value = parseDecimal(text)
      if (Number.isNaN(value)) throw contradicts(line, cell, { why: 'no-number', kind })
      if (mayBeThousands(text)) throw contradicts(line, cell, { why: 'comma', text })
      if (hasDecimalComma(text)) onComma?.()
      // It would silently count as missing.
      if (!isPresent(value)) throw contradicts(line, cell, { why: 'too-large', most: MOST_NUMBER })
      values.push(value)
    },
    finish: () => ({ name, kind, values: Float64Array.from(values) })
  }
}

/** pandas writes the whole numbers of a column that lacks some as 1.0. */
function isSameNumber(level: string, cell: string): boolean {
  return parseDecimal(level.trim()) === parseDecimal(cell.trim())
}

function ordinalLevels(name: string, levels: string[], isMissing: IsMissing, contradicts: Contradicts): ColumnBuilder {
  const places = new Map(levels.map((level, place) => [level, place]))
  const placeOf = (text: string): number | undefined => {
    const place = levels.findIndex((level) => isSameNumber(level, text))
    return place < 0 ? undefined : place
  }
  const values: number[] = []
  return {
    add(given, line) {
      const cell = given.normalize('NFC')
      // A level may itself be called NA.
      const place = places.get(cell) ?? places.get(cell.trim()) ?? (isMissing(cell) ? undefined : placeOf(cell))
      if (place === undefined && !isMissing(cell)) {
        throw contradicts(line, cell, { why: 'unknown-level', levels })
      }
      values.push(place ?? NaN)
    },
    finish: () => ({ name, kind: 'ordinal', values: Float64Array.from(values), levels })
  }
}

function nominal(name: string, isMissing: IsMissing): ColumnBuilder {
  const places = new Map<string, number>()
  const codes: number[] = []
  return {
    add(given) {
      if (isMissing(given)) {
        codes.push(MISSING_LEVEL)
        return
      }
      // é as one character, or as e with an accent of its own, is one letter (Unicode Standard Annex 15).
      const cell = given.normalize('NFC')
      const place = places.get(cell) ?? places.size
      places.set(cell, place)
      codes.push(place)
    },
    finish: () => ({ name, kind: 'nominal', codes: Int32Array.from(codes), levels: [...places.keys()] })
  }
}

function asymmetricBinary(name: string, isMissing: IsMissing, contradicts: Contradicts): ColumnBuilder {
  let levels: string[] | undefined
  const codes: number[] = []
  return {
    add(cell, line) {
      if (isMissing(cell)) {
        codes.push(MISSING_LEVEL)
        return
      }
      const isCell = (level: string): boolean =>
        level.toUpperCase() === cell.trim().toUpperCase() || isSameNumber(level, cell)
      levels ??= BINARY_LEVELS.find((pair) => pair.some(isCell))
      const code = levels?.findIndex(isCell) ?? -1
      if (code < 0) throw contradicts(line, cell, { why: 'not-binary', levels: levels ?? null })
      codes.push(code)
    },
    finish: () => ({
      name,
      kind: 'asymmetric-binary',
      codes: Int32Array.from(codes),
      levels: levels ?? BINARY_LEVELS[0]
    })
  }
}
