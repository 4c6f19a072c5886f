import type { Tag } from '../catalogue/types.ts'
import type { Condition, KindChange, ValuesChange } from '../conditions.ts'
import { MedoidError } from '../errors.ts'
import { attributesOf } from '../features/attributes.ts'
import { isPhi } from '../features/decide.ts'
import { findAttribute } from '../features/names.ts'

/** What a run was asked to do, as far as it may tell of people. */
interface Asked {
  where?: readonly Condition[]
  kind?: readonly KindChange[]
  separate?: readonly ValuesChange[]
  join?: readonly ValuesChange[]
}

/** As they may leave this machine. */
export interface PublicParameters extends Asked {
  k?: number[]
  sample?: number
  seed?: number
  algorithm?: string
  restarts?: number
  tags?: number
  include?: string[]
  exclude?: string[]
}

/** Of what was asked for, what says how a run was made and nothing about people. */
const PUBLIC = ['k', 'sample', 'seed', 'algorithm', 'restarts', 'tags', 'include', 'exclude', 'kind'] as const

/** Values of tags that count as one, or as several. */
const VALUES = ['separate', 'join'] as const

/** In place of a value that may tell of a person. */
export const WITHHELD = '(withheld)'

/**
 * The parameters of a run as they may leave this machine: an allow-list, and of a condition on a tag whose values may tell
 * of people (PatientName contains smith), or of a change to its values, only that there was one.
 *
 * @param parameters as stored with the run
 */
export function publicParameters(parameters: unknown, tags: readonly Tag[]): PublicParameters {
  const given = new Map<string, unknown>(Object.entries(parameters ?? {}))
  const kept: Record<string, unknown> = {}
  for (const name of PUBLIC) if (given.has(name)) kept[name] = given.get(name)
  const where = given.get('where')
  if (Array.isArray(where)) kept.where = (where as Condition[]).map((condition) => publicCondition(condition, tags))
  for (const name of VALUES) {
    const changes = given.get(name)
    if (Array.isArray(changes)) kept[name] = (changes as ValuesChange[]).map((change) => publicValues(change, tags))
  }
  return kept
}

function publicValues(change: ValuesChange, tags: readonly Tag[]): ValuesChange {
  return isKnownPublic(change.tag, tags) ? change : { tag: change.tag, values: [WITHHELD] }
}

function publicCondition(condition: Condition, tags: readonly Tag[]): Condition {
  const { tag, operator } = condition
  return isKnownPublic(tag, tags) ? condition : { tag, operator, value: WITHHELD }
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
