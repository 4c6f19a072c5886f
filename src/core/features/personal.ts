import type { Tag, TagId } from '../catalogue/types.ts'
import { type Attribute, attributesOf } from './attributes.ts'
import { isPhi } from './decide.ts'
import { findAttribute } from './names.ts'
import { MedoidError } from '../errors.ts'

/** Only the attribute counts, whatever images say: what may be personal in one archive is so in all. */
const NO_VALUES = { nonEmpty: 0, distinct: 0 }

/** Where an element stands, as far as that decides whether it may tell of a person, a place or a time. */
type ElementPlace = Pick<Tag, 'tag' | 'path' | 'keyword' | 'privateCreator' | 'vr'>

/** Whether the values of an attribute may tell of a person, a place or a time: see `isPhi`. */
export function isPersonalAttribute(attribute: Attribute): boolean {
  return isPhi(attribute, NO_VALUES)
}

/** Whether the values of an element may tell of a person, a place or a time. */
export function isPersonal(place: ElementPlace): boolean {
  return isPersonalAttribute({ ...place, name: '', parts: [{ ...place, id: 0 as TagId }] })
}

/**
 * The same of tags by any name that a person may give them.
 * @returns a function of a keyword, a path, `(gggg,eeee)` or `(0019,xx0A)[CREATOR]`; what nobody knows may be personal
 */
export function personalNames(tags: readonly Tag[]): (name: string) => boolean {
  const attributes = attributesOf(tags)
  const known = new Map<string, boolean>()
  const decide = (name: string): boolean => {
    try {
      return isPersonalAttribute(findAttribute(attributes, name, name))
    } catch (error) {
      if (error instanceof MedoidError) return true
      throw error
    }
  }
  return (name) => {
    let found = known.get(name)
    if (found === undefined) known.set(name, (found = decide(name)))
    return found
  }
}
