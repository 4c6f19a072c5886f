import type { RunParameters } from '../catalogue/stored/run.ts'
import type { Tag } from '../catalogue/types.ts'
import { MedoidError } from '../errors.ts'
import { attributesOf } from '../features/attributes.ts'
import { isPhi } from '../features/decide.ts'
import { findAttribute } from '../features/names.ts'
import { readOverride } from '../features/overrides.ts'
import { parseCondition } from '../features/where.ts'

/**
 * The parameters of a run as they may leave this machine: an allow-list, and of a condition on a tag whose values may tell
 * of people (`--where PatientName~smith`), or of a change to its values, only that there was one.
 */
export function publicParameters(parameters: RunParameters, known: readonly Tag[]): RunParameters {
  const { k, sample, seed, algorithm, restarts, tags, include, exclude, kind, where, separate, join } = parameters
  return {
    ...(k && { k }),
    sample,
    seed,
    algorithm,
    restarts,
    tags,
    include,
    exclude,
    ...(kind && { kind }),
    where: publicConditions(where, known),
    ...(separate && { separate: publicSpellings(separate, known) }),
    ...(join && { join: publicSpellings(join, known) })
  }
}

/** Conditions as they may leave this machine, see `publicParameters`. */
export function publicConditions(conditions: readonly string[], tags: readonly Tag[]): string[] {
  return conditions.map((text) => {
    const { name, operator } = parseCondition(text)
    return isKnownPublic(name, tags) ? text : `${name}${operator}(withheld)`
  })
}

/** Values of tags that count as one, or as several. */
function publicSpellings(changes: readonly string[], tags: readonly Tag[]): string[] {
  return changes.map((change) => {
    const { name } = readOverride(change, 'run')
    return isKnownPublic(name, tags) ? change : `${name}=(withheld)`
  })
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
