/** Names that a person may have meant. */

/** Of longer names only the beginning is compared. */
const COMPARED = 64

/** Up to three of some names that a person may have meant, nearest first. */
export function nearNames(names: readonly string[], name: string): string[] {
  const wanted = name.toLowerCase().slice(0, COMPARED)
  if (wanted === '') return []
  return names
    .map((each) => ({ name: each, distance: nameDistance(wanted, each.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(1, wanted.length / 3))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map((candidate) => candidate.name)
}

/** Edit distance; a name that begins with, or ends with, what was written counts as near, too. */
function nameDistance(wanted: string, name: string): number {
  if (wanted.length >= 3 && (name.startsWith(wanted) || name.endsWith(wanted))) return 1
  return editDistance(wanted, name.slice(0, COMPARED))
}

/** Insertions, deletions, replacements and swaps of neighbours that make one text the other (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1))
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) row[j] = Math.min(row[j], before[j - 2] + 1)
    }
    before = last
    last = row
  }
  return last[b.length]
}
