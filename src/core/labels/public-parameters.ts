import type { RunParameters } from '../catalogue/stored/run.ts'
import type { Tag } from '../catalogue/types.ts'
import { type Condition, mapTests, SELECTION_TAG, type ValuesChange } from '../conditions.ts'
import { MedoidError } from '../errors.ts'
import { attributesOf } from '../features/attributes.ts'
import { isPhi } from '../features/decide.ts'
import { findAttribute } from '../features/names.ts'

/** In place of a value that may tell of a person. */
export const WITHHELD = '(withheld)'

/**
 * The parameters of a run as they may leave this machine: an allow-list, and of a condition on a tag whose values may tell
 * of people (PatientName contains smith), or of a change to its values, only that there was one.
 */
export function publicParameters(parameters: RunParameters, known: readonly Tag[]): RunParameters {
  const { k, sample, seed, algorithm, restarts, tags, include, exclude, kind, where, separate, join } = parameters
  const { method, weights, groupByScanner, perSeries, by, select, fuse, heldOut } = parameters
  const publicValues = (changes: ValuesChange[]): ValuesChange[] =>
    changes.map((change) => (isKnownPublic(change.tag, known) ? change : { tag: change.tag, values: [WITHHELD] }))
  return {
    ...(k && { k }),
    sample,
    seed,
    algorithm,
    restarts,
    tags,
    include,
    exclude,
    method,
    weights,
    groupByScanner,
    perSeries,
    by,
    select,
    fuse,
    heldOut,
    ...(kind && { kind }),
    where: publicConditions(where, known),
    ...(separate && { separate: publicValues(separate) }),
    ...(join && { join: publicValues(join) })
  }
}

/** Conditions as they may leave this machine, see `publicParameters`. */
export function publicConditions(conditions: readonly Condition[], tags: readonly Tag[]): Condition[] {
  return conditions.map((condition) =>
    mapTests(condition, (test) => {
      const { tag, operator } = test
      // A selection is called what somebody calls it for others to read, as a cluster is.
      return tag === SELECTION_TAG || isKnownPublic(tag, tags) ? test : { tag, operator, value: WITHHELD }
    })
  )
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
