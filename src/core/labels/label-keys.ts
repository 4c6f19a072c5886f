import type { Label } from './annotate.ts'

/** One a key, 1 to 9. */
const KEYS = 9

/**
 * The labels that were used last, by the key that gives them: the first of the list is on key 1. A label stays on its key as long as it is among
 * them; one that is new takes the key of the label that was longest unused. So the keys follow from the history alone, and are the same
 * for whoever reads it, whenever.
 *
 * @param names every name that was given, oldest first
 * @returns names without notes, which belong to one cluster
 */
export function labelKeys(names: Iterable<Label>): Label[] {
  const keys: { name: Label; used: number }[] = []
  let uses = 0
  for (const { label, code, scheme, meaning } of names) {
    const entry = { name: { label, code, scheme, meaning, note: '' }, used: uses++ }
    let at = keys.findIndex(({ name }) => name.label === label)
    if (at < 0) at = keys.length < KEYS ? keys.length : longestUnused(keys)
    keys[at] = entry
  }
  return keys.map(({ name }) => name)
}

function longestUnused(keys: readonly { used: number }[]): number {
  return keys.reduce((longest, { used }, at) => (used < keys[longest].used ? at : longest), 0)
}
