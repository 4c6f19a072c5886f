import { NO_CLASS } from '../features/classes.ts'

/** How many images each cluster and each class have, and each pair of them that has any. */
export interface Contingency {
  images: number
  /** Codes and images of the clusters, in the order in which they came. */
  clusters: Part[]
  classes: Part[]
  /** Places in these lists. */
  pairs: { cluster: number; class: number; images: number }[]
}

interface Part {
  code: number
  images: number
}

/** @param classes code of each image, NO_CLASS where it has none: such images are left out */
export function contingency(clusters: ArrayLike<number>, classes: ArrayLike<number>): Contingency {
  const counter = new ContingencyCounter()
  for (let image = 0; image < clusters.length; image++) {
    if (classes[image] !== NO_CLASS) counter.add(clusters[image], classes[image])
  }
  return counter.table
}

/** Counts images one after the other; memory grows with the pairs only. */
export class ContingencyCounter {
  readonly table: Contingency = { images: 0, clusters: [], classes: [], pairs: [] }
  private readonly placeOfCluster = new Map<number, number>()
  private readonly placeOfClass = new Map<number, number>()
  private readonly pairOf = new Map<number, Contingency['pairs'][number]>()

  add(cluster: number, ofClass: number): void {
    const { table } = this
    const at = placeOf(table.clusters, this.placeOfCluster, cluster)
    const classAt = placeOf(table.classes, this.placeOfClass, ofClass)
    table.images++
    table.clusters[at].images++
    table.classes[classAt].images++
    const key = classAt * MOST_PARTS + at
    let pair = this.pairOf.get(key)
    if (pair === undefined) {
      pair = { cluster: at, class: classAt, images: 0 }
      this.pairOf.set(key, pair)
      table.pairs.push(pair)
    }
    pair.images++
  }
}

/** Clusters are stored as u16. */
const MOST_PARTS = 65_536

function placeOf(parts: Part[], known: Map<number, number>, code: number): number {
  let place = known.get(code)
  if (place === undefined) {
    place = parts.length
    known.set(code, place)
    parts.push({ code, images: 0 })
  }
  return place
}
