import { anyText, boolean, fields, type Infer, list, number, oneOf, orNull } from '../../schema.ts'
import type { Versions } from './document.ts'
import { ANY, COUNT, SEED } from './numbers.ts'

const texts = list(anyText, ANY)

const report = fields({
  tag: anyText,
  keyword: anyText,
  seed: SEED,
  /** Images of the archive, and of the sample. */
  images: COUNT,
  fitted: COUNT,
  keptTogether: oneOf('patient', 'study', 'series', 'image'),
  values: list(fields({ value: anyText, images: COUNT, found: number }), ANY),
  features: texts,
  leftOut: texts,
  agreeing: number,
  reliability: list(fields({ from: number, to: number, count: COUNT, probability: number, right: number }), ANY),
  counts: fields({
    missing: COUNT,
    wrong: COUNT,
    rare: COUNT,
    notApplicable: COUNT,
    leftMissing: COUNT,
    leftWrong: COUNT
  })
})
/** What `medoid suggest` prints before the suggestions. */
export type SuggestionReport = Infer<typeof report>

export const SUGGESTION_REPORT: Versions<SuggestionReport> = [report]

const reason = fields({
  name: anyText,
  keyword: anyText,
  value: orNull(anyText),
  isPersonal: boolean,
  contribution: number
})
/** What one feature says for a value. */
export type StoredReason = Infer<typeof reason>

const why = fields({ reasons: list(reason, ANY) })
export const SUGGESTION_WHY: Versions<Infer<typeof why>> = [why]
