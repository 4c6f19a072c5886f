import { type MapCamera, fit, panned, type MapPoint, type MapViewport, toMap, toScreen, zoomed } from './camera.ts'
import { DensityPainter } from './density.ts'
import { type Painter, pointSize } from './painter.ts'
import type { Points } from './points.ts'
import { WebglPainter } from './webgl.ts'

/** What is drawn above the points. */
interface Marks {
  /** Corners in units: what is selected, and the island that somebody points at. */
  region: readonly MapPoint[] | null
  island: readonly MapPoint[] | null
  /** Corners in CSS pixels: what is being drawn around. */
  draft: readonly MapPoint[] | null
  /** Units of the point that somebody points at. */
  cursor: MapPoint | null
}

interface MarkColours {
  line: string
  halo: string
}

/** How near a pointer has to be to a point, in CSS pixels. */
const REACH = 8

/** The canvases of a map: points below, marks above; drawn when the screen is next. */
export class MapStage {
  camera: MapCamera = { x: 32_768, y: 32_768, scale: 0.01 }
  private readonly box: HTMLElement
  private readonly over: HTMLCanvasElement
  private readonly onKind: (kind: 'webgl' | 'density') => void
  private canvas: HTMLCanvasElement
  private painter: Painter
  private sight: MapViewport = { width: 0, height: 0 }
  private points: Points | null = null
  private codes: Uint8Array = new Uint8Array()
  private colours: Uint8Array = new Uint8Array(1024)
  private marks: Marks = { region: null, island: null, draft: null, cursor: null }
  private markColours: MarkColours = { line: '', halo: '' }
  private frame = 0
  private isMoved = false

  /** @param box what holds both canvases @param over the upper one @param onKind hears how points are drawn */
  constructor(box: HTMLElement, over: HTMLCanvasElement, onKind: (kind: 'webgl' | 'density') => void) {
    this.onKind = onKind
    this.box = box
    this.over = over
    this.canvas = this.newCanvas()
    const card = WebglPainter.begin(this.canvas, () => this.withoutCard())
    onKind(card === null ? 'density' : 'webgl')
    this.painter = card ?? new DensityPainter(this.canvas)
  }

  /** @param codes of each point, a place in the colours */
  setPoints(points: Points, codes: Uint8Array): void {
    if (points === this.points) this.painter.setCodes(codes)
    else this.painter.setPoints(points, codes)
    this.points = points
    this.codes = codes
    this.draw()
  }

  /** @param colours as a painter takes them */
  setColours(colours: Uint8Array): void {
    this.colours = colours
    this.painter.setColours(colours)
    this.draw()
  }

  setMarks(marks: Marks, colours: MarkColours): void {
    this.marks = marks
    this.markColours = colours
    this.draw()
  }

  /** @param camera where somebody was before */
  resize(width: number, height: number, camera: MapCamera | null): void {
    const isFirst = this.sight.width === 0
    this.sight = { width, height }
    if (isFirst && camera !== null) {
      this.camera = camera
      this.isMoved = true
    } else if (!this.isMoved) this.camera = fit(WHOLE, this.sight)
    this.draw()
  }

  fit(): void {
    this.camera = fit(WHOLE, this.sight)
    this.isMoved = false
    this.draw()
  }

  pan(dx: number, dy: number): void {
    this.move(panned(this.camera, dx, dy))
  }

  /** @param at stays where it is; else the middle */
  zoom(factor: number, at: MapPoint = { x: this.sight.width / 2, y: this.sight.height / 2 }): void {
    this.move(zoomed(this.camera, factor, at, this.sight, fit(WHOLE, this.sight).scale))
  }

  /** Brings a place into sight, in units, if it is not there. */
  show(place: MapPoint): void {
    const { x, y } = this.toScreen(place)
    const { width, height } = this.sight
    if (x < 0 || y < 0 || x > width || y > height) this.move({ ...this.camera, ...place })
  }

  toMap(at: MapPoint): MapPoint {
    return toMap(this.camera, this.sight, at)
  }

  toScreen(at: MapPoint): MapPoint {
    return toScreen(this.camera, this.sight, at)
  }

  /** The point at a place of the screen that is drawn; −1 where there is none. */
  pointAt(at: MapPoint): number {
    const { x, y } = this.toMap(at)
    return this.points?.nearest(x, y, (REACH + this.size / 2) / this.camera.scale, this.isDrawn) ?? -1
  }

  /** The next point that is drawn in a direction. @param dy upwards */
  pointBeside(from: MapPoint, dx: number, dy: number): number {
    return this.points?.next(from.x, from.y, dx, dy, this.isDrawn) ?? -1
  }

  end(): void {
    cancelAnimationFrame(this.frame)
    this.painter.end()
    this.canvas.remove()
  }

  private readonly isDrawn = (point: number): boolean => this.colours[4 * this.codes[point] + 3] !== 0

  private get size(): number {
    const zoom = this.camera.scale / fit(WHOLE, this.sight).scale
    return pointSize(this.points?.count ?? 0, this.sight, zoom)
  }

  private move(camera: MapCamera): void {
    this.camera = camera
    this.isMoved = true
    this.draw()
  }

  private newCanvas(): HTMLCanvasElement {
    const canvas = document.createElement('canvas')
    canvas.setAttribute('aria-hidden', 'true')
    this.box.prepend(canvas)
    return canvas
  }

  /** A card that was taken away does not come back as it was: points go on without it. */
  private withoutCard(): void {
    this.painter.end()
    this.canvas.remove()
    this.canvas = this.newCanvas()
    this.onKind('density')
    this.painter = new DensityPainter(this.canvas)
    this.painter.setColours(this.colours)
    if (this.points !== null) this.painter.setPoints(this.points, this.codes)
    this.draw()
  }

  private draw(): void {
    cancelAnimationFrame(this.frame)
    this.frame = requestAnimationFrame(() => {
      if (this.sight.width === 0 || this.sight.height === 0) return
      this.painter.draw(this.camera, this.sight, this.size)
      this.drawMarks()
    })
  }

  private drawMarks(): void {
    const { over, marks, markColours } = this
    const { width, height } = this.sight
    const ratio = window.devicePixelRatio
    over.width = Math.round(width * ratio)
    over.height = Math.round(height * ratio)
    const pen = over.getContext('2d')!
    pen.scale(ratio, ratio)
    const line = (corners: readonly MapPoint[], isDashed: boolean): void => {
      pen.beginPath()
      for (const { x, y } of corners) pen.lineTo(x, y)
      pen.closePath()
      pen.setLineDash([])
      pen.lineWidth = 4
      pen.strokeStyle = markColours.halo
      pen.stroke()
      pen.setLineDash(isDashed ? [6, 4] : [])
      pen.lineWidth = 1.75
      pen.strokeStyle = markColours.line
      pen.stroke()
    }
    if (marks.island !== null)
      line(
        marks.island.map((corner) => this.toScreen(corner)),
        true
      )
    if (marks.region !== null)
      line(
        marks.region.map((corner) => this.toScreen(corner)),
        false
      )
    if (marks.draft !== null) line(marks.draft, true)
    if (marks.cursor === null) return
    const { x, y } = this.toScreen(marks.cursor)
    for (const [colour, thickness] of [
      [markColours.halo, 5],
      [markColours.line, 2]
    ] as const) {
      pen.setLineDash([])
      pen.beginPath()
      pen.arc(x, y, this.size / 2 + 5, 0, 2 * Math.PI)
      pen.lineWidth = thickness
      pen.strokeStyle = colour
      pen.stroke()
    }
  }
}

const WHOLE = { left: 0, right: 65_535, bottom: 0, top: 65_535 }
