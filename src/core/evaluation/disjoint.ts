import { NO_GROUP } from '../features/groups.ts'
import { orderOf } from '../radix.ts'

/**
 * Proves, without regard to how they were drawn, that datasets share no image and no group, neither with one another nor with
 * what is excluded, and that each has its size.
 * @param images all ids that could be drawn, ascending @param groups of them and of the excluded ones; −1 = none
 * @throws Error a defect of the program
 */
export function assertDisjoint(
  datasets: readonly Uint32Array[],
  size: number,
  images: Uint32Array,
  excluded: Uint32Array,
  groups?: { images: Int32Array; excluded: Int32Array }
): void {
  for (const ids of datasets) {
    if (ids.length !== size) throw new Error(`A dataset has ${ids.length} images instead of ${size}.`)
    if (ids.some((id, at) => at > 0 && id <= ids[at - 1])) throw new Error('A dataset has an image twice.')
  }
  refuseShared('image', [...datasets, excluded])
  const places = datasets.map((ids) => placesIn(images, ids))
  if (groups === undefined) return
  const groupsOf = places.map((of) => Int32Array.from(of, (place) => groups.images[place]))
  const grouped = [...groupsOf, groups.excluded].map((codes) =>
    Uint32Array.from(codes.filter((code) => code !== NO_GROUP))
  )
  refuseShared('group', grouped)
}

/** @throws Error where a key is in more than one set */
function refuseShared(what: string, sets: readonly Uint32Array[]): void {
  const count = sets.reduce((sum, set) => sum + set.length, 0)
  const keys = new Uint32Array(count)
  const setOf = new Uint32Array(count)
  let end = 0
  sets.forEach((set, number) => {
    keys.set(set, end)
    setOf.fill(number, end, (end += set.length))
  })
  const order = orderOf(keys)
  for (let i = 1; i < count; i++) {
    const [before, here] = [order[i - 1], order[i]]
    if (keys[before] === keys[here] && setOf[before] !== setOf[here]) {
      throw new Error(`Datasets are not disjoint: ${what} ${keys[here]} is in two sets.`)
    }
  }
}

function placesIn(ascending: Uint32Array, ids: Uint32Array): Uint32Array {
  return ids.map((id) => {
    let low = 0
    let high = ascending.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (ascending[middle] < id) low = middle + 1
      else high = middle
    }
    if (ascending[low] !== id) throw new Error(`Image ${id} was drawn, but there is no such image to draw.`)
    return low
  })
}
