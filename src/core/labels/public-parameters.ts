import type { Tag } from '../catalogue/types.ts'
import { MedoidError } from '../errors.ts'
import { attributesOf } from '../features/attributes.ts'
import { isPhi } from '../features/decide.ts'
import { findAttribute } from '../features/names.ts'
import { readOverride } from '../features/overrides.ts'
import { parseCondition } from '../features/where.ts'

/** Of what was asked for, what says how a run was made and nothing about people. */
const PUBLIC = ['k', 'sample', 'seed', 'algorithm', 'restarts', 'tags', 'include', 'exclude', 'kind'] as const

/** Values of tags that count as one, or as several. */
const SPELLINGS = ['separate', 'join'] as const

/**
 * The parameters of a run as they may leave this machine: an allow-list, and of a condition on a tag whose values may tell
 * of people (`--where PatientName~smith`), or of a change to its values, only that there was one.
 *
 * @param parameters as stored with the run
 */
export function publicParameters(parameters: unknown, tags: readonly Tag[]): Record<string, unknown> {
  const given = new Map(Object.entries((parameters ?? {}) as Record<string, unknown>))
  const kept: Record<string, unknown> = {}
  for (const name of PUBLIC) if (given.has(name)) kept[name] = given.get(name)
  const where = given.get('where')
  if (Array.isArray(where)) kept.where = where.map((condition) => publicCondition(condition, tags))
  for (const name of SPELLINGS) {
    const changes = given.get(name)
    if (Array.isArray(changes)) kept[name] = changes.map((change) => publicSpellings(String(change), tags))
  }
  return kept
}

function publicSpellings(change: string, tags: readonly Tag[]): string {
  const { name } = readOverride(change, 'run')
  return isKnownPublic(name, tags) ? change : `${name}=(withheld)`
}

function publicCondition(condition: unknown, tags: readonly Tag[]): string {
  const text = typeof condition === 'string' ? condition : (condition as { text: string }).text
  const { name, operator } = parseCondition(text)
  return isKnownPublic(name, tags) ? text : `${name}${operator}(withheld)`
}

/** A name that has become ambiguous since the run was made is not known to be public. */
function isKnownPublic(name: string, tags: readonly Tag[]): boolean {
  try {
    return !isPhi(findAttribute(attributesOf(tags), name, name), { nonEmpty: 0, distinct: 0 })
  } catch (error) {
    if (error instanceof MedoidError) return false
    throw error
  }
}
