import { systemUser } from '../core/author.ts'
import { type StoredSuggestion, saveSuggestions } from '../core/catalogue/suggestions.ts'
import type { SuggestionReport } from '../core/catalogue/stored/suggestions.ts'
import { allowedValue, correctableAttribute } from '../core/corrections/correctable.ts'
import { decide } from '../core/corrections/decide.ts'
import { imagesWithPlaces } from '../core/suggestions/images-of.ts'
import { type Suggestion, suggestValues } from '../core/suggestions/suggest.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import type { Work } from '../core/work.ts'
import { adding, reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { SuggestParameters } from './definitions/suggest.ts'
import { PROGRAM_VERSION } from './program.ts'

/** A suggestion as a command tells it. */
export type ToldSuggestion = Omit<StoredSuggestion, 'kind' | 'place'> & { path: string }

/** Images that have a value now, without a person having looked. */
interface AcceptedValue {
  value: string
  images: number
  /** The least one of them. */
  probability: number
  /** In the history of corrections of the tag. */
  entry: number
}

export interface SuggestReport extends SuggestionReport {
  /** Number of the suggestions in the catalogue. */
  run: number
  /** The first of each kind, by margin. */
  missing: ToldSuggestion[]
  wrong: ToldSuggestion[]
  /** Of those without a value; empty where nobody asked for it. */
  accepted: AcceptedValue[]
  seconds: number
}

/** Suggests values of a tag where they are missing or look wrong, and keeps the suggestions with the catalogue. */
export const suggestJob: Job<SuggestParameters, SuggestReport> = {
  run: async ({ catalogue, tag, count, seed, acceptAbove, author = systemUser() }, work) => {
    const started = performance.now()
    const found = await reading(catalogue, (reader) => {
      // What cannot be accepted in the end is not begun.
      if (acceptAbove !== undefined) correctableAttribute(reader.tags(), tag)
      return suggestValues(reader, reader.images(), { tag, seed }, work)
    })
    const { missing, wrong, ...rest } = found
    const report = { ...rest, seed }
    return adding(catalogue, (reader, { db }) => {
      const run = saveSuggestions(db, PROGRAM_VERSION, report, { missing, wrong })
      const accepted =
        acceptAbove === undefined ? [] : accept(reader, { tag, run, author, above: acceptAbove }, missing, work)
      const told = (rows: Suggestion[]): ToldSuggestion[] =>
        rows.slice(0, count).map((row) => ({ ...row, path: reader.readablePath(row.instance) }))
      const seconds = (performance.now() - started) / 1000
      return { run, ...report, missing: told(missing), wrong: told(wrong), accepted, seconds }
    })
  }
}

/**
 * Accepts what is suggested with a higher probability, one decision a value. An image for which several values are suggested in its series is
 * left to a person, and so is a value that no element can have: files have such.
 */
function accept(
  reader: CatalogueReader,
  { tag, run, author, above }: { tag: string; run: number; author: string; above: number },
  missing: readonly Suggestion[],
  work: Work
): AcceptedValue[] {
  const target = correctableAttribute(reader.tags(), tag)
  const sure = missing.map(({ probability }) => probability > above)
  const byValue = new Map<string, { instances: number[]; probability: number }>()
  for (const { instance, places } of imagesWithPlaces(reader, target, reader.images(), missing)) {
    if (places.length > 1 || !sure[places[0]]) continue
    const { suggested, probability } = missing[places[0]]
    const known = byValue.get(suggested)
    if (known === undefined) byValue.set(suggested, { instances: [instance], probability })
    else {
      known.instances.push(instance)
      known.probability = Math.min(known.probability, probability)
    }
  }
  for (const value of [...byValue.keys()].filter((each) => allowedValue(target, each) === null)) {
    work.onMessage?.({
      code: 'suggestion-not-allowed',
      parameters: { tag, vr: target.vr, value, images: byValue.get(value)!.instances.length }
    })
    byValue.delete(value)
  }
  return Array.from(byValue, ([value, { instances, probability }]) => {
    const from = { by: 'suggestion', name: String(run), probability } as const
    const reason = `Accepted without a person: suggested with a probability above ${above}.`
    const asked = {
      tag,
      kind: 'accept',
      value,
      scope: 'alike',
      where: [],
      reason,
      from,
      author,
      program: PROGRAM_VERSION
    } as const
    const { entry } = decide(reader.db, asked, Uint32Array.from(instances))
    return { value, images: instances.length, probability, entry }
  })
}
