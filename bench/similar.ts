/**
 * Similar images: the most alike of as many phantom rows as the paper's archive had, by their tags, beside plain TypeScript that does the
 * same column by column. CPU time, of several questions the shortest: other work on the machine only adds.
 *
 *     node bench/similar.ts
 */
import { openForReading } from '../src/core/catalogue/database.ts'
import { CatalogueReader } from '../src/core/catalogue/reader.ts'
import type { GowerModel } from '../src/core/catalogue/stored/features.ts'
import { gowerModel } from '../src/core/clustering/gower.ts'
import { buildTable, TableBuilder } from '../src/core/features/build.ts'
import type { FeatureTable } from '../src/core/features/table.ts'
import { Random, sampleRanks } from '../src/core/random.ts'
import { nearestByTags } from '../src/core/similar/search.ts'
import { least } from '../src/core/similar/least.ts'
import { TagTable } from '../src/core/similar/tag-table.ts'
import { choose } from '../src/jobs/features.ts'
import { featureParameters } from '../src/jobs/definitions/feature-parameters.ts'
import { withDefaults } from '../src/jobs/parameter.ts'
import { paperCatalogue } from './catalogue.ts'
import type { Figure } from './figure.ts'

/** Columns of the paper's features. */
const COLUMNS = 86
const QUESTIONS = 15
const COUNT = 10
/** Rows that plain TypeScript is measured on. */
const PLAIN_ROWS = 40_000

/** Exact nearest images by tags, with rows that are kept, over all instances of a large catalogue. */
export async function benchSimilar(): Promise<Figure[]> {
  const catalogue = openForReading(paperCatalogue())
  try {
    const reader = new CatalogueReader(catalogue.db)
    const asked = withDefaults(featureParameters, { tags: 100, method: 'paper' })
    const { images, selection } = await choose(reader, asked, {})
    let columns = 0
    const features = selection.features.filter((feature) => {
      if (columns + feature.columns.length > COLUMNS) return false
      columns += feature.columns.length
      return true
    })
    const sample = sampleRanks(images.length, 5000, new Random(1)).map((rank) => images[rank])
    const model = gowerModel(buildTable(reader, features, sample.sort()))
    const builder = new TableBuilder(reader, features)
    const table = new TagTable(builder, { features, model }, images)

    const begun = performance.now()
    await table.dissimilarities(builder.build(images.subarray(0, 1)))
    const building = performance.now() - begun
    const places = Array.from({ length: QUESTIONS }, (_, i) => Math.floor(((i + 0.5) * images.length) / QUESTIONS))
    const rows = places.map((place) => builder.build(images.subarray(place, place + 1)))
    const compare = await shortest(rows, async (row) => void least(await table.dissimilarities(row), COUNT))
    const whole = await shortest(places, async (place) => {
      const instance = images[place]
      await nearestByTags(table, { row: builder.build(images.subarray(place, place + 1)), instance }, { count: COUNT })
    })
    const few = builder.build(images.subarray(0, PLAIN_ROWS))
    const plain =
      (await shortest(rows.slice(0, 3), (row) => void least(plainGower(row, few, model), COUNT))) / PLAIN_ROWS
    const of = `${images.length.toLocaleString('en-GB')} × ${columns}`
    return [
      {
        name: `the ${COUNT} most alike by tags of ${of}`,
        value: compare,
        unit: 'CPU ms',
        peer: 'plain TypeScript',
        peerValue: plain * images.length,
        target: '≤ 15',
        holds: compare <= 15
      },
      { name: 'the same with its row read, exact distances and why', value: whole, unit: 'CPU ms' },
      { name: `rows packed for the first question, ${of}`, value: building, unit: 'ms' }
    ]
  } finally {
    catalogue.close()
  }
}

/** The least CPU milliseconds of one of some. */
async function shortest<T>(some: readonly T[], work: (one: T) => unknown): Promise<number> {
  let result = Infinity
  for (const one of some) {
    const before = process.cpuUsage()
    await work(one)
    const { user, system } = process.cpuUsage(before)
    result = Math.min(result, (user + system) / 1000)
  }
  return result
}

/** Dissimilarities 1 − S of a row and many, straight from the definition, column by column. */
function plainGower(row: FeatureTable, rows: FeatureTable, model: GowerModel): Float64Array {
  const sums = new Float64Array(rows.rows)
  const weights = new Float64Array(rows.rows)
  rows.columns.forEach((column, at) => {
    const own = row.columns[at]
    const known = model.columns[at]
    if ('values' in column && 'values' in own && 'range' in known) {
      const [value] = own.values
      if (Number.isNaN(value)) return
      for (let i = 0; i < rows.rows; i++) {
        const other = column.values[i]
        if (Number.isNaN(other)) continue
        sums[i] += known.range === 0 ? 0 : Math.min(1, Math.abs(value - other) / known.range)
        weights[i]++
      }
    } else if ('codes' in column && 'codes' in own) {
      if (own.codes[0] < 0) return
      // Categories that a plan knows have the same codes in both.
      for (let i = 0; i < rows.rows; i++) {
        if (column.codes[i] < 0) continue
        if (column.codes[i] !== own.codes[0]) sums[i]++
        weights[i]++
      }
    }
  })
  return sums.map((sum, i) => (weights[i] === 0 ? Infinity : sum / weights[i]))
}

if (import.meta.main) {
  const { printFigures } = await import('./figure.ts')
  printFigures(await benchSimilar())
}
