import type { MapBy } from '../../core/catalogue/stored/map.ts'
import { mapPlaces } from '../catalogue/map-places.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'

/** Units of a map from one end to the other. */
const UNITS = 65_535

/** The images of a map that are there: parallel arrays, instances ascending. */
interface Placed {
  instances: Uint32Array
  /** x and y in the unit of the map. */
  places: Float32Array
}

/** How a window has places: `left + x · unit` and `bottom + y · unit` are the map's, with x and y from 0 to 65,535. */
export interface PlacedFrame {
  left: number
  bottom: number
  unit: number
}

/** @throws MedoidError `unknown-map` */
export function placedImages(catalogue: OpenCatalogue, run: number, by: MapBy): Placed {
  const all = mapPlaces(catalogue, run, by)
  const instances = catalogue.reader
    .images()
    .filter((id) => Number.isFinite(all[2 * id]) && Number.isFinite(all[2 * id + 1]))
  const places = new Float32Array(2 * instances.length)
  instances.forEach((instance, i) => {
    places[2 * i] = all[2 * instance]
    places[2 * i + 1] = all[2 * instance + 1]
  })
  return { instances, places }
}

/** The places in 16 bits each, both axes in one unit, so that shapes stay what they are; what lies at one place lies in the middle. */
export function inUnits(places: Float32Array): { places: Uint16Array; frame: PlacedFrame } {
  const { left, right, bottom, top } = boundsOf(places)
  const extent = Math.max(right - left, top - bottom)
  const unit = extent > 0 ? extent / UNITS : 1
  // The shorter side lies in the middle.
  const frame = { left: (left + right - UNITS * unit) / 2, bottom: (bottom + top - UNITS * unit) / 2, unit }
  const within = (value: number): number => Math.max(0, Math.min(UNITS, Math.round(value)))
  const units = Uint16Array.from(places, (value, i) =>
    within((value - (i % 2 === 0 ? frame.left : frame.bottom)) / unit)
  )
  return { places: units, frame }
}

/** Of no places, those of the place 0, 0. */
export function boundsOf(places: Float32Array): { left: number; right: number; bottom: number; top: number } {
  if (places.length === 0) return { left: 0, right: 0, bottom: 0, top: 0 }
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity]
  for (let i = 0; i < places.length; i += 2) {
    left = Math.min(left, places[i])
    right = Math.max(right, places[i])
    bottom = Math.min(bottom, places[i + 1])
    top = Math.max(top, places[i + 1])
  }
  return { left, right, bottom, top }
}
