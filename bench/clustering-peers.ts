import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FeatureColumn, FeatureTable } from '../src/core/features/table.ts'
import { Random } from '../src/core/random.ts'

/**
 * A table like one of DICOM tags: 45 numeric and 40 nominal columns in 20 groups of alike rows, a quarter of the cells
 * missing.
 */
export function benchTable(rows: number, seed = 1): FeatureTable {
  const random = new Random(seed)
  const groups = Array.from({ length: rows }, () => random.below(20))
  const columns = Array.from({ length: 85 }, (_, at): FeatureColumn => {
    const name = `column${at}`
    const isMissing = () => random.next() < 0.25
    if (at < 45) {
      const centres = Array.from({ length: 20 }, () => random.below(40) / 10)
      const values = Float64Array.from(groups, (group) => (isMissing() ? NaN : centres[group] + random.next()))
      return { name, kind: 'numeric', values }
    }
    const levels = Array.from({ length: 2 + random.below(30) }, (_, level) => `level ${level}`)
    const typical = Array.from({ length: 20 }, () => random.below(levels.length))
    const codes = Int32Array.from(groups, (group) => {
      if (isMissing()) return -1
      return random.next() < 0.5 ? typical[group] : random.below(levels.length)
    })
    return { name, kind: 'nominal', levels, codes }
  })
  return { rows, columns }
}

/** Seconds. */
export interface RFigures {
  daisy: number
  pam: number
  silhouette: number
  ward: number
  sweep: number
}

/**
 * The same work in R's package cluster, where Rscript has it: `daisy`, `pam(variant = "faster")` on √(1−S) from one random
 * start for K = 15, `silhouette`, `hclust` by Ward's method, and all but that for the paper's K.
 */
export function measureR(table: FeatureTable): RFigures | undefined {
  if (spawnSync('Rscript', ['-e', 'library(cluster)']).status !== 0) {
    console.log(
      'R with its package cluster is not here (Debian: r-base-core r-cran-cluster): compared with plain TypeScript only.'
    )
    return undefined
  }
  const folder = mkdtempSync(join(tmpdir(), 'medoid-bench-'))
  try {
    const rows = Array.from({ length: table.rows }, (_, row) =>
      table.columns
        .map((column) => {
          if ('values' in column) return Number.isNaN(column.values[row]) ? '' : column.values[row]
          return column.codes[row] < 0 ? '' : column.levels[column.codes[row]]
        })
        .join(',')
    )
    const names = table.columns.map(({ name }) => name).join(',')
    writeFileSync(join(folder, 'table.csv'), [names, ...rows].join('\n'))
    writeFileSync(join(folder, 'measure.R'), R_SCRIPT)
    const out = execFileSync('Rscript', [join(folder, 'measure.R'), join(folder, 'table.csv')], { encoding: 'utf8' })
    return JSON.parse(out) as RFigures
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const R_SCRIPT = `
suppressPackageStartupMessages(library(cluster))
x <- read.csv(commandArgs(TRUE)[1], stringsAsFactors = TRUE, na.strings = "")
seconds <- function(work) unname(system.time(work)["elapsed"])
daisy <- seconds(s <- suppressWarnings(daisy(x, metric = "gower")))
d <- sqrt(s)
start <- function(k) { set.seed(k); sample(nrow(x), k) }
pam15 <- seconds(p <- pam(d, 15, medoids = start(15), variant = "faster", keep.diss = FALSE))
sil <- seconds(silhouette(p$clustering, d))
ward <- seconds(hclust(d, "ward.D2"))
sweep <- daisy + seconds(for (k in c(5, 10, 15, 20, 100, 200, 300)) {
  p <- pam(d, k, medoids = start(k), variant = "faster", keep.diss = FALSE)
  silhouette(p$clustering, d)
})
cat(sprintf('{"daisy": %f, "pam": %f, "silhouette": %f, "ward": %f, "sweep": %f}', daisy, pam15, sil, ward, sweep))
`
