/** What clusters are sorted by. */
interface Sorted {
  id: number
  silhouette: number | null
  findings: readonly unknown[]
}

/** The clusters that most makes doubtful first; of equals the one with the least mean silhouette. */
export function poorFirst<C extends Sorted>(clusters: readonly C[]): C[] {
  return clusters.toSorted(
    (a, b) => b.findings.length - a.findings.length || (a.silhouette ?? 1) - (b.silhouette ?? 1) || a.id - b.id
  )
}
