/**
 * The places of the least of some values, ascending; of equal ones the first comes first. NaN and Infinity are none. In time
 * proportional to the values, whatever their order, and memory to `count`.
 * @param isWanted leaves out places
 */
export function least(
  values: ArrayLike<number>,
  count: number,
  isWanted: (place: number) => boolean = () => true
): Uint32Array {
  if (count <= 0) return new Uint32Array()
  let kept: number[] = []
  let limit = Infinity
  const byValue = (a: number, b: number): number => values[a] - values[b] || a - b
  const cut = (): void => {
    kept = kept.sort(byValue).slice(0, count)
    if (kept.length === count) limit = values[kept[count - 1]]
  }
  for (let place = 0; place < values.length; place++) {
    // An equal one is behind those that are kept.
    if (!(values[place] < limit) || !isWanted(place)) continue
    kept.push(place)
    if (kept.length >= 4 * count) cut()
  }
  cut()
  return Uint32Array.from(kept)
}
