import type { Figures } from './measure.ts'

/** Columns of the printed table: a figure, and its heading. */
const COLUMNS: readonly (readonly [string, string])[] = [
  ['silhouette', 'silh.'],
  ['largest', 'largest'],
  ['sparse', 'sparse'],
  ['sparse of 2', 'of 2'],
  ['stability', 'stab.'],
  ['visual', 'visual'],
  ['group AMI', 'group AMI'],
  ['group ARI', 'ARI'],
  ['modality homogeneity', 'modality h'],
  ['modality AMI', 'AMI'],
  ['modality ARI', 'ARI'],
  ['modality homogeneity left out', 'h l.o.'],
  ['region homogeneity', 'region h'],
  ['region AMI', 'AMI'],
  ['region ARI', 'ARI'],
  ['region AMI left out', 'AMI l.o.'],
  ['plane homogeneity', 'plane h'],
  ['plane AMI', 'AMI'],
  ['plane ARI', 'ARI'],
  ['plane AMI left out', 'AMI l.o.'],
  ['sequence homogeneity', 'sequence h'],
  ['sequence AMI', 'AMI'],
  ['sequence ARI', 'ARI'],
  ['vendor AMI', 'vendor AMI'],
  ['scanner AMI', 'scanner AMI'],
  ['scanner AMI left out', 'AMI l.o.']
]

/** Prints the means of some variants, one a line; a figure that none of them has is no column. */
export function printTable(title: string, found: ReadonlyMap<string, Figures>): void {
  const columns = COLUMNS.filter(([figure]) => [...found.values()].some((figures) => figures.has(figure)))
  const names = Math.max(...Array.from(found.keys(), (name) => name.length))
  console.log(`\n${title}`)
  console.log([''.padEnd(names), ...columns.map(([, heading]) => heading.padStart(width(heading)))].join('  '))
  for (const [name, figures] of found) {
    const cells = columns.map(([figure, heading]) => cell(figures.get(figure)).padStart(width(heading)))
    console.log([name.padEnd(names), ...cells].join('  '))
  }
}

function width(heading: string): number {
  return Math.max(5, heading.length)
}

function cell(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(3)
}
