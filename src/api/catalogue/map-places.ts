import { dataVersion } from '../../core/catalogue/database.ts'
import { loadMap, placedChunks } from '../../core/catalogue/maps.ts'
import { firstOf, loadRun } from '../../core/catalogue/runs.ts'
import { MedoidError } from '../../core/errors.ts'
import type { OpenCatalogue } from './open-catalogue.ts'

/** What a map compares images by. */
type MapKind = 'tags' | 'pixels'

interface Places {
  key: string
  places: Float32Array
}

/**
 * Where images lie on the map of a run: x and y by instance, NaN where one has no place. The last one that was asked for is kept.
 * @throws MedoidError `unknown-map`
 */
export function mapPlaces(catalogue: OpenCatalogue, run: number, by: MapKind): Float32Array {
  const { db } = catalogue.reader
  const last = catalogue.once<Places>('map places', () => ({ key: '', places: new Float32Array() }))
  // Laying a map out again replaces it; the count of changes of the file tells.
  const key = `${run} ${by} ${dataVersion(db)}`
  if (last.key !== key) Object.assign(last, { key, places: readPlaces(catalogue, run, by) })
  return last.places
}

function readPlaces({ reader }: OpenCatalogue, run: number, by: MapKind): Float32Array {
  const places = new Float32Array(2 * reader.capacity).fill(NaN)
  let isPlaced = false
  for (const { chunk, positions } of placedChunks(reader.db, run, by)) {
    isPlaced = true
    const at = 2 * firstOf(chunk)
    places.set(positions.subarray(0, Math.max(0, places.length - at)), Math.min(at, places.length))
  }
  if (isPlaced) return places
  const map = loadMap(reader.db, run, by)
  if (map === null) throw new MedoidError('unknown-map', { run, by })
  loadRun(reader.db, run).sample.forEach((instance, row) => {
    places[2 * instance] = map.positions[2 * row]
    places[2 * instance + 1] = map.positions[2 * row + 1]
  })
  return places
}
