import type { Tiling } from '../../../../../api/contract.ts'

/** A part of an image, in its pixels. */
export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

/** A tile of a level, where it lies on that. */
export interface SlideTile {
  frame: number
  column: number
  row: number
}

/** Where the tiles of a level lie: those of a layer, which is channel × planes + plane. */
export class TileIndex {
  readonly tiling: Tiling
  private readonly across: number
  private readonly down: number
  /** Of tiles that have places of their own: frames by layer. */
  private readonly framesOf = new Map<number, number[]>()

  constructor(tiling: Tiling) {
    this.tiling = tiling
    this.across = Math.ceil(tiling.columns / tiling.tileColumns)
    this.down = Math.ceil(tiling.rows / tiling.tileRows)
    if (tiling.tiles.order === 'full') return
    const { places } = tiling.tiles
    for (let frame = 0; 3 * frame < places.length; frame++) {
      const layer = places[3 * frame + 2]
      if (layer < 0) continue
      const frames = this.framesOf.get(layer)
      if (frames === undefined) this.framesOf.set(layer, [frame])
      else frames.push(frame)
    }
  }

  /** Tiles of a layer. */
  count(layer: number): number {
    const { tiles, frames } = this.tiling
    if (tiles.order === 'placed') return this.framesOf.get(layer)?.length ?? 0
    const first = layer * this.across * this.down
    const end = first + this.across * this.down
    return Math.max(0, Math.min(end, tiles.first + frames) - Math.max(first, tiles.first))
  }

  /**
   * The tiles of a layer that lie in a box, in the order in which they are drawn.
   * @returns null where there are more than `most`
   */
  within(layer: number, box: Box, most: number): SlideTile[] | null {
    return this.tiling.tiles.order === 'full' ? this.inOrder(layer, box, most) : this.placed(layer, box, most)
  }

  private inOrder(layer: number, { left, top, right, bottom }: Box, most: number): SlideTile[] | null {
    const { tileColumns, tileRows, frames, tiles } = this.tiling
    const first = tiles.order === 'full' ? tiles.first : 0
    const [fromX, toX] = [
      Math.max(0, Math.floor(left / tileColumns)),
      Math.min(this.across, Math.ceil(right / tileColumns))
    ]
    const [fromY, toY] = [Math.max(0, Math.floor(top / tileRows)), Math.min(this.down, Math.ceil(bottom / tileRows))]
    if (!(toX > fromX) || !(toY > fromY)) return []
    // Rows without a frame are not gone through: a slide may have thousands of millions.
    const start = layer * this.across * this.down - first
    const [firstRow, endRow] = [
      Math.max(fromY, Math.floor(-start / this.across)),
      Math.min(toY, Math.ceil((frames - start) / this.across))
    ]
    const found: SlideTile[] = []
    for (let y = firstRow; y < endRow; y++) {
      const row = start + y * this.across
      const [from, to] = [Math.max(fromX, -row), Math.min(toX, frames - row)]
      if (found.length + to - from > most) return null
      for (let x = from; x < to; x++) found.push({ frame: row + x, column: x * tileColumns, row: y * tileRows })
    }
    return found
  }

  private placed(layer: number, { left, top, right, bottom }: Box, most: number): SlideTile[] | null {
    const { tileColumns, tileRows, tiles } = this.tiling
    const places = tiles.order === 'placed' ? tiles.places : []
    const found: SlideTile[] = []
    for (const frame of this.framesOf.get(layer) ?? []) {
      const [column, row] = [places[3 * frame], places[3 * frame + 1]]
      if (column >= right || row >= bottom || column + tileColumns <= left || row + tileRows <= top) continue
      if (found.length === most) return null
      found.push({ frame, column, row })
    }
    return found
  }
}
