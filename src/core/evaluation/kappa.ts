/** Cohen's kappa of two readers who put the same things into categories. */
export interface Kappa {
  things: number
  /** Share of them, by weight, that both put into the same category, and the share that is expected by chance. */
  observed: number
  expected: number
  /** null where chance alone agrees on everything, as both use one category only. */
  kappa: number | null
}

/** With its standard error; null where that says nothing: kappa is not defined, or all categories agree, or none do. */
export interface KappaWithError extends Kappa {
  standardError: number | null
  /** 95 %, by the normal approximation, within −1 to 1. */
  interval: [low: number, high: number] | null
}

/** Two-sided 95 % of the standard normal distribution. */
const Z = 1.959963984540054

/**
 * Kappa = (observed − expected) / (1 − expected) (Cohen, Educational and Psychological Measurement 20, 1960).
 * @param first, second the category of each thing, by either reader
 * @param weights how much each thing counts; 1 where left out
 * @returns null where there is nothing, or nothing of any weight
 */
export function cohensKappa(
  first: readonly number[],
  second: readonly number[],
  weights?: readonly number[]
): Kappa | null {
  const { cells, rows, columns, total } = tabulate(first, second, weights)
  if (total === 0) return null
  let observed = 0
  for (const { row, column, weight } of cells.values()) if (row === column) observed += weight / total
  let expected = 0
  for (const [category, weight] of rows) expected += (weight / total) * ((columns.get(category) ?? 0) / total)
  const isCertain = rows.size === 1 && columns.size === 1 && expected > 0
  return {
    things: first.length,
    observed,
    expected,
    kappa: isCertain ? null : (observed - expected) / (1 - expected)
  }
}

/**
 * The same with its large-sample standard error (Fleiss, Cohen and Everitt, Psychological Bulletin 72, 1969, equation 13), for things that
 * are independent of each other and count alike.
 */
export function kappaWithError(first: readonly number[], second: readonly number[]): KappaWithError | null {
  const found = cohensKappa(first, second)
  if (found === null) return null
  const { observed, expected, kappa } = found
  if (kappa === null || observed === 0 || kappa === 1) return { ...found, standardError: null, interval: null }
  const { cells, rows, columns, total } = tabulate(first, second)
  const chance = (row: number, column: number): number => ((columns.get(row) ?? 0) + (rows.get(column) ?? 0)) / total
  let sum = -((kappa - expected * (1 - kappa)) ** 2)
  for (const { row, column, weight } of cells.values()) {
    const share = weight / total
    sum +=
      row === column
        ? share * (1 - chance(row, column) * (1 - kappa)) ** 2
        : share * ((1 - kappa) * chance(row, column)) ** 2
  }
  const standardError = Math.sqrt(Math.max(0, sum) / total) / (1 - expected)
  const bound = (value: number): number => Math.min(1, Math.max(-1, value))
  return { ...found, standardError, interval: [bound(kappa - Z * standardError), bound(kappa + Z * standardError)] }
}

interface Table {
  cells: Map<string, { row: number; column: number; weight: number }>
  /** Weights of the categories of the first reader, and of the second. */
  rows: Map<number, number>
  columns: Map<number, number>
  total: number
}

function tabulate(first: readonly number[], second: readonly number[], weights?: readonly number[]): Table {
  const table: Table = { cells: new Map(), rows: new Map(), columns: new Map(), total: 0 }
  first.forEach((row, i) => {
    const column = second[i]
    const weight = weights?.[i] ?? 1
    if (weight === 0) return
    const cell = table.cells.get(`${row} ${column}`)
    if (cell === undefined) table.cells.set(`${row} ${column}`, { row, column, weight })
    else cell.weight += weight
    table.rows.set(row, (table.rows.get(row) ?? 0) + weight)
    table.columns.set(column, (table.columns.get(column) ?? 0) + weight)
    table.total += weight
  })
  return table
}
