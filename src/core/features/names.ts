import { MedoidError } from '../errors.ts'
import { nearNames } from '../near-names.ts'
import type { Asked } from '../../messages/en/features.ts'
import { readTagNumber } from '../tag-number.ts'
import type { Attribute } from './attributes.ts'

/**
 * The attribute that a person means by a keyword, a path, `(gggg,eeee)` or a private `(0019,xx0A)[CREATOR]`; see `readTagNumber`.
 *
 * @param asked where it was given, for messages; a text: as it was given
 * @throws MedoidError `unknown-tag` (with near names), `ambiguous-tag` (with the candidates)
 */
export function findAttribute(attributes: readonly Attribute[], given: string, asked: string | Asked): Attribute {
  const name = given.trim()
  const where = typeof asked === 'string' ? { setting: null, text: asked } : asked
  if (name === '') throw new MedoidError('unknown-tag', { why: 'unnamed', ...where })
  const found =
    one(attributes.filter((attribute) => attribute.name === name)) ??
    one(attributes.filter((attribute) => attribute.parts.some(({ path }) => path === name))) ??
    byTagOrKeyword(attributes, name, where)
  if (found !== undefined) return found

  throw new MedoidError('unknown-tag', {
    why: 'not-there',
    ...where,
    name,
    near: nearNames(
      attributes.map((each) => each.name),
      name
    )
  })
}

function byTagOrKeyword(attributes: readonly Attribute[], name: string, where: Asked): Attribute | undefined {
  const written = readTagNumber(name)
  let found: Attribute[]
  if (written !== null) {
    const { tag, exact, creator } = written
    const tags = new Set([exact, tag])
    found = attributes.filter(
      (attribute) => tags.has(attribute.tag) && (creator === undefined || attribute.privateCreator === creator)
    )
    const top = found.filter((attribute) => attribute.path === '')
    if (top.length > 0) found = top
  } else {
    found = attributes.filter((attribute) => attribute.keyword === name)
  }
  if (found.length > 1) {
    const candidates = found.slice(0, 5).map((attribute) => attribute.name)
    throw new MedoidError('ambiguous-tag', { ...where, name, found: found.length, candidates })
  }
  return found[0]
}

function one(found: Attribute[]): Attribute | undefined {
  return found.length === 1 ? found[0] : undefined
}
