import { AGREEMENTS, type Figures, LEFT_OUT_SUFFIX } from './measure.ts'
import { TRUTHS } from './truth.ts'

/** Columns of figures about the clusters themselves. */
const CLUSTERS = ['silhouette', 'largest', 'sparse medoids', 'of the two largest', 'stability', 'visual']

/**
 * Prints the means of some variants, one a line: the clusters themselves, their agreement with each truth as AMI, ARI and
 * homogeneity, and the same with the tags that tell of the truth left out. A figure that none of them has is no column.
 */
export function printTables(title: string, found: ReadonlyMap<string, Figures>): void {
  console.log(`\n${title}`)
  print(found, CLUSTERS, (name) => [name])
  for (const suffix of ['', LEFT_OUT_SUFFIX]) {
    print(
      found,
      TRUTHS.map((truth) => `${truth}${suffix}`),
      (heading) => AGREEMENTS.map((index) => `${heading.slice(0, heading.length - suffix.length)} ${index}${suffix}`)
    )
  }
}

function print(
  found: ReadonlyMap<string, Figures>,
  headings: readonly string[],
  figuresOf: (heading: string) => string[]
): void {
  const columns = headings.filter((heading) =>
    figuresOf(heading).some((figure) => [...found.values()].some((figures) => figures.has(figure)))
  )
  if (columns.length === 0) return
  const rows = [
    ['', ...columns],
    ...Array.from(found, ([variant, figures]) => [
      variant,
      ...columns.map((heading) =>
        figuresOf(heading)
          .map((figure) => cell(figures.get(figure)))
          .join(' ')
      )
    ])
  ]
  const widths = rows[0].map((_, at) => Math.max(...rows.map((row) => row[at].length)))
  for (const [first, ...rest] of rows) {
    console.log(['  ' + first.padEnd(widths[0]), ...rest.map((text, at) => text.padStart(widths[at + 1]))].join('  '))
  }
}

function cell(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(3)
}
