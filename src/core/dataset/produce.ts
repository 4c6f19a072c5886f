import { burnedInHeaders, usuallyBurnedIn } from '../burned-in/usual.ts'
import type { CatalogueReader } from '../catalogue/reader.ts'
import { CancelledError } from '../errors.ts'
import { parseDecimal } from '../numbers.ts'
import { decodersFor, isUndecoded } from '../pixels/decoder-pool.ts'
import { type Undecoded, undecoded } from '../pixels/decoder-protocol.ts'
import { throwIfCancelled, type Work } from '../work.ts'
import type { BurnedIn, FrameChoice, PixelOptions } from './options.ts'
import type { Sample } from './sample.ts'
import { SamplePool } from './sample-pool.ts'

/** What became of a frame of an image. */
interface Produced {
  /** The image, by its place among those that were asked for. */
  place: number
  /** That was asked for, from 0; null: the one in the middle. */
  frame: number | null
  outcome: Sample | Undecoded
}

interface Wanted {
  place: number
  frame: number | null
  path: string | Buffer | null
  /** Whether text is blacked out. */
  mask: boolean
}

/** Makes samples of images on all cores, in the order in which they are asked for, with a few of them in memory. */
export class Producer {
  private readonly reader: CatalogueReader
  private readonly pixels: PixelOptions
  private readonly frames: FrameChoice
  private readonly burnedIn: BurnedIn
  private readonly pool: SamplePool
  private readonly work: Work
  private readonly cancel = (): void => void this.pool.close(new CancelledError())

  /** @param images that will be asked for in all */
  constructor(
    reader: CatalogueReader,
    images: number,
    { pixels, frames, burnedIn }: { pixels: PixelOptions; frames: FrameChoice; burnedIn: BurnedIn },
    work: Work
  ) {
    this.reader = reader
    this.pixels = pixels
    this.frames = frames
    this.burnedIn = burnedIn
    this.work = work
    this.pool = new SamplePool(decodersFor(images))
    work.signal?.addEventListener('abort', this.cancel)
  }

  /** @param instances in any order @throws CancelledError, MedoidError `decoder-failed` */
  async *samples(instances: Uint32Array): AsyncGenerator<Produced, void, void> {
    const made: { wanted: Wanted; outcome: Promise<Sample | Undecoded> }[] = []
    /** Images that have no further frame. */
    const ended = new Set<number>()
    const wanted = this.wanted(instances)
    const more = (): boolean => {
      for (;;) {
        const next = wanted.next()
        if (next.done === true) return false
        if (ended.has(next.value.place)) continue
        const outcome = this.make(next.value)
        // It is awaited later, if at all.
        outcome.catch(() => {})
        made.push({ wanted: next.value, outcome })
        return true
      }
    }
    while (made.length < 2 * this.pool.capacity && more());
    while (made.length > 0) {
      throwIfCancelled(this.work)
      const { wanted: each, outcome } = made.shift()!
      const settled = await outcome
      more()
      const { place, frame } = each
      if (ended.has(place)) continue
      // The header of the catalogue said that there are more.
      if (frame !== null && isUndecoded(settled) && settled.code === 'no-such-frame') {
        ended.add(place)
        if (frame > 0) continue
      }
      yield { place, frame, outcome: settled }
    }
  }

  async close(): Promise<void> {
    this.work.signal?.removeEventListener('abort', this.cancel)
    await this.pool.close()
  }

  private make({ path, frame, mask }: Wanted): Promise<Sample | Undecoded> {
    if (path === null) return Promise.resolve(undecoded('source-removed', {}))
    return this.pool.make({ path, frame, pixels: this.pixels, mask })
  }

  private *wanted(instances: Uint32Array): Generator<Wanted, void, void> {
    const frames = this.frames === 'middle' ? null : this.frameCounts(instances)
    const masks = this.burnedIn === 'mask' ? this.usuallyWithText(instances) : null
    for (const [place, instance] of instances.entries()) {
      const mask = masks?.has(instance) === true
      const path = this.reader.path(instance)
      if (frames === null) yield { place, frame: null, path, mask }
      else for (let frame = 0; frame < frames[place]; frame += this.frames as number) yield { place, frame, path, mask }
    }
  }

  /** Those of kinds that usually have text in their pixels. */
  private usuallyWithText(instances: Uint32Array): Set<number> {
    const ascending = instances.toSorted()
    const header = burnedInHeaders(this.reader, ascending)
    return new Set(ascending.filter((_, i) => usuallyBurnedIn(header(i)) !== null))
  }

  /** As the catalogue has them; 1 where it says nothing that makes sense. */
  private frameCounts(instances: Uint32Array): number[] {
    const tag = this.reader.find('NumberOfFrames')
    if (tag === undefined) return Array.from(instances, () => 1)
    const ascending = instances.toSorted()
    const { codes, texts } = this.reader.column(tag.id, ascending)
    const counts = new Map(Array.from(ascending, (instance, i) => [instance, parseDecimal(texts[codes[i]])]))
    return Array.from(instances, (instance) => Math.max(1, counts.get(instance) || 1))
  }
}
