/** How many of these sorted numbers lie between two bounds, both included. */
export function between(sorted: ArrayLike<number>, low: number, high: number): number {
  return firstWhere(sorted, (value) => value > high) - firstWhere(sorted, (value) => value >= low)
}

/** How many of these sorted numbers lie below one. */
export function below(sorted: ArrayLike<number>, bound: number): number {
  return firstWhere(sorted, (value) => value >= bound)
}

/** Binary search: the first place whose number passes, all after it passing too. */
function firstWhere(sorted: ArrayLike<number>, passes: (value: number) => boolean): number {
  let from = 0
  let to = sorted.length
  while (from < to) {
    const middle = (from + to) >> 1
    if (passes(sorted[middle])) to = middle
    else from = middle + 1
  }
  return from
}
