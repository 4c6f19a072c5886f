import { drawnSize, type ImageSize } from '../drawn.ts'
import { UNTURNED } from '../turn.ts'

/** Pixels of its longer side. */
const SIDE = 512

/** A whole slide small: every tile that comes is drawn into it, so that none is blank while a finer one comes. */
export class Overview {
  readonly canvas = document.createElement('canvas')
  private readonly context = this.canvas.getContext('2d')!
  /** Tiles that were drawn into it. */
  private readonly painted = new Set<string>()
  private readonly size: ImageSize

  constructor(size: ImageSize) {
    this.size = size
    const { columns, height } = drawnSize(size, UNTURNED)
    const longer = Math.max(columns, height)
    const side = (length: number): number => Math.max(1, Math.round((SIDE * length) / longer))
    this.canvas.width = side(columns)
    this.canvas.height = side(height)
    this.context.imageSmoothingQuality = 'high'
  }

  has(key: string): boolean {
    return this.painted.has(key)
  }

  /** @param share of the slide that the tile covers: its left and upper edge, its width and height */
  paint(key: string, tile: CanvasImageSource, share: { x: number; y: number; width: number; height: number }): void {
    this.painted.add(key)
    const { width, height } = this.canvas
    this.context.drawImage(tile, share.x * width, share.y * height, share.width * width, share.height * height)
  }

  clear(): void {
    this.painted.clear()
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height)
  }

  /** The size that it was made for. */
  isOf(size: ImageSize): boolean {
    return size.columns === this.size.columns && size.rows === this.size.rows && size.aspect === this.size.aspect
  }
}
