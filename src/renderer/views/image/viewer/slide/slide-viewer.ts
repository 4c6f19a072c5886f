import { type Placing, type Sight, type Viewer } from '../drawn.ts'
import { type ViewedFrame, valueAt } from '../frame.ts'
import type { Point } from '../turn.ts'
import {
  boxInSight,
  type SlideCamera,
  cameraOf,
  centred,
  fitted,
  type Ground,
  held,
  panned,
  placingOf,
  sightOf,
  slidePlace,
  type SlideViewport,
  zoomed
} from './camera.ts'
import { Overview } from './overview.ts'
import type { ShownSlide, SlideHost, SlideState } from './shown-slide.ts'
import { SlideCanvas } from './slide-canvas.ts'
import { keyOf, type ViewedLevel, partOf, SlideLevels } from './slide-levels.ts'
import type { Box, SlideTile } from './tile-index.ts'
import { TileLoader, type WantedTile } from './tile-loader.ts'

/** Bytes of tiles that are kept. */
const KEPT_BYTES = 128 << 20
/** Tiles in sight at most that are kept … */
const MOST_TILES = 1500
/** … and that are at least drawn into the overview. */
const MOST_PASSING = 20_000

/** While a window is dragged, what is in sight goes with it, and all of the slide when it stays. */
const SETTLED_MILLISECONDS = 200
/** Where a slide is light, what nobody scanned is light too. */
const UNSCANNED = '#f2f2f2'
const COMING = '#26292c'
const FAILED = '#5a2c2c'

/** A mosaic of tiles on an element: window, zoom, pan and turn. Only what is in sight is loaded. */
export class SlideViewer implements Viewer {
  private readonly canvas: SlideCanvas
  private readonly element: HTMLElement
  private readonly host: SlideHost
  private readonly loader: TileLoader
  private shown: ShownSlide | null = null
  private levels: SlideLevels | null = null
  private overviewOf: Overview | null = null
  private camera: SlideCamera = { zoom: 1, x: 0, y: 0 }
  private isFitted = true
  private waiting = 0
  private settle: ReturnType<typeof setTimeout> | undefined
  /** Keys of tiles, by which they are told apart, with where they lie. */
  private places = new Map<string, { level: ViewedLevel; tile: SlideTile }>()
  state: SlideState = { level: 1, levels: 1, coming: 0, isTooMany: false, failed: 0, failure: '' }

  constructor(element: HTMLElement, host: SlideHost) {
    this.element = element
    this.host = host
    this.loader = new TileLoader(host.frame, (key, frame) => this.hear(key, frame), KEPT_BYTES)
    this.canvas = new SlideCanvas(element)
  }

  destroy(): void {
    cancelAnimationFrame(this.waiting)
    clearTimeout(this.settle)
    this.hide()
    this.canvas.remove()
  }

  /** Nothing is in sight. */
  hide(): void {
    this.loader.clear()
    this.levels?.leave()
    this.levels = null
    this.shown = null
    this.overviewOf = null
  }

  show(shown: ShownSlide): void {
    const before = this.shown
    this.shown = shown
    const isSame = before?.slide === shown.slide
    if (!isSame) {
      this.loader.clear()
      this.levels?.leave()
      this.levels = new SlideLevels(shown.slide, shown.millimetres, this.host.tiling, () => this.redraw())
      this.overviewOf = new Overview(this.ground.size)
      this.isFitted = true
    } else if (before.turn !== shown.turn && !this.isFitted) {
      // What was in the middle stays there.
      const middle = slidePlace(this.camera, { ...this.ground, turn: before.turn }, this.stage, this.middle)
      this.camera = centred(this.camera, middle, this.ground, this.stage)
    }
    const isOther = !isSame || before.channel !== shown.channel || before.plane !== shown.plane
    if (isOther || before.voi !== shown.voi || before.isInverted !== shown.isInverted) {
      this.canvas.setVoi(shown.voi, shown.isInverted)
      clearTimeout(this.settle)
      if (isOther) this.repaint()
      else this.settle = setTimeout(() => this.repaint(), SETTLED_MILLISECONDS)
    }
    if (this.isFitted) this.camera = fitted(this.ground, this.stage)
    this.redraw()
  }

  get overview(): HTMLCanvasElement | null {
    return this.overviewOf?.canvas ?? null
  }

  get zoom(): number {
    return this.camera.zoom
  }

  get placing(): Placing | null {
    return this.shown === null ? null : placingOf(this.camera, this.ground, this.stage)
  }

  get sight(): Sight | null {
    return this.shown === null ? null : sightOf(this.camera, this.ground, this.stage, this.isFitted)
  }

  /** What of the slide is in sight, in its pixels. */
  get box(): Box | null {
    return this.shown === null ? null : boxInSight(this.camera, this.ground, this.stage)
  }

  look(sight: Sight): void {
    if (this.shown === null) return
    this.move(cameraOf(sight, this.ground, this.stage), sight.isFitted)
  }

  fit(): void {
    if (this.shown !== null) this.move(fitted(this.ground, this.stage), true)
  }

  zoomBy(factor: number, at: [number, number] = [this.middle.x, this.middle.y]): void {
    if (this.shown === null) return
    this.move(zoomed(this.camera, factor, { x: at[0], y: at[1] }, this.ground, this.stage), false)
  }

  panBy(across: number, down: number): void {
    if (this.shown !== null) this.move(panned(this.camera, across, down, this.ground, this.stage), false)
  }

  /** @param place of the slide, in its pixels */
  centre(place: Point): void {
    if (this.shown !== null) this.move(centred(this.camera, place, this.ground, this.stage), false)
  }

  imageAt(x: number, y: number): Point | null {
    return this.shown === null ? null : slidePlace(this.camera, this.ground, this.stage, { x, y })
  }

  /** What the pixel means that is drawn at a place of the slide; '' where there is none. */
  valueAt({ x, y }: Point): string {
    const level = this.drawnLevel()
    if (level === null) return ''
    const scale = this.levels!.scaleOf(level)
    const [across, down] = [x * scale.x, y * scale.y]
    const box = { left: x, right: x + 1e-6, top: y, bottom: y + 1e-6 }
    // The last one lies above the others.
    const tile = this.levels!.tilesIn(level, this.shown!, box, MOST_TILES)?.at(-1)
    const frame = tile === undefined ? undefined : this.loader.get(keyOf(level, tile.frame))
    return frame === undefined ? '' : valueAt(frame, Math.floor(across - tile!.column), Math.floor(down - tile!.row))
  }

  resize(): void {
    if (this.shown === null) return
    this.camera = this.isFitted ? fitted(this.ground, this.stage) : held(this.camera, this.ground, this.stage)
    this.redraw()
  }

  private get ground(): Ground {
    const { slide, aspect, turn } = this.shown!
    return { size: { columns: slide.tiling.columns, rows: slide.tiling.rows, aspect }, turn }
  }

  private get stage(): SlideViewport {
    return { width: this.element.clientWidth, height: this.element.clientHeight }
  }

  private get middle(): Point {
    return { x: this.stage.width / 2, y: this.stage.height / 2 }
  }

  private move(camera: SlideCamera, isFitted: boolean): void {
    this.camera = camera
    this.isFitted = isFitted
    this.redraw()
  }

  /** Once for all that happens within a frame of the screen. */
  private redraw(): void {
    cancelAnimationFrame(this.waiting)
    this.waiting = requestAnimationFrame(() => this.draw())
  }

  private hear(key: string, frame: ViewedFrame | null): void {
    const place = this.places.get(key)
    if (frame !== null && place !== undefined) {
      const { min, max, kind } = frame.description
      if (kind === 'grey') this.host.seen(min, max)
      this.paint(key, frame, place)
    }
    this.redraw()
  }

  private drawnLevel(): ViewedLevel | null {
    if (this.shown === null || this.levels === null) return null
    const { columns } = this.shown.slide.tiling
    const level = this.levels.wanted(columns * this.camera.zoom * window.devicePixelRatio)
    return level.index === null ? null : level
  }

  private draw(): void {
    if (this.shown === null || this.levels === null) return
    const { canvas, stage } = this
    canvas.begin(placingOf(this.camera, this.ground, stage), stage)
    const { tiling } = this.shown.slide
    const isLight = this.shown.kind === 'colour' && tiling.tiles.order === 'placed'
    const all = { left: 0, top: 0, right: tiling.columns, bottom: tiling.rows }
    canvas.fill(all, isLight ? UNSCANNED : this.shown.kind === 'grey' ? '#000' : COMING)
    const overview = this.overviewOf!.canvas
    canvas.draw(overview, { x: 0, y: 0, width: overview.width, height: overview.height }, all, true)
    const box = boxInSight(this.camera, this.ground, stage)
    const level = this.drawnLevel()
    if (level !== null) {
      // Coarser ones below, while those of the level come.
      const { levels } = this.levels
      for (const under of levels.slice(levels.indexOf(level)).reverse()) this.drawLevel(under, box)
      this.want(level, box)
    }
    this.host.drawn()
  }

  private drawLevel(level: ViewedLevel, box: Box): void {
    for (const tile of this.levels!.tilesIn(level, this.shown!, box, MOST_TILES) ?? []) {
      const key = keyOf(level, tile.frame)
      const frame = this.loader.get(key)
      if (frame !== undefined) this.drawTile(this.canvas.pictureOf(frame), level, tile)
      else if (this.loader.failures.has(key)) this.canvas.fill(this.levels!.boxOf(level, tile), FAILED)
    }
  }

  /** Loads what is in sight, from the middle outwards. */
  private want(level: ViewedLevel, box: Box): void {
    const { tileColumns, tileRows } = level.index!.tiling
    const most = Math.max(16, Math.min(MOST_TILES, Math.floor(KEPT_BYTES / (3 * tileColumns * tileRows))))
    const kept = this.levels!.tilesIn(level, this.shown!, box, most)
    const tiles = kept ?? this.levels!.tilesIn(level, this.shown!, box, MOST_PASSING)
    const wanted: WantedTile[] = []
    const scale = this.levels!.scaleOf(level)
    const [x, y] = [((box.left + box.right) / 2) * scale.x, ((box.top + box.bottom) / 2) * scale.y]
    const distance = ({ column, row }: SlideTile): number =>
      Math.hypot(column + tileColumns / 2 - x, row + tileRows / 2 - y)
    const missing = (tiles ?? []).filter(({ frame }) => {
      const key = keyOf(level, frame)
      return this.loader.get(key) === undefined && !(kept === null && this.overviewOf!.has(key))
    })
    this.places.clear()
    for (const tile of missing.sort((a, b) => distance(a) - distance(b))) {
      const key = keyOf(level, tile.frame)
      this.places.set(key, { level, tile })
      wanted.push({ key, instance: level.instance, frame: tile.frame })
    }
    this.loader.want(wanted)
    const { levels } = this.levels!
    const { failures } = this.loader
    this.state = {
      level: levels.indexOf(level) + 1,
      levels: levels.length,
      coming: this.loader.coming,
      isTooMany: tiles === null,
      failed: failures.size,
      failure: failures.values().next().value ?? ''
    }
  }

  private drawTile(picture: HTMLCanvasElement, level: ViewedLevel, tile: SlideTile): void {
    const { x } = this.levels!.scaleOf(level)
    const isSmall = (this.camera.zoom * window.devicePixelRatio) / x < 1
    this.canvas.draw(picture, partOf(level, tile), this.levels!.boxOf(level, tile), isSmall)
  }

  private paint(key: string, frame: ViewedFrame, { level, tile }: { level: ViewedLevel; tile: SlideTile }): void {
    const { columns, rows } = level
    this.overviewOf!.paint(key, this.canvas.pictureOf(frame), {
      x: tile.column / columns,
      y: tile.row / rows,
      width: level.index!.tiling.tileColumns / columns,
      height: level.index!.tiling.tileRows / rows
    })
  }

  /** All that is kept, in the window of now, the finest last. */
  private repaint(): void {
    if (this.shown === null) return
    this.overviewOf!.clear()
    const all = { left: 0, top: 0, right: this.ground.size.columns, bottom: this.ground.size.rows }
    for (const level of this.levels!.levels.filter(({ index }) => index !== null).reverse()) {
      for (const tile of this.levels!.tilesIn(level, this.shown, all, MOST_TILES) ?? []) {
        const key = keyOf(level, tile.frame)
        const frame = this.loader.get(key)
        if (frame !== undefined) this.paint(key, frame, { level, tile })
      }
    }
    this.redraw()
  }
}
