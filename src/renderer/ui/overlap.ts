/** Some groups of images, clusters or labels, with those of them that are compared. */
interface OverlapSide {
  /** `1.12`, or what labels are called. */
  clustering: string
  /** Whether its groups have names only: labels. */
  isUnnumbered?: boolean
  clusters: { id: number; name: string; isNamed: boolean; images: number }[]
}

/** How many images each group of one side shares with each of the other: by group of the first, the most images first. */
export interface Overlap {
  first: OverlapSide
  second: OverlapSide
  pairs: { first: number; second: number; images: number }[]
}

/** What a group is called in a sentence: `3 “Head”`, or `“Head”`. */
export function wordsOf(side: OverlapSide, id: number): string {
  return `${side.isUnnumbered ? '' : `${id} `}“${namesOf(side)(id).name}”`
}

/** A group by its number. */
export function namesOf({ clusters }: OverlapSide): (id: number) => OverlapSide['clusters'][number] {
  const byId = new Map(clusters.map((cluster) => [cluster.id, cluster]))
  return (id) => byId.get(id)!
}
