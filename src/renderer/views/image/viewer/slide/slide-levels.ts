import type { SlideImages, Tiling } from '../../../../../api/contract.ts'
import { isAligned, type SlideLayer, layerOf, levelFor } from './levels.ts'
import type { Point } from '../turn.ts'
import type { PicturePart } from './slide-canvas.ts'
import { type Box, type SlideTile, TileIndex } from './tile-index.ts'

/** A slide that is looked at: an image, how its tiles lie, and what else there is of it. */
export interface Slide {
  instance: number
  images: SlideImages
  tiling: Tiling
}

/** A size of a slide. */
export interface ViewedLevel {
  instance: number
  columns: number
  rows: number
  /** null until it is known where its tiles lie. */
  index: TileIndex | null
}

/** The levels of a slide; where the tiles of one lie is asked for when it is first drawn. */
export class SlideLevels {
  /** The largest first. */
  levels: ViewedLevel[]
  private readonly slide: Slide
  private readonly ask: (instance: number, signal: AbortSignal) => Promise<Tiling | null>
  private readonly heard: () => void
  private readonly millimetres: number | null
  private readonly coming = new Set<ViewedLevel>()
  private readonly controller = new AbortController()

  /**
   * @param heard hears when a level has come, or is none
   * @param millimetres of a pixel of the image; null where nobody says
   */
  constructor(
    slide: Slide,
    millimetres: number | null,
    ask: (instance: number, signal: AbortSignal) => Promise<Tiling | null>,
    heard: () => void
  ) {
    this.slide = slide
    this.millimetres = millimetres
    this.ask = ask
    this.heard = heard
    const { instance, tiling, images } = slide
    const own: ViewedLevel = { instance, columns: tiling.columns, rows: tiling.rows, index: new TileIndex(tiling) }
    const others = images.levels.filter((level) => level.instance !== instance)
    this.levels = [own, ...others.map((level): ViewedLevel => ({ ...level, index: null }))].sort(
      (a, b) => b.columns - a.columns
    )
  }

  /** The one that is drawn where the whole width takes so many pixels of the screen: asked for where its tiles are not known. */
  wanted(shown: number): ViewedLevel {
    const widths = this.levels.map(({ columns }) => columns)
    const level = this.levels[levelFor(widths, shown)]
    if (level.index === null && !this.coming.has(level)) void this.load(level)
    return level
  }

  /** Nobody waits for levels any more. */
  leave(): void {
    this.controller.abort()
  }

  /** Pixels of a level to one of the image. */
  scaleOf({ columns, rows }: Pick<ViewedLevel, 'columns' | 'rows'>): Point {
    const { tiling } = this.slide
    return { x: columns / tiling.columns, y: rows / tiling.rows }
  }

  /**
   * Of a channel and a focal plane, the tiles of a level in a part of the image.
   * @param box in pixels of the image
   * @returns null where there are more than `most`
   */
  tilesIn(level: ViewedLevel, of: { channel: number; plane: number }, box: Box, most: number): SlideTile[] | null {
    const layer = this.layerIn(level, of)
    if (layer === null) return []
    const { x, y } = this.scaleOf(level)
    const within = { left: box.left * x, right: box.right * x, top: box.top * y, bottom: box.bottom * y }
    return level.index!.within(layer, within, most)
  }

  /** What a tile covers of the image, in its pixels. */
  boxOf(level: ViewedLevel, tile: SlideTile): Box {
    const { x, y } = this.scaleOf(level)
    const part = partOf(level, tile)
    return {
      left: (tile.column + part.x) / x,
      right: (tile.column + part.x + part.width) / x,
      top: (tile.row + part.y) / y,
      bottom: (tile.row + part.y + part.height) / y
    }
  }

  /** The layer of a level that belongs to one of the image; null: it has none. */
  private layerIn({ index }: ViewedLevel, { channel, plane }: { channel: number; plane: number }): number | null {
    if (index === null) return null
    return layerOf(index.tiling, this.layer(channel, plane))
  }

  private layer(channel: number, plane: number): SlideLayer {
    const { channels, planes } = this.slide.tiling
    return { channel, plane, channels: channels.length, planes }
  }

  private async load(level: ViewedLevel): Promise<void> {
    this.coming.add(level)
    const tiling = await this.ask(level.instance, this.controller.signal).catch(() => null)
    this.coming.delete(level)
    if (this.controller.signal.aborted) return
    // One that cannot be had is none: another one is drawn in its place.
    if (tiling !== null && this.isOfSlide(level, tiling)) level.index = new TileIndex(tiling)
    else this.levels = this.levels.filter((each) => each !== level)
    this.heard()
  }

  private isOfSlide(level: ViewedLevel, tiling: Tiling): boolean {
    const own = this.slide.tiling
    const coarser = Math.max(1, own.columns / tiling.columns)
    const millimetres = this.millimetres === null ? null : this.millimetres * coarser
    const isSize = tiling.columns === level.columns && tiling.rows === level.rows
    return isSize && layerOf(tiling, this.layer(0, 0)) !== null && isAligned(own, tiling, millimetres)
  }
}

/** What of a tile lies on its level. */
export function partOf({ columns, rows, index }: ViewedLevel, { column, row }: SlideTile): PicturePart {
  const { tileColumns, tileRows } = index!.tiling
  const [x, y] = [Math.max(0, -column), Math.max(0, -row)]
  return { x, y, width: Math.min(tileColumns, columns - column) - x, height: Math.min(tileRows, rows - row) - y }
}

/** Tells a tile from all others. */
export function keyOf({ instance }: ViewedLevel, frame: number): string {
  return `${instance}/${frame}`
}
