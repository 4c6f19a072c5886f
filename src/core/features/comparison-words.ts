import type { TagWeight } from '../conditions.ts'
import { METHODS } from './methods.ts'

/** How the images of a run are compared, as it was asked for. */
interface Comparison {
  method: string
  weights: readonly TagWeight[]
  groupByScanner: boolean
}

/** `Balanced, for real archives`; the name of a method that this version does not know. */
export function methodLabel(name: string): string {
  return METHODS.find((method) => method.name === name)?.label ?? name
}

/** What a person chose besides the method: `grouped by scanner, too`, `weights chosen by a person: KVP 0.5, Rows 0`. */
export function comparisonDetails({ method, weights, groupByScanner }: Comparison): string[] {
  // Without weights by scanner there is nothing that it changes.
  const byScanner = METHODS.find(({ name }) => name === method)?.byScanner ?? true
  const chosen = weights.map(({ tag, weight }) => `${tag} ${weightText(weight)}`).join(', ')
  return [
    ...(groupByScanner && byScanner ? ['grouped by scanner, too'] : []),
    ...(chosen === '' ? [] : [`weights chosen by a person: ${chosen}`])
  ]
}

/** `0.25`, `1`, `0.98`: at most two digits after the point. */
export function weightText(weight: number): string {
  return String(Number(weight.toFixed(2)))
}
