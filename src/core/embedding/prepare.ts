import type { CatalogueReader } from '../catalogue/reader.ts'
import { CancelledError } from '../errors.ts'
import { decodersFor, DecoderPool, type DecoderPoolOptions } from '../pixels/decoder-pool.ts'
import { type PictureOutcome, undecoded } from '../pixels/decoder-protocol.ts'
import { PICTURE_BYTES } from '../pixels/picture.ts'
import type { Remark } from '../pixels/remarks.ts'
import { throwIfCancelled, type Work } from '../work.ts'
import type { CountedRemark, RemarkedInstance } from '../remark-counts.ts'
import type { RemarkCount, SkippedImage } from '../catalogue/stored/model.ts'
import type { CachedOutcome, PictureCache } from './picture-cache.ts'
import type { MessageCode } from '../../messages/message.ts'

/** Outcomes that are kept in one transaction. */
const COMMIT = 128
/** Milliseconds until fewer of them are kept: what a kill may cost. */
const COMMIT_AFTER = 2000

/**
 * Reasons that may be gone the next time: they are not kept. What used too much processor time, or killed its decoder also when it
 * was tried alone, does so again: that is kept.
 */
const PASSING = new Set<string>([
  'file-unreadable',
  'source-removed',
  'decoder-late',
  'out-of-memory',
  'decoder-failed'
] satisfies MessageCode[])

/** Whether an image may have another outcome the next time. */
export function isPassing(outcome: PictureOutcome): boolean {
  return 'code' in outcome && PASSING.has(outcome.code)
}

/** An image that has no picture, and why. */
interface SkippedInstance extends SkippedImage {
  instance: number
  /** Whether it may have one the next time. */
  isPassing: boolean
}

interface Prepared {
  /** Instances that have a picture in the cache, in the order in which they were given. */
  ready: Uint32Array
  skipped: SkippedInstance[]
  /** Those that have one in spite of something. */
  remarked: RemarkedInstance[]
}

/**
 * Makes sure that the cache knows all instances: what it does not is decoded, and kept batch by batch, so that a kill costs little.
 * @throws CancelledError, MedoidError `decoder-failed`, `disk-full`, `pictures-unusable`
 */
export async function preparePictures(
  reader: CatalogueReader,
  instances: Uint32Array,
  cache: PictureCache,
  work: Work,
  decoders: DecoderPoolOptions = {}
): Promise<Prepared> {
  const todo = cache.missing(instances)
  const reasons = cache.reasons(instances)
  const passing = new Set<number>()
  let done = instances.length - todo.length
  const tell = (): void =>
    work.onProgress?.({ stage: 'Preparing pictures', done, total: instances.length, unit: 'images' })
  tell()
  if (todo.length > 0) {
    const keeper = new Keeper(cache)
    const source = new PictureSource(reader, decodersFor(todo.length), work, decoders)
    try {
      await source.each(todo, (instance, outcome) => {
        if ('reason' in outcome) reasons.set(instance, outcome.reason)
        if (isPassing(outcome)) passing.add(instance)
        keeper.add(instance, outcome)
        done++
        tell()
      })
    } finally {
      await source.close()
      keeper.flush()
    }
  }
  return {
    ready: instances.filter((instance) => !reasons.has(instance)),
    skipped: skippedAmong(reader, instances, reasons, passing),
    remarked: remarkedOf(cache.remarks(instances))
  }
}

export interface PictureBatch {
  /** Those of the batch that have a picture, in the order in which they were given. */
  instances: Uint32Array
  /** Their pictures, PICTURE_BYTES each, one after another. */
  pictures: Uint8Array
  skipped: SkippedInstance[]
  remarked: RemarkedInstance[]
}

interface StreamOptions {
  /** Instances of a batch. */
  batch: number
  /** Whether what is decoded is kept in the cache: ten million images would take 170 GB of it. */
  keep: boolean
}

/**
 * The pictures of any number of instances, batch by batch, in bounded memory: those that the cache knows from there, the others
 * decoded, one batch ahead of the one that is being used.
 * @throws as `preparePictures`
 */
export async function* streamPictures(
  reader: CatalogueReader,
  instances: Uint32Array,
  cache: PictureCache,
  { batch, keep }: StreamOptions,
  work: Work,
  decoders: DecoderPoolOptions = {}
): AsyncGenerator<PictureBatch, void, void> {
  yield* streamBatches(reader, slices(instances, batch), instances.length, cache, keep, work, decoders)
}

function* slices(instances: Uint32Array, size: number): Iterable<Uint32Array> {
  for (let from = 0; from < instances.length; from += size) yield instances.subarray(from, from + size)
}

/**
 * As `streamPictures`, of batches that are made as they are needed: one ahead of the one that is being used.
 * @param images in all batches together
 * @throws as `preparePictures`
 */
export async function* streamBatches(
  reader: CatalogueReader,
  batches: Iterable<Uint32Array>,
  images: number,
  cache: PictureCache,
  keep: boolean,
  work: Work,
  decoders: DecoderPoolOptions = {}
): AsyncGenerator<PictureBatch, void, void> {
  const source = new PictureSource(reader, decodersFor(images), work, decoders)
  const keeper = keep ? new Keeper(cache) : null
  const given = batches[Symbol.iterator]()
  const load = (): Promise<PictureBatch> | null => {
    const next = given.next()
    if (next.done === true) return null
    const loading = loadBatch(reader, next.value, cache, source, keeper)
    // It is awaited later, if at all.
    loading.catch(() => {})
    return loading
  }
  try {
    let next = load()
    while (next !== null) {
      throwIfCancelled(work)
      const loaded = await next
      next = load()
      yield loaded
    }
  } finally {
    await source.close()
    keeper?.flush()
  }
}

async function loadBatch(
  reader: CatalogueReader,
  instances: Uint32Array,
  cache: PictureCache,
  source: PictureSource,
  keeper: Keeper | null
): Promise<PictureBatch> {
  const outcomes = new Map<number, PictureOutcome>()
  const todo = instances.filter((instance) => {
    const known = cache.get(instance)
    if (known !== null) outcomes.set(instance, known)
    return known === null
  })
  await source.each(todo, (instance, outcome) => {
    outcomes.set(instance, outcome)
    keeper?.add(instance, outcome)
  })
  const reasons = new Map<number, string>()
  const passing = new Set<number>()
  const remarks = new Map<number, readonly Remark[]>()
  const ready = instances.filter((instance) => {
    const outcome = outcomes.get(instance)!
    if (isPassing(outcome)) passing.add(instance)
    if ('reason' in outcome) reasons.set(instance, outcome.reason)
    else if (outcome.remarks.length > 0) remarks.set(instance, outcome.remarks)
    return 'picture' in outcome
  })
  const pictures = new Uint8Array(ready.length * PICTURE_BYTES)
  ready.forEach((instance, i) => {
    pictures.set((outcomes.get(instance) as { picture: Uint8Array }).picture, i * PICTURE_BYTES)
  })
  const skipped = skippedAmong(reader, instances, reasons, passing)
  return { instances: ready, pictures, skipped, remarked: remarkedOf(remarks) }
}

function remarkedOf(remarks: ReadonlyMap<number, readonly Remark[]>): RemarkedInstance[] {
  return Array.from(remarks, ([instance, found]) => ({ instance, remarks: found }))
}

/** Counted remarks for a report: with paths in the place of instances. */
export function remarksReport(reader: CatalogueReader, counted: readonly CountedRemark[]): RemarkCount[] {
  return counted.map(({ instance, ...rest }) => ({ ...rest, path: reader.readablePath(instance) }))
}

function skippedAmong(
  reader: CatalogueReader,
  instances: Uint32Array,
  reasons: ReadonlyMap<number, string>,
  passing: ReadonlySet<number>
): SkippedInstance[] {
  return Array.from(
    instances.filter((instance) => reasons.has(instance)),
    (instance) => ({
      instance,
      path: reader.readablePath(instance),
      reason: reasons.get(instance)!,
      isPassing: passing.has(instance)
    })
  )
}

/** Decodes the files of instances; its processes begin with the first one and end when it is closed or the work cancelled. */
class PictureSource {
  private readonly reader: CatalogueReader
  private readonly size: number
  private readonly work: Work
  private readonly options: DecoderPoolOptions
  private pool: DecoderPool | null = null
  private readonly cancel = (): void => void this.pool?.close(new CancelledError())

  constructor(reader: CatalogueReader, size: number, work: Work, options: DecoderPoolOptions) {
    this.reader = reader
    this.size = size
    this.work = work
    this.options = options
    work.signal?.addEventListener('abort', this.cancel)
  }

  /** @param use is called for each instance, in the order in which they are done */
  async each(instances: Uint32Array, use: (instance: number, outcome: PictureOutcome) => void): Promise<void> {
    if (instances.length === 0) return
    throwIfCancelled(this.work)
    const pool = (this.pool ??= new DecoderPool(this.size, this.options))
    let next = 0
    const lane = async (): Promise<void> => {
      while (next < instances.length) {
        throwIfCancelled(this.work)
        const instance = instances[next++]
        const path = this.reader.path(instance)
        use(instance, path === null ? removed : await pool.picture(path))
      }
    }
    await Promise.all(Array.from({ length: Math.min(pool.capacity, instances.length) }, lane))
  }

  async close(): Promise<void> {
    this.work.signal?.removeEventListener('abort', this.cancel)
    await this.pool?.close()
  }
}

const removed = undecoded('source-removed', {})

/** Gathers outcomes for the cache. */
class Keeper {
  private readonly cache: PictureCache
  private entries: CachedOutcome[] = []
  private since = 0

  constructor(cache: PictureCache) {
    this.cache = cache
  }

  add(instance: number, outcome: PictureOutcome): void {
    if (isPassing(outcome)) return
    if (this.entries.length === 0) this.since = performance.now()
    this.entries.push({ instance, outcome })
    if (this.entries.length >= COMMIT || performance.now() - this.since > COMMIT_AFTER) this.flush()
  }

  flush(): void {
    const { entries } = this
    this.entries = []
    if (entries.length > 0) this.cache.put(entries)
  }
}
