import { joinNames, type Name, storedName } from '../catalogue/names.ts'
import { MAX_SHARDS, type PlannedRange } from './plan.ts'

/** A range may be so much of its share longer or shorter where that lets it begin with a folder. */
const TOLERANCE = 1 / 4

/** Places to cut at that are kept, at most: half of them at least where there are as many files. */
const PLACES = 16_384
const PLACES_A_RANGE = 32

interface Place {
  path: Name
  /** Files before it. */
  before: number
}

/**
 * Finds where to cut an archive whose size is known only in the end, in a walk that keeps as many places for one of a thousand
 * files as for one of thirty million: of each so many files the first, and the first folder that begins among them. When there are too
 * many places, every other one goes, and those that come next lie twice as far apart.
 */
export class CutFinder {
  private readonly most: number
  /** Files from a place to the next one. */
  private width = 1
  private files: Place[] = []
  private folders: Place[] = []
  /** Files so far. */
  total = 0

  /** @param shards how many ranges there are to be, at most `MAX_SHARDS` */
  constructor(shards: number) {
    if (shards < 1 || shards > MAX_SHARDS) throw new RangeError(`${shards} shards`)
    this.most = Math.max(PLACES, PLACES_A_RANGE * shards)
  }

  /** How many places are kept. */
  get places(): number {
    return this.files.length + this.folders.length
  }

  /** A folder begins. */
  folder(path: Name): void {
    if (path.length > 0) this.note(this.folders, path)
  }

  /** A file comes. */
  file(folder: Name, name: Name): void {
    if (this.total % this.width === 0) this.note(this.files, joinNames(folder, name))
    this.total++
    if (this.files.length > this.most) this.thin()
  }

  private note(places: Place[], path: Name): void {
    const last = places.at(-1)
    if (last === undefined || this.cellOf(last) < this.cellOf({ before: this.total })) {
      places.push({ path, before: this.total })
    }
  }

  private cellOf({ before }: { before: number }): number {
    return Math.floor(before / this.width)
  }

  private thin(): void {
    this.width *= 2
    const first = (place: Place, i: number, all: Place[]): boolean =>
      i === 0 || this.cellOf(all[i - 1]) < this.cellOf(place)
    this.files = this.files.filter(first)
    this.folders = this.folders.filter(first)
  }

  /** Ranges of about as many files each; of fewer files than ranges were asked for, one a file. */
  ranges(shards: number): PlannedRange[] {
    const { total } = this
    const count = Math.min(shards, total)
    const share = total / count
    const cuts = Array.from({ length: count - 1 }, (_, i) => {
      const border = (i + 1) * share
      const folder = nearest(this.folders, border)
      const isNear = folder !== undefined && Math.abs(folder.before - border) <= share * TOLERANCE
      return isNear ? folder : nearest(this.files, border)!
    })
    return Array.from({ length: count }, (_, i) => {
      const [from, to] = [cuts[i - 1], cuts[i]] as (Place | undefined)[]
      return {
        from: from === undefined ? null : storedName(from.path),
        to: to === undefined ? null : storedName(to.path),
        files: (to?.before ?? total) - (from?.before ?? 0)
      }
    })
  }
}

/** @param places in ascending order @returns of two that are as near the first; undefined where there is none */
function nearest(places: readonly Place[], border: number): Place | undefined {
  let [low, high] = [0, places.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (places[middle].before < border) low = middle + 1
    else high = middle
  }
  const [before, after] = [places[low - 1], places[low]] as (Place | undefined)[]
  if (before === undefined || after === undefined) return before ?? after
  return border - before.before <= after.before - border ? before : after
}
