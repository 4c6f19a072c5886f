/**
 * How well clusters agree with an independent truth that fitting never sees: real files, real headers, a public table, the phantom.
 * What is measured, and on what: docs/quality.md.
 *
 *     node bench/quality.ts [--set real,phantom] [--variants paper,balanced] [--seeds 5]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { BARS } from './quality/bars.ts'
import { type Figures, KS, measure } from './quality/measure.ts'
import { openSet, type QualitySet, type SetName, SETS } from './quality/sets.ts'
import { printTables } from './quality/table.ts'
import { type Variant, VARIANTS } from './quality/variants.ts'
import type { Figure } from './figure.ts'

const SEEDS = 5

interface QualityOptions {
  sets?: readonly string[]
  variants?: readonly string[]
  seeds?: number
}

/** Prints a table a set and K, and gives the figures that have a bar. */
export async function benchQuality({ sets = SETS, variants, seeds = SEEDS }: QualityOptions = {}): Promise<Figure[]> {
  const chosen = VARIANTS.filter(({ name }) => variants?.includes(name) ?? true)
  const bars: Figure[] = []
  const temporary = mkdtempSync(join(tmpdir(), 'medoid-quality-'))
  try {
    for (const name of SETS.filter((each) => sets.includes(each))) {
      const set = await openSet(name, temporary)
      if (set !== undefined) bars.push(...(await benchSet(set, chosen, seeds)))
    }
  } finally {
    rmSync(temporary, { recursive: true })
  }
  return bars
}

async function benchSet(set: QualitySet, variants: readonly Variant[], seeds: number): Promise<Figure[]> {
  const found = new Map<string, Map<number, Figures>>()
  try {
    const samples = Array.from({ length: seeds }, (_, seed) => set.sample(seed))
    for (const variant of variants) {
      const runs: Map<number, Figures>[] = []
      for (const [seed, sample] of samples.entries()) runs.push(await measure(set, sample, variant, seed))
      found.set(variant.name, new Map(KS.map((k) => [k, means(runs.map((run) => run.get(k)!))])))
    }
    for (const k of KS) {
      const title = `${set.name}, K = ${k}, ${seeds} seeds of ${samples[0].instances.length} ${set.unit}`
      printTables(title, new Map(Array.from(found, ([variant, byK]) => [variant, byK.get(k)!])))
    }
  } finally {
    set.close()
  }
  return barsOf(set.name, found)
}

function means(runs: readonly Figures[]): Figures {
  return new Map(
    Array.from(runs[0].keys(), (name) => [name, runs.reduce((sum, run) => sum + run.get(name)!, 0) / runs.length])
  )
}

function barsOf(set: SetName, found: ReadonlyMap<string, ReadonlyMap<number, Figures>>): Figure[] {
  return BARS.filter((bar) => bar.set === set).flatMap((bar) => {
    const { k, figure, variant, most = Infinity } = bar
    const value = found.get(variant)?.get(k)?.get(figure)
    const paper = found.get('paper')?.get(k)?.get(figure)
    const least = bar.least === 'paper' ? paper : (bar.least ?? -Infinity)
    if (value === undefined || least === undefined) return []
    return {
      name: `${set}, K = ${k}, ${variant}: ${figure}`,
      value,
      unit: '',
      ...(paper !== undefined && { peer: 'paper', peerValue: paper }),
      target: bar.least === undefined ? `≤ ${most}` : `≥ ${bar.least}`,
      holds: value >= least && value <= most
    }
  })
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { set: { type: 'string' }, variants: { type: 'string' }, seeds: { type: 'string' } }
  })
  const listed = (given: string | undefined, known: readonly string[]): readonly string[] | undefined => {
    const names = given?.split(',')
    const unknown = names?.filter((name) => !known.includes(name)) ?? []
    if (unknown.length === 0) return names
    console.error(`There is no ${unknown.join(', ')}. There are: ${known.join(', ')}.`)
    process.exit(2)
  }
  const sets = listed(values.set, SETS)
  const variants = listed(
    values.variants,
    VARIANTS.map(({ name }) => name)
  )
  const { printFigures } = await import('./figure.ts')
  printFigures(
    await benchQuality({
      ...(sets && { sets }),
      ...(variants && { variants }),
      ...(values.seeds !== undefined && { seeds: Number(values.seeds) })
    })
  )
}
