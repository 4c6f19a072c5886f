import type { MapCamera, MapViewport } from './camera.ts'
import type { Points } from './points.ts'

/** Draws points on a canvas: as a density on the processor, or on a graphics card. */
export interface Painter {
  /** @param codes of each point, a place in the colours */
  setPoints: (points: Points, codes: Uint8Array) => void
  setCodes: (codes: Uint8Array) => void
  /** @param colours red, green, blue and 255 by code; what has 0 there is not drawn */
  setColours: (colours: Uint8Array) => void
  /** @param sight in CSS pixels @param diameter of a point in CSS pixels */
  draw: (camera: MapCamera, sight: MapViewport, diameter: number) => void
  end: () => void
}

/** From this code on points lie below all others: what has no value, or none of those with a colour. */
export const BELOW = 254

/** Diameter of a point in CSS pixels: few are large, many small, and all grow a little when they are looked at from nearer. */
export function pointSize(count: number, { width, height }: MapViewport, zoom: number): number {
  const room = Math.sqrt((width * height) / Math.max(1, count))
  // On a large screen points are as large as all else there.
  const most = Math.max(8, Math.min(16, Math.sqrt(width * height) / 140))
  const base = Math.max(1.25, Math.min(most, room * 0.35))
  return Math.min(1.5 * most, base * Math.max(1, zoom) ** 0.4)
}

/** Pixels of a screen for each CSS pixel that are drawn: never more than keep up with a drag. */
export function sharpness({ width, height }: MapViewport): number {
  return Math.min(window.devicePixelRatio, 2, Math.max(0.5, Math.sqrt(MOST_PIXELS / (width * height))))
}

const MOST_PIXELS = 6e6
