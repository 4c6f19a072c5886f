/**
 * Maps: 4,704 real headers laid out, beside umap-js on the same dissimilarities in the same run, and a phantom archive of the size of the
 * paper's placed on the map of a sample of it, beside plain TypeScript. CPU seconds of all threads: other work on the machine adds little.
 *
 *     node bench/map.ts
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { UMAP } from 'umap-js'
import { openForReading } from '../src/core/catalogue/database.ts'
import { CatalogueReader } from '../src/core/catalogue/reader.ts'
import type { MapQuality } from '../src/core/catalogue/stored/map.ts'
import { gowerDissimilarity, gowerModel } from '../src/core/clustering/gower.ts'
import { DissimilarityMatrix } from '../src/core/clustering/matrix.ts'
import { buildTable, TableBuilder } from '../src/core/features/build.ts'
import { selectFeatures } from '../src/core/features/select.ts'
import type { FeatureTable } from '../src/core/features/table.ts'
import { layOut } from '../src/core/map/lay-out.ts'
import { NearestInSample } from '../src/core/map/nearest-in-sample.ts'
import { neighboursRoom } from '../src/core/map/neighbours.ts'
import { PLACED_BY, Placer } from '../src/core/map/place.ts'
import { Places, pointsOf } from '../src/core/map/places.ts'
import { mapQuality } from '../src/core/map/quality.ts'
import { Random, sampleRanks } from '../src/core/random.ts'
import { tagTable } from '../test/core/features/memory-source.ts'
import { paperCatalogue } from './catalogue.ts'
import type { Figure } from './figure.ts'

const HEADERS = fileURLToPath(new URL('../../shared/dicom', import.meta.url))
const THREADS = 2
const SEED = 1
const SAMPLE = 5000
const AT_A_TIME = 65_536
const PEER = 'umap-js'
/** Rows that the plain way is measured on. */
const FEW = 20

export async function benchMap(): Promise<Figure[]> {
  return [...(await benchHeaders()), ...(await benchPlacing())]
}

async function benchHeaders(): Promise<Figure[]> {
  if (!existsSync(HEADERS)) {
    console.log(`The map of real headers is left out, since there is no ${HEADERS}.`)
    return []
  }
  const source = tagTable(HEADERS)
  const images = source.images()
  const { features } = await selectFeatures(source, images, {})
  const table = buildTable(source, features, images)
  const own = await laidOut(table)
  const matrix = await compared(table)
  try {
    const quality = (await mapQuality(matrix, own.positions, SEED))!
    const peer = await byUmap(matrix)
    const name = `map of ${table.rows} real headers × ${table.columns.length} columns`
    const beside = (of: keyof MapQuality): Pick<Figure, 'value' | 'peer' | 'peerValue'> => ({
      value: quality[of],
      peer: PEER,
      peerValue: peer.quality[of]
    })
    return [
      {
        ...{ name: `${name}, from the feature table`, value: own.seconds, unit: 'CPU s' },
        ...{ peer: `${PEER}, from the dissimilarities`, peerValue: peer.seconds },
        ...{ target: '≤ 3 CPU s', holds: own.seconds <= 3 }
      },
      {
        ...{ name: `${name}, trustworthiness`, unit: '', ...beside('trustworthiness') },
        ...{ target: '≥ 0.995', holds: quality.trustworthiness >= 0.995 }
      },
      { name: `${name}, continuity`, unit: '', ...beside('continuity') },
      {
        ...{ name: `${name}, recall of 15 neighbours`, unit: '', ...beside('recall') },
        ...{ target: '≥ 0.75', holds: quality.recall >= 0.75 }
      },
      { name: `${name}, random triplets in order`, unit: '', ...beside('triplets') }
    ]
  } finally {
    await matrix.close()
  }
}

function compared(table: FeatureTable): Promise<DissimilarityMatrix> {
  const room = neighboursRoom(table.rows)
  return DissimilarityMatrix.gower(table, gowerModel(table), 1, { threads: THREADS, room })
}

/** Of three runs the one that took least. */
async function laidOut(table: FeatureTable): Promise<{ positions: Float32Array; seconds: number }> {
  let positions: Float32Array = new Float32Array()
  let seconds = Infinity
  for (let run = 0; run < 3; run++) {
    const before = cpuSeconds()
    const matrix = await compared(table)
    ;({ positions } = await layOut(matrix, SEED))
    await matrix.close()
    seconds = Math.min(seconds, cpuSeconds() - before)
  }
  return { positions, seconds }
}

/** UMAP (McInnes, Healy and Melville 2018) as umap-js makes it, with 15 neighbours, by the same dissimilarities. */
async function byUmap(matrix: DissimilarityMatrix): Promise<{ quality: MapQuality; seconds: number }> {
  const random = new Random(SEED)
  const rows = Array.from({ length: matrix.n }, (_, row) => [row])
  const all = rows.map(([row]) => matrix.row(row))
  const before = cpuSeconds()
  const umap = new UMAP({ nNeighbors: 15, random: () => random.next(), distanceFn: ([i], [j]) => all[i][j] })
  const positions = Float32Array.from(umap.fit(rows).flat())
  const seconds = cpuSeconds() - before
  return { quality: (await mapQuality(matrix, positions, SEED))!, seconds }
}

async function benchPlacing(): Promise<Figure[]> {
  const catalogue = openForReading(paperCatalogue())
  try {
    const reader = new CatalogueReader(catalogue.db)
    const images = reader.images()
    const sample = sampleRanks(images.length, SAMPLE, new Random(SEED))
      .map((rank) => images[rank])
      .sort()
    const { features } = await selectFeatures(reader, images, {})
    const table = buildTable(reader, features, sample)
    const model = gowerModel(table)
    const matrix = await compared(table)
    const { positions, distinct, gap } = await layOut(matrix, SEED)
    await matrix.close()
    const builder = new TableBuilder(reader, features)
    const points = pointsOf(positions, distinct.rows)
    const kept = builder.build(distinct.rows.map((row) => sample[row]))
    let reading = 0
    let placing = -cpuSeconds()
    const nearest = new NearestInSample(model, kept, PLACED_BY, THREADS)
    const placer = new Placer(points, gap)
    const places = new Places()
    const place = new Float32Array(2)
    for (let from = 0; from < images.length; from += AT_A_TIME) {
      const some = images.subarray(from, from + AT_A_TIME)
      const begun = cpuSeconds()
      const rows = builder.build(some)
      reading += cpuSeconds() - begun
      const visit = (row: number, near: Uint32Array, distances: Float32Array): void => {
        placer.place(near, distances, place, 0)
        places.set(some[row], place)
      }
      await nearest.find(rows, visit, () => undefined)
    }
    await nearest.close()
    placing += cpuSeconds() - reading
    const name = `${places.count} images of a phantom archive placed among ${kept.rows}`
    const plain = (plainly(table) * images.length) / FEW
    return [
      {
        ...{ name, value: placing, unit: 'CPU s', peer: 'plain TypeScript, of a few', peerValue: plain },
        ...{ target: '≤ 20 CPU s', holds: placing <= 20 && places.count === images.length }
      },
      { name: 'reading their features for that', value: reading, unit: 'CPU s' }
    ]
  } finally {
    catalogue.close()
  }
}

/** Seconds in which the plain way compares a few rows with all. */
function plainly(table: FeatureTable): number {
  const dissimilarity = gowerDissimilarity(table, gowerModel(table))
  const before = cpuSeconds()
  for (let row = 0; row < FEW; row++) for (let other = 0; other < table.rows; other++) dissimilarity(row, other)
  return cpuSeconds() - before
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

if (import.meta.main) {
  const { printFigures } = await import('./figure.ts')
  printFigures(await benchMap())
}
