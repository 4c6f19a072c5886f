import type { VectorStore } from '../catalogue/vector-store.ts'
import { fromHalves, productsWithHalves, toHalves } from '../half.ts'
import type { Work } from '../work.ts'
import { type Components, decodeComponents, ComponentProjector, shortWidth } from './principal-components.ts'
import { ShortTable } from './short-table.ts'
import type { PixelVectors, SimilarQuery } from './similar.ts'

/** Principal components of short vectors: 128 leave so little out that the ten nearest are among the hundred nearest by them. */
export const DIRECTIONS = 128

/** The vector of a picture with length 1, as it is stored; null for one that has no direction. */
export function unitVector(vector: Float32Array): Float32Array | null {
  let square = 0
  for (const value of vector) square += value * value
  if (square === 0 || !Number.isFinite(square)) return null
  const scale = 1 / Math.sqrt(square)
  return vector.map((value) => value * scale)
}

/** Full vectors are stored as halves: 1 − cos of 5,120 values is right to about 10⁻⁵. */
export function encodeVector(unit: Float32Array): Buffer {
  return toHalves(unit)
}

/** @returns null where there are none yet @throws MedoidError `stored-vectors-unusable` */
export function storedComponents(store: VectorStore, length: number): Components | null {
  const stored = store.components()
  return stored && decodeComponents(stored.bytes, length, store.file)
}

/** Makes the vector of the picture of any file. */
export interface FileEncoder {
  /** @returns null where there is no picture @throws CancelledError */
  encode(file: string | Buffer, work: Work): Promise<Float32Array | null>
  close(): Promise<void>
}

/** The stored vectors of a model. */
export class StoredPixels implements PixelVectors {
  readonly instances: Uint32Array
  private readonly store: VectorStore
  private readonly projector: ComponentProjector
  private readonly table: ShortTable
  private readonly length: number
  private readonly encoder: FileEncoder

  /**
   * Reads the short vectors of live instances into memory, 512 bytes each.
   * @param encoder is closed with it
   * @throws MedoidError `stored-vectors-unusable`, `memory-exhausted`
   */
  constructor(store: VectorStore, components: Components, isLive: (instance: number) => boolean, encoder: FileEncoder) {
    this.store = store
    this.encoder = encoder
    this.projector = new ComponentProjector(components)
    this.length = components.length
    const width = shortWidth(components.directions.length / components.length)
    const rows = [...store.short(width * 4)]
    const live = rows.map(({ instances }) => instances.filter(isLive))
    this.instances = new Uint32Array(live.reduce((sum, { length }) => sum + length, 0))
    this.table = new ShortTable(this.instances.length, width)
    let at = 0
    for (const { instances, bytes } of rows) {
      const values = new Float32Array(Uint8Array.from(bytes).buffer)
      for (const [row, instance] of instances.entries()) {
        if (!isLive(instance)) continue
        this.table.set(at, values.subarray(row * width, (row + 1) * width))
        this.instances[at++] = instance
      }
    }
  }

  async vectorOf(query: SimilarQuery, work: Work): Promise<Float32Array | null> {
    if ('instance' in query) {
      const bytes = this.store.vector(query.instance, this.length * 2)
      return bytes && fromHalves(bytes, new Float32Array(this.length))
    }
    const vector = await this.encoder.encode(query.file, work)
    return vector && unitVector(vector)
  }

  distances(vector: Float32Array): Float32Array {
    return this.table.distances(this.projector.project(vector))
  }

  exactDistances(vector: Float32Array, instances: Uint32Array): Float32Array {
    let own = 0
    for (const value of vector) own += value * value
    return Float32Array.from(instances, (instance) => {
      const bytes = this.store.vector(instance, vector.length * 2)
      if (bytes === null) return NaN
      // Of halves the lengths are not quite 1.
      const { product, square } = productsWithHalves(vector, bytes)
      return Math.min(2, Math.max(0, 1 - product / Math.sqrt(own * square)))
    })
  }

  async close(): Promise<void> {
    this.store.close()
    await this.encoder.close()
  }
}
