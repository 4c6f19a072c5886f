import { MedoidError } from '../errors.ts'
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

  throw new MedoidError('unknown-tag', { why: 'not-there', ...where, name, near: nearNames(attributes, name) })
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

/** Up to three names that a person may have meant, nearest first. */
function nearNames(attributes: readonly Attribute[], name: string): string[] {
  const wanted = name.toLowerCase().slice(0, 64)
  if (wanted === '') return []
  return attributes
    .map((attribute) => ({ name: attribute.name, distance: nameDistance(wanted, attribute.name.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(1, wanted.length / 3))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map((candidate) => candidate.name)
}

/** Edit distance; a name that begins with, or ends with, what was written counts as near, too. */
function nameDistance(wanted: string, name: string): number {
  if (wanted.length >= 3 && (name.startsWith(wanted) || name.endsWith(wanted))) return 1
  return editDistance(wanted, name.slice(0, 64))
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
