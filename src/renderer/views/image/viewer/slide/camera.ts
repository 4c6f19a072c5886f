import { drawnSize, type ImageSize, type Placing, type Sight } from '../drawn.ts'
import { drawnPlace, imagePlace, type Point, type Turn } from '../turn.ts'
import type { Box } from './tile-index.ts'

/** What of a slide is in sight. */
export interface SlideCamera {
  /** Pixels of the page that a drawn pixel is wide. */
  zoom: number
  /** What is in the middle: a place of what is drawn, in widths of a drawn pixel. */
  x: number
  y: number
}

/** A part of the page, in its pixels. */
export interface SlideViewport {
  width: number
  height: number
}

/** A slide as it is drawn. */
export interface Ground {
  size: ImageSize
  turn: Turn
}

const MOST_ZOOM = 100
/** Of the zoom at which all of it is in sight. */
const LEAST_SHARE = 0.25

/** All of a slide in the middle. */
export function fitted({ size, turn }: Ground, { width, height }: SlideViewport): SlideCamera {
  const drawn = drawnSize(size, turn)
  return {
    zoom: Math.min(Math.max(1, width) / drawn.columns, Math.max(1, height) / drawn.height),
    x: drawn.columns / 2,
    y: drawn.height / 2
  }
}

/** A camera that can be: the middle is on the slide, the zoom between limits. */
export function held({ zoom, x, y }: SlideCamera, ground: Ground, stage: SlideViewport): SlideCamera {
  const { columns, height } = drawnSize(ground.size, ground.turn)
  const fit = fitted(ground, stage).zoom
  return {
    zoom: Math.min(Math.max(MOST_ZOOM, fit), Math.max(LEAST_SHARE * fit, zoom)),
    x: Math.min(columns, Math.max(0, x)),
    y: Math.min(height, Math.max(0, y))
  }
}

/** @param at place of the stage that stays where it is */
export function zoomed(
  camera: SlideCamera,
  factor: number,
  at: Point,
  ground: Ground,
  stage: SlideViewport
): SlideCamera {
  const { zoom } = held({ ...camera, zoom: camera.zoom * factor }, ground, stage)
  const [across, down] = [at.x - stage.width / 2, at.y - stage.height / 2]
  const moved = 1 / camera.zoom - 1 / zoom
  return held({ zoom, x: camera.x + across * moved, y: camera.y + down * moved }, ground, stage)
}

/** What is seen goes so far, in pixels of the page. */
export function panned(
  camera: SlideCamera,
  across: number,
  down: number,
  ground: Ground,
  stage: SlideViewport
): SlideCamera {
  return held({ ...camera, x: camera.x - across / camera.zoom, y: camera.y - down / camera.zoom }, ground, stage)
}

/** The place of the slide in the middle. @param at in pixels of the slide */
export function centred(camera: SlideCamera, at: Point, ground: Ground, stage: SlideViewport): SlideCamera {
  const { x, y } = drawnPlace(at, ground.turn, ground.size)
  return held({ ...camera, x, y: y * drawnSize(ground.size, ground.turn).aspect }, ground, stage)
}

/** Where pixels of the slide are on the stage. */
export function placingOf(camera: SlideCamera, { size, turn }: Ground, stage: SlideViewport): Placing {
  const { aspect } = drawnSize(size, turn)
  const place = (point: Point): Point => {
    const { x, y } = drawnPlace(point, turn, size)
    return {
      x: (x - camera.x) * camera.zoom + stage.width / 2,
      y: (y * aspect - camera.y) * camera.zoom + stage.height / 2
    }
  }
  // The differences are exact, however far from the middle the corner lies.
  const unit = (point: Point): Point => {
    const from = drawnPlace({ x: 0, y: 0 }, turn, size)
    const to = drawnPlace(point, turn, size)
    return { x: (to.x - from.x) * camera.zoom, y: (to.y - from.y) * aspect * camera.zoom }
  }
  const [origin, right, down] = [place({ x: 0, y: 0 }), unit({ x: 1, y: 0 }), unit({ x: 0, y: 1 })]
  return { a: right.x, b: right.y, c: down.x, d: down.y, e: origin.x, f: origin.y }
}

/** The place of the slide at a place of the stage; it may lie outside of the slide. */
export function slidePlace(camera: SlideCamera, { size, turn }: Ground, stage: SlideViewport, { x, y }: Point): Point {
  const { aspect } = drawnSize(size, turn)
  const drawn = {
    x: (x - stage.width / 2) / camera.zoom + camera.x,
    y: ((y - stage.height / 2) / camera.zoom + camera.y) / aspect
  }
  return imagePlace(drawn, turn, size)
}

/** What of the slide is in sight, in its pixels. */
export function boxInSight(camera: SlideCamera, ground: Ground, stage: SlideViewport): Box {
  const a = slidePlace(camera, ground, stage, { x: 0, y: 0 })
  const b = slidePlace(camera, ground, stage, { x: stage.width, y: stage.height })
  const { columns, rows } = ground.size
  const within = (value: number, most: number): number => Math.min(most, Math.max(0, value))
  return {
    left: within(Math.min(a.x, b.x), columns),
    right: within(Math.max(a.x, b.x), columns),
    top: within(Math.min(a.y, b.y), rows),
    bottom: within(Math.max(a.y, b.y), rows)
  }
}

/** As another viewer understands it. */
export function sightOf(camera: SlideCamera, ground: Ground, stage: SlideViewport, isFitted: boolean): Sight {
  const { columns, height } = drawnSize(ground.size, ground.turn)
  return { isFitted, zoom: camera.zoom / fitted(ground, stage).zoom, x: camera.x / columns, y: camera.y / height }
}

/** The camera that shows what another viewer shows. */
export function cameraOf({ isFitted, zoom, x, y }: Sight, ground: Ground, stage: SlideViewport): SlideCamera {
  const fit = fitted(ground, stage)
  if (isFitted) return fit
  const { columns, height } = drawnSize(ground.size, ground.turn)
  return held({ zoom: zoom * fit.zoom, x: x * columns, y: y * height }, ground, stage)
}
