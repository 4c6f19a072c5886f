import type { Tiling } from '../../../../../api/contract.ts'
import { type Placing, type Sight, type Viewer } from '../drawn.ts'
import { type Frame, valueAt } from '../frame.ts'
import type { Point, Turn } from '../turn.ts'
import type { Voi } from '../voi.ts'
import {
  boxInSight,
  type Camera,
  cameraOf,
  centred,
  fitted,
  type Ground,
  held,
  panned,
  placingOf,
  sightOf,
  slidePlace,
  type Stage,
  zoomed
} from './camera.ts'
import { Overview } from './overview.ts'
import { type Part, SlideCanvas } from './slide-canvas.ts'
import { type Level, type Slide, SlideLevels } from './slide-levels.ts'
import type { Box, Tile } from './tile-index.ts'
import { TileLoader, type WantedTile } from './tile-loader.ts'

/** Bytes of tiles that are kept. */
const KEPT_BYTES = 128 << 20
/** Tiles in sight at most that are kept … */
const MOST_TILES = 1500
/** … and that are at least drawn into the overview. */
const MOST_PASSING = 20_000

/** Where a slide is light, what nobody scanned is light too. */
const UNSCANNED = '#f2f2f2'
const COMING = '#26292c'
const FAILED = '#5a2c2c'

/** How a slide is shown. */
export interface ShownSlide {
  slide: Slide
  /** Height to width of a pixel. */
  aspect: number
  kind: 'grey' | 'colour'
  /** Width of a pixel; null where nobody says. */
  millimetres: number | null
  channel: number
  plane: number
  voi: Voi
  isInverted: boolean
  turn: Turn
}

/** What is to be told of what is in sight. */
export interface SlideState {
  /** From 1, the finest. */
  level: number
  levels: number
  /** Tiles of the level that are still to come. */
  coming: number
  /** Whether there are so many in sight that none is loaded. */
  isTooMany: boolean
  failed: number
  /** Why one cannot be shown. */
  failure: string
}

export interface SlideHost {
  tiling: (instance: number, signal: AbortSignal) => Promise<Tiling | null>
  frame: (instance: number, frame: number, signal: AbortSignal) => Promise<Frame>
  /** Something was drawn, at a place of its own. */
  drawn: () => void
  /** A tile came, with values of which some may be beyond all before. */
  seen: (min: number, max: number) => void
}

/** A mosaic of tiles on an element: window, zoom, pan and turn. Only what is in sight is loaded. */
export class SlideViewer implements Viewer {
  private readonly canvas: SlideCanvas
  private readonly element: HTMLElement
  private readonly host: SlideHost
  private readonly loader: TileLoader
  private shown: ShownSlide | null = null
  private levels: SlideLevels | null = null
  private overviewOf: Overview | null = null
  private camera: Camera = { zoom: 1, x: 0, y: 0 }
  private isFitted = true
  private waiting = 0
  /** Keys of tiles, by which they are told apart, with where they lie. */
  private places = new Map<string, { level: Level; tile: Tile }>()
  state: SlideState = { level: 1, levels: 1, coming: 0, isTooMany: false, failed: 0, failure: '' }

  constructor(element: HTMLElement, host: SlideHost) {
    this.element = element
    this.host = host
    this.loader = new TileLoader(host.frame, (key, frame) => this.hear(key, frame), KEPT_BYTES)
    this.canvas = new SlideCanvas(element)
  }

  destroy(): void {
    cancelAnimationFrame(this.waiting)
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
      this.overviewOf!.clear()
      this.repaint()
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
    const [across, down] = [x * this.scaleOf(level).x, y * this.scaleOf(level).y]
    const layer = this.levels!.layerIn(level, this.shown!)
    if (layer === null) return ''
    const box = { left: across, right: across + 1e-6, top: down, bottom: down + 1e-6 }
    // The last one lies above the others.
    const tile = level.index!.within(layer, box, MOST_TILES)?.at(-1)
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

  private get stage(): Stage {
    return { width: this.element.clientWidth, height: this.element.clientHeight }
  }

  private get middle(): Point {
    return { x: this.stage.width / 2, y: this.stage.height / 2 }
  }

  private move(camera: Camera, isFitted: boolean): void {
    this.camera = camera
    this.isFitted = isFitted
    this.redraw()
  }

  /** Once for all that happens within a frame of the screen. */
  private redraw(): void {
    cancelAnimationFrame(this.waiting)
    this.waiting = requestAnimationFrame(() => this.draw())
  }

  private hear(key: string, frame: Frame | null): void {
    const place = this.places.get(key)
    if (frame !== null && place !== undefined) {
      const { min, max, kind } = frame.description
      if (kind === 'grey') this.host.seen(min, max)
      this.paint(key, frame, place)
    }
    this.redraw()
  }

  /** Pixels of a level to one of the image. */
  private scaleOf({ columns, rows }: Level): Point {
    const { tiling } = this.shown!.slide
    return { x: columns / tiling.columns, y: rows / tiling.rows }
  }

  private drawnLevel(): Level | null {
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

  private drawLevel(level: Level, box: Box): void {
    for (const tile of this.tilesOf(level, box, MOST_TILES) ?? []) {
      const key = keyOf(level, tile.frame)
      const frame = this.loader.get(key)
      if (frame !== undefined) this.drawTile(this.canvas.pictureOf(frame), level, tile)
      else if (this.loader.failures.has(key)) this.canvas.fill(this.boxOf(level, tile), FAILED)
    }
  }

  /** Loads what is in sight, from the middle outwards. */
  private want(level: Level, box: Box): void {
    const { tileColumns, tileRows } = level.index!.tiling
    const most = Math.max(16, Math.min(MOST_TILES, Math.floor(KEPT_BYTES / (3 * tileColumns * tileRows))))
    const kept = this.tilesOf(level, box, most)
    const tiles = kept ?? this.tilesOf(level, box, MOST_PASSING)
    const wanted: WantedTile[] = []
    const scale = this.scaleOf(level)
    const [x, y] = [((box.left + box.right) / 2) * scale.x, ((box.top + box.bottom) / 2) * scale.y]
    const distance = ({ column, row }: Tile): number => Math.hypot(column + tileColumns / 2 - x, row + tileRows / 2 - y)
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

  private tilesOf(level: Level, box: Box, most: number): Tile[] | null {
    const layer = this.levels!.layerIn(level, this.shown!)
    if (layer === null) return []
    const { x, y } = this.scaleOf(level)
    const within = { left: box.left * x, right: box.right * x, top: box.top * y, bottom: box.bottom * y }
    return level.index!.within(layer, within, most)
  }

  /** What a tile covers of the image, in its pixels. */
  private boxOf(level: Level, tile: Tile): Box {
    const { x, y } = this.scaleOf(level)
    const part = partOf(level, tile)
    return {
      left: (tile.column + part.x) / x,
      right: (tile.column + part.x + part.width) / x,
      top: (tile.row + part.y) / y,
      bottom: (tile.row + part.y + part.height) / y
    }
  }

  private drawTile(picture: HTMLCanvasElement, level: Level, tile: Tile): void {
    const { x } = this.scaleOf(level)
    const isSmall = (this.camera.zoom * window.devicePixelRatio) / x < 1
    this.canvas.draw(picture, partOf(level, tile), this.boxOf(level, tile), isSmall)
  }

  private paint(key: string, frame: Frame, { level, tile }: { level: Level; tile: Tile }): void {
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
    const all = { left: 0, top: 0, right: this.ground.size.columns, bottom: this.ground.size.rows }
    for (const level of this.levels!.levels.filter(({ index }) => index !== null).reverse()) {
      for (const tile of this.tilesOf(level, all, MOST_TILES) ?? []) {
        const key = keyOf(level, tile.frame)
        const frame = this.loader.get(key)
        if (frame !== undefined) this.paint(key, frame, { level, tile })
      }
    }
  }
}

/** What of a tile lies on its level. */
function partOf({ columns, rows, index }: Level, { column, row }: Tile): Part {
  const { tileColumns, tileRows } = index!.tiling
  const [x, y] = [Math.max(0, -column), Math.max(0, -row)]
  return { x, y, width: Math.min(tileColumns, columns - column) - x, height: Math.min(tileRows, rows - row) - y }
}

function keyOf({ instance }: Level, frame: number): string {
  return `${instance}/${frame}`
}
