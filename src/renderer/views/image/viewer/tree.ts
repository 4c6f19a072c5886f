import type { ListedElement } from '../../../../api/contract.ts'
import { fold, missingWords, readSearch, tagNames, uidName } from '../../../../api/for-windows.ts'

interface TreeRows {
  /** Places in the list of what is to be seen. */
  places: number[]
  /** Elements that hold what was searched for. */
  found: number
}

/**
 * What of a tree is to be seen: without a search all that no closed sequence or item holds; with one, what holds every word
 * of it, and all that this lies in.
 */
export function rowsOf(elements: readonly ListedElement[], search: string, closed: ReadonlySet<number>): TreeRows {
  const asked = readSearch(search)
  if (asked.words.length === 0) return { places: open(elements, closed), found: elements.length }
  const seen = new Set<number>()
  const above: number[] = []
  let found = 0
  elements.forEach((element, place) => {
    above.length = element.depth
    above[element.depth] = place
    const { tag, vr, keyword, creator: privateCreator, privateName, value } = element
    if (tag === '') return
    const names = tagNames({ tag, path: '', keyword, privateCreator, privateName })
    const text = fold(`${vr} ${value ?? ''} ${uidName(value ?? '')}`)
    if (missingWords(asked, names).some((word) => !text.includes(word))) return
    found++
    for (const each of above) seen.add(each)
  })
  return { places: [...seen].sort((a, b) => a - b), found }
}

function open(elements: readonly ListedElement[], closed: ReadonlySet<number>): number[] {
  const places: number[] = []
  let hiddenBelow = Infinity
  elements.forEach(({ depth }, place) => {
    if (depth > hiddenBelow) return
    hiddenBelow = closed.has(place) ? depth : Infinity
    places.push(place)
  })
  return places
}
