import type { FeatureOptions } from '../api/contract.ts'
import { featureOptions, parse } from '../api/for-windows.ts'

/**
 * What a person chose in Features, by catalogue, for when the page is loaded again. It names tags and may hold values of them,
 * which may tell of patients: so it is in sessionStorage, which is the tab's, ends with it and never leaves the machine.
 */
const KEY = 'medoid-features'

/** So many catalogues are remembered, the last ones. */
const CATALOGUES = 8

/** Storage holds some five million characters; what is longer is not kept. */
const MAX_CHARACTERS = 1_000_000

/** By the file of the catalogue: the choice as JSON, the last one last. */
function read(): Map<string, string> {
  const kept = new Map<string, string>()
  // Storage is anybody's to write: what is not as it was written here counts for nothing.
  try {
    const entries = JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as unknown
    for (const entry of Array.isArray(entries) ? (entries as unknown[]) : []) {
      const [catalogue, text] = Array.isArray(entry) ? (entry as unknown[]) : []
      if (typeof catalogue === 'string' && typeof text === 'string') kept.set(catalogue, text)
    }
  } catch {
    kept.clear()
  }
  return kept
}

/** @returns what was kept for a catalogue; undefined where nothing was, or what there is cannot be such a choice */
export function keptFeatures(catalogue: string): FeatureOptions | undefined {
  const text = read().get(catalogue)
  if (text === undefined) return undefined
  try {
    return parse(featureOptions, JSON.parse(text), 'what was kept')
  } catch {
    return undefined
  }
}

/** @param options undefined: as the rules have it, which is not kept */
export function keepFeatures(catalogue: string, options: FeatureOptions | undefined): void {
  const kept = read()
  kept.delete(catalogue)
  if (options !== undefined) kept.set(catalogue, JSON.stringify(options))
  const last = [...kept].slice(-CATALOGUES)
  while (JSON.stringify(last).length > MAX_CHARACTERS) last.shift()
  sessionStorage.setItem(KEY, JSON.stringify(last))
}
