import * as v from 'valibot'
import { condition } from '../../conditions.ts'
import { anyText, fields, type Infer, list, number, oneOf, orNull, type Schema } from '../../schema.ts'
import type { Versions } from './document.ts'
import { ANY, COUNT, ID } from './numbers.ts'

/** What made somebody decide: their own look, a suggestion with its number or name, or a mapping between sources. */
export const EVIDENCE = fields({
  by: oneOf('person', 'suggestion', 'mapping'),
  /** What names it among its kind; '' of a person. */
  name: anyText,
  /** How sure a suggestion was, from 0 to 1. */
  probability: orNull(number)
})
export type SuggestionEvidence = Infer<typeof EVIDENCE>

/** How images were chosen. They are stored with the decision, so that it holds for no other image later. */
export const SCOPES = ['image', 'series', 'alike', 'conditions', 'list'] as const
export type CorrectionScope = (typeof SCOPES)[number]

/** A value that images had in their files; '' where they had none. */
const found = fields({ value: anyText, images: COUNT })

const decision = {
  /** New value of an acceptance, suggested value of the others; '' for no value. */
  value: anyText,
  scope: oneOf(...SCOPES),
  where: list(condition, ANY),
  images: COUNT,
  /** The most frequent values that the images had. */
  found: list(found, ANY),
  /** Images with other values than these. */
  others: COUNT,
  reason: anyText,
  from: EVIDENCE
}

/** The images have the value. */
const accept = fields({ kind: oneOf('accept'), ...decision })
/** The images have what their files say. */
const reject = fields({ kind: oneOf('reject'), ...decision })
/** Somebody saw them and left them undecided: what was decided before still holds. */
const skip = fields({ kind: oneOf('skip'), ...decision })
/** A decision has no effect any more, or has it again. */
const undo = fields({ kind: oneOf('undo'), entry: ID })
const redo = fields({ kind: oneOf('redo'), entry: ID })

export type Decision = Infer<typeof accept> | Infer<typeof reject> | Infer<typeof skip>
export type CorrectionChange = Decision | Infer<typeof undo> | Infer<typeof redo>

const KINDS = new Map<unknown, Schema<CorrectionChange>>(Object.entries({ accept, reject, skip, undo, redo }))
const unknownKind = v.custom<CorrectionChange>(() => false, 'to accept, reject, skip, undo or redo')

const change: Schema<CorrectionChange> = v.lazy((given) =>
  typeof given === 'object' && given !== null && 'kind' in given ? (KINDS.get(given.kind) ?? unknownKind) : unknownKind
)

export const CORRECTION: Versions<CorrectionChange> = [change]
