/** What is found of the images of one series that have one value, and for which one value is suggested. */
export interface FoundRow {
  /** The image with the largest margin. */
  instance: number
  /** How many images. */
  images: number
  /** The value that they have; null: none. */
  present: string | null
  /** The class that is suggested. */
  suggested: number
  /** Means over the images: the share of trees for the class, and how much more that is than the share of the value that they have, or of the next class. */
  share: number
  margin: number
}

/** Series that are kept of each kind, those with the largest margins. */
const MOST_ROWS = 50_000

interface Sum extends FoundRow {
  /** The margin of `instance`. */
  largest: number
}

/**
 * Gathers images into rows, in memory that does not grow with the archive: where there are twice as many rows as are kept, those with the least
 * margins go. How many went, `left` says; one that went and comes again is counted from there.
 */
export class KeptRows {
  left = 0
  private readonly most: number
  private rows = new Map<string, Sum>()

  constructor(most = MOST_ROWS) {
    this.most = most
  }

  /** @param series its number; null: the image is a series of its own */
  add(series: number | null, image: Omit<FoundRow, 'images'>): void {
    const { instance, present, suggested, share, margin } = image
    const key = `${series === null ? `i${instance}` : series} ${suggested} ${present ?? ''}`
    const known = this.rows.get(key)
    if (known === undefined) {
      this.rows.set(key, { ...image, images: 1, largest: margin })
      if (this.rows.size >= 2 * this.most) this.trim()
      return
    }
    known.images++
    known.share += share
    known.margin += margin
    if (margin > known.largest) {
      known.largest = margin
      known.instance = instance
    }
  }

  /** By margin, largest first; of equals the first image. */
  list(): FoundRow[] {
    this.trim()
    return [...this.rows.values()].map(({ largest: _, ...row }) => ({
      ...row,
      share: row.share / row.images,
      margin: row.margin / row.images
    }))
  }

  private trim(): void {
    const sorted = [...this.rows].sort(
      ([, a], [, b]) => b.margin / b.images - a.margin / a.images || a.instance - b.instance
    )
    this.left += Math.max(0, sorted.length - this.most)
    this.rows = new Map(sorted.slice(0, this.most))
  }
}
