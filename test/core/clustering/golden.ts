import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ColumnKind } from '../../../src/core/features/table.ts'

/** Results of R 4.2.2, cluster 2.1.4, on public data sets: `golden/generate.R` writes them. */
export interface Golden {
  n: number
  types: Record<string, ColumnKind>
  lower_triangle_columnwise_1_minus_S: number[]
  pam_on_sqrt: { K: number; original: GoldenPam; faster: GoldenPam }[]
}

export interface GoldenPam {
  labels_medoid0: number[]
  objective_sum: number
  silhouette: number[]
}

/** A data set with its CSV file, columns typed as R had them. */
export const goldenSets = [
  { name: 'flower', csv: goldenFile('flower.csv') },
  { name: 'flower-asymm', csv: goldenFile('flower.csv') },
  { name: 'plantTraits', csv: goldenFile('plantTraits.csv') }
]

export function golden(name: string): Golden {
  return JSON.parse(readFileSync(goldenFile(`${name}.json`), 'utf8')) as Golden
}

function goldenFile(name: string): string {
  return fileURLToPath(new URL(`golden/${name}`, import.meta.url))
}

/** Pairs in the order of R's `dist`. */
export function trianglePairs(n: number): [number, number][] {
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n - i - 1 }, (_, j): [number, number] => [i, i + 1 + j])
  ).flat()
}
