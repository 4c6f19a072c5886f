/** What runs in the page of `bench/map-view.ts`: the same points, moved and zoomed in the same way, by each of the painters. */
import createScatterplot from 'regl-scatterplot'
import { type MapCamera, fit, UNITS } from '../../src/renderer/views/map/engine/camera.ts'
import { DensityPainter } from '../../src/renderer/views/map/engine/density.ts'
import { type Painter, pointSize } from '../../src/renderer/views/map/engine/painter.ts'
import { Points } from '../../src/renderer/views/map/engine/points.ts'
import { WebglPainter } from '../../src/renderer/views/map/engine/webgl.ts'

type Drawn = 'density' | 'webgl' | 'regl-scatterplot'
type Way = 'pan' | 'zoom'

const SIGHT = { width: 1000, height: 700 }
const CATEGORIES = 15
const COLOURS = Array.from({ length: CATEGORIES }, (_, i) => {
  const part = (shift: number): number => Math.round(127 + 100 * Math.sin((6.28 * i) / CATEGORIES + shift))
  return [part(0), part(2), part(4)]
})

/** Always the same numbers from 0 to 1 (Mulberry32). */
function random(): () => number {
  let state = 1
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Sixty islands as a map has them. */
function islands(count: number): { instances: Uint32Array; places: Uint16Array; codes: Uint8Array } {
  const next = random()
  const centres = Array.from({ length: 60 }, () => [0.1 + 0.8 * next(), 0.1 + 0.8 * next(), 0.01 + 0.04 * next()])
  const places = new Uint16Array(2 * count)
  const codes = new Uint8Array(count)
  for (let i = 0; i < count; i++) {
    const island = Math.floor(next() * 60)
    const [x, y, spread] = centres[island]
    const far = spread * Math.sqrt(-2 * Math.log(1 - next()))
    const angle = 2 * Math.PI * next()
    places[2 * i] = Math.max(0, Math.min(1, x + far * Math.cos(angle))) * UNITS
    places[2 * i + 1] = Math.max(0, Math.min(1, y + far * Math.sin(angle))) * UNITS
    codes[i] = island % CATEGORIES
  }
  return { instances: Uint32Array.from({ length: count }, (_, i) => i), places, codes }
}

/** How far the map is moved, in CSS pixels, and how near it is, at a time from 0 to 1. */
function motion(way: Way, time: number): { dx: number; dy: number; zoom: number } {
  const angle = 2 * Math.PI * time
  if (way === 'zoom') return { dx: 0, dy: 0, zoom: 1 + 3 * (0.5 - 0.5 * Math.cos(angle)) }
  return { dx: 400 * Math.sin(angle), dy: 250 * (1 - Math.cos(angle)), zoom: 1.5 }
}

const frame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()))

interface Drawer {
  draw: (way: Way, time: number) => Promise<void> | void
  end: () => void
}

function ours(canvas: HTMLCanvasElement, count: number, kind: 'density' | 'webgl'): Drawer {
  const sent = islands(count)
  const points = new Points(sent)
  const lost = (): void => {
    throw new Error('The context is lost.')
  }
  const painter: Painter = kind === 'density' ? new DensityPainter(canvas) : WebglPainter.begin(canvas, lost, true)!
  const colours = new Uint8Array(1024)
  COLOURS.forEach((colour, code) => colours.set([...colour, 255], 4 * code))
  painter.setColours(colours)
  painter.setPoints(points, points.sorted(sent.codes))
  const whole = fit({ left: 0, right: UNITS, bottom: 0, top: UNITS }, SIGHT)
  const pixel = new Uint8Array(4)
  return {
    draw: (way, time) => {
      const { dx, dy, zoom } = motion(way, time)
      const scale = whole.scale * zoom
      const camera: MapCamera = { x: whole.x - dx / scale, y: whole.y + dy / scale, scale }
      painter.draw(camera, SIGHT, pointSize(count, SIGHT, zoom))
      // A card is asked for what it has drawn: else frames are counted that nobody sees.
      const gl = kind === 'webgl' ? canvas.getContext('webgl2')! : null
      gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel)
    },
    end: () => painter.end()
  }
}

async function theirs(canvas: HTMLCanvasElement, count: number): Promise<Drawer> {
  const { places, codes } = islands(count)
  const toClip = (units: number): number => (units / UNITS) * 2 - 1
  const x = Float32Array.from({ length: count }, (_, i) => toClip(places[2 * i]))
  const y = Float32Array.from({ length: count }, (_, i) => toClip(places[2 * i + 1]))
  const pointColor = COLOURS.map((colour) => `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`)
  const plot = createScatterplot({ canvas, ...SIGHT, pointSize: 2, pointColor, colorBy: 'valueA', opacity: 1 })
  await plot.draw({ x, y, valueA: Array.from(codes) }, { zDataType: 'categorical' })
  return {
    draw: async (way, time) => {
      const { dx, dy, zoom } = motion(way, time)
      const drawn = new Promise((resolve) => plot.subscribe('draw', resolve, 1))
      const [tx, ty] = [(2 * dx) / SIGHT.width, (-2 * dy) / SIGHT.height]
      plot.view([zoom, 0, 0, 0, 0, zoom, 0, 0, 0, 0, 1, 0, tx, ty, 0, 1])
      await drawn
    },
    end: () => plot.destroy()
  }
}

/** @returns frames a second */
async function measure(what: Drawn, count: number, way: Way, seconds: number): Promise<number> {
  document.body.replaceChildren()
  const canvas = document.createElement('canvas')
  canvas.style.cssText = `width:${SIGHT.width}px;height:${SIGHT.height}px`
  document.body.append(canvas)
  const drawer = what === 'regl-scatterplot' ? await theirs(canvas, count) : ours(canvas, count, what)
  for (let i = 0; i < 3; i++) {
    await drawer.draw(way, i / 500)
    await frame()
  }
  const begun = performance.now()
  let frames = 0
  for (; performance.now() - begun < seconds * 1000 || frames < 5; frames++) {
    // A step is a five hundredth of the way, however long it took: every painter draws the same pictures.
    await drawer.draw(way, (frames % 500) / 500)
    await frame()
  }
  const rate = (frames / (performance.now() - begun)) * 1000
  drawer.end()
  return rate
}

Object.assign(globalThis, { measure })
