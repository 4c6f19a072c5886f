import type { Label } from './annotate.ts'

/**
 * Which names mean the same: those with one code, and those with one text, whatever its case and spaces; so are all that are joined by such
 * pairs, that each name is in one category.
 * @returns a function that gives the category of each of these names
 */
export function nameCategories(names: readonly Label[]): (name: Label) => number {
  const parents: number[] = []
  const places = new Map<string, number>()
  const rootOf = (place: number): number => {
    let root = place
    while (parents[root] !== root) root = parents[root]
    return root
  }
  const placeOf = (key: string): number => {
    const place = places.get(key) ?? parents.length
    if (place === parents.length) {
      parents.push(place)
      places.set(key, place)
    }
    return rootOf(place)
  }
  for (const name of names) {
    const [text, code] = [placeOf(textKey(name)), name.code === '' ? null : placeOf(codeKey(name))]
    if (code !== null && code !== text) parents[code] = text
  }
  return (name) => placeOf(textKey(name))
}

function textKey({ label }: Label): string {
  return `text ${label.toLowerCase().replaceAll(/\s+/g, ' ')}`
}

function codeKey({ code, scheme }: Label): string {
  return `code ${scheme} ${code}`
}
