/**
 * What of the map is in sight. Places on the map are told in units: x and y from 0 to 65,535, y upwards; places on the screen in CSS
 * pixels from the upper left corner.
 */
export interface MapCamera {
  /** The place in the middle of the screen, in units. */
  x: number
  y: number
  /** CSS pixels of a unit. */
  scale: number
}

/** Of the map in units, or of the screen in CSS pixels. */
export interface MapPoint {
  x: number
  y: number
}

export interface MapViewport {
  width: number
  height: number
}

/** A part of the map, in units. */
interface Bounds {
  left: number
  right: number
  bottom: number
  top: number
}

/** Units of the map from one end to the other. */
export const UNITS = 65_535
/** Left free around what is fitted, as a share of the screen. */
const MARGIN = 0.06
/** Nearer than this, what is in sight is less than the positions are exact; CSS pixels of a unit. */
const MOST = 4
/** Nothing is nearer than this when it is fitted: single points stay points. */
const MOST_FITTED = 0.5

/** All of some bounds in sight. */
export function fit({ left, right, bottom, top }: Bounds, { width, height }: MapViewport): MapCamera {
  const room = 1 - 2 * MARGIN
  const scale = Math.min((width * room) / (right - left), (height * room) / (top - bottom), MOST_FITTED)
  return { x: (left + right) / 2, y: (bottom + top) / 2, scale }
}

/** What lay at one place of the screen lies at another one then. @param dx and dy in CSS pixels */
export function panned({ x, y, scale }: MapCamera, dx: number, dy: number): MapCamera {
  return inside({ x: x - dx / scale, y: y + dy / scale, scale })
}

/** Nearer, or farther away; what is at a place of the screen stays there. @param whole the scale at which all is in sight */
export function zoomed(camera: MapCamera, factor: number, at: MapPoint, sight: MapViewport, whole: number): MapCamera {
  const scale = Math.max(Math.min(whole, MOST) / 2, Math.min(MOST, camera.scale * factor))
  const [dx, dy] = [at.x - sight.width / 2, at.y - sight.height / 2]
  return inside({
    x: camera.x + dx / camera.scale - dx / scale,
    y: camera.y - dy / camera.scale + dy / scale,
    scale
  })
}

export function toScreen({ x, y, scale }: MapCamera, { width, height }: MapViewport, at: MapPoint): MapPoint {
  return { x: width / 2 + (at.x - x) * scale, y: height / 2 - (at.y - y) * scale }
}

export function toMap({ x, y, scale }: MapCamera, { width, height }: MapViewport, at: MapPoint): MapPoint {
  return { x: x + (at.x - width / 2) / scale, y: y - (at.y - height / 2) / scale }
}

/** The middle of the screen stays on the map: nobody loses it. */
function inside({ x, y, scale }: MapCamera): MapCamera {
  const within = (value: number): number => Math.max(0, Math.min(UNITS, value))
  return { x: within(x), y: within(y), scale }
}
