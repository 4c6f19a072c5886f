import { createHash } from 'node:crypto'
import { type ClusteringName, formatClustering } from '../core/catalogue/clustering-name.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { assignedChunks, firstOf, UNASSIGNED } from '../core/catalogue/runs.ts'
import { MedoidError } from '../core/errors.ts'
import { Random, sampleRanks } from '../core/random.ts'

/** Images, ascending, and the cluster of each. */
interface Assigned {
  instances: Uint32Array
  clusters: Uint16Array
}

/**
 * Live images that a clustering was assigned to, in the order of their ids, or a sample of them. They are read from the catalogue as they are
 * needed: what is held does not grow with their number, but for a sample, four bytes an image of it.
 */
export class AssignedImages {
  /** How many there are. */
  readonly count: number
  private readonly reader: CatalogueReader
  private readonly clustering: ClusteringName
  /** Places among all of those that are in the sample, ascending; null where all are taken. */
  private readonly chosen: Uint32Array | null

  /**
   * @param sample how many to draw with `seed`; undefined for all
   * @throws MedoidError `not-assigned`
   */
  constructor(reader: CatalogueReader, clustering: ClusteringName, sample?: { images: number; seed: number }) {
    this.reader = reader
    this.clustering = clustering
    let all = 0
    for (const { instances } of this.everyOne()) all += instances.length
    if (all === 0) throw new MedoidError('not-assigned', { why: 'not-yet', clustering: formatClustering(clustering) })
    const isAll = sample === undefined || sample.images >= all
    this.chosen = isAll ? null : sampleRanks(all, sample.images, new Random(sample.seed)).sort()
    this.count = this.chosen?.length ?? all
  }

  /** Which images they are, in which clusters: SHA-256, in hexadecimal. */
  hash(): string {
    const hash = createHash('sha256')
    for (const { instances } of this.each()) hash.update(instances)
    for (const { clusters } of this.each()) hash.update(clusters)
    return hash.digest('hex')
  }

  /** How many have an id up to this one. */
  countUpTo(instance: number): number {
    let count = 0
    for (const { instances } of this.each()) {
      if (instances[instances.length - 1] > instance) return count + instances.filter((id) => id <= instance).length
      count += instances.length
    }
    return count
  }

  /** Those at the places `from` to `to` − 1, in batches of `size`; the last may have fewer. */
  *batches(from: number, to: number, size: number): Generator<Assigned, void, undefined> {
    let instances = new Uint32Array(size)
    let clusters = new Uint16Array(size)
    let [place, count] = [0, 0]
    for (const some of this.each()) {
      const skipped = Math.max(0, from - place)
      place += some.instances.length
      for (let i = skipped; i < some.instances.length; i++) {
        if (place - some.instances.length + i >= to) break
        instances[count] = some.instances[i]
        clusters[count++] = some.clusters[i]
        if (count < size) continue
        yield { instances, clusters }
        instances = new Uint32Array(size)
        clusters = new Uint16Array(size)
        count = 0
      }
      if (place >= to) break
    }
    if (count > 0) yield { instances: instances.subarray(0, count), clusters: clusters.subarray(0, count) }
  }

  /** Those that are taken, chunk by chunk. */
  private *each(): Iterable<Assigned> {
    if (this.chosen === null) {
      yield* this.everyOne()
      return
    }
    const { chosen } = this
    let [place, next] = [0, 0]
    for (const { instances, clusters } of this.everyOne()) {
      const first = next
      while (next < chosen.length && chosen[next] < place + instances.length) next++
      const places = chosen.subarray(first, next).map((rank) => rank - place)
      place += instances.length
      if (places.length === 0) continue
      yield { instances: places.map((i) => instances[i]), clusters: Uint16Array.from(places, (i) => clusters[i]) }
    }
  }

  private *everyOne(): Iterable<Assigned> {
    for (const { chunk, clusters: assigned } of assignedChunks(this.reader.db, this.clustering)) {
      const instances = new Uint32Array(assigned.length)
      const clusters = new Uint16Array(assigned.length)
      let count = 0
      for (let i = 0; i < assigned.length; i++) {
        if (assigned[i] === UNASSIGNED || !this.reader.isLive(firstOf(chunk) + i)) continue
        instances[count] = firstOf(chunk) + i
        clusters[count++] = assigned[i]
      }
      if (count > 0) yield { instances: instances.subarray(0, count), clusters: clusters.subarray(0, count) }
    }
  }
}
