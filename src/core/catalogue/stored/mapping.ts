import * as v from 'valibot'
import { anyText, fields, type Infer, integer, list, number, oneOf, orNull, type Schema } from '../../schema.ts'
import type { Versions } from './document.ts'
import { ANY, ID } from './numbers.ts'

/** Which attribute a mapping is about: its name in the catalogue, and its place in a data set. */
const place = {
  name: anyText,
  tag: anyText,
  path: anyText,
  keyword: anyText,
  privateCreator: anyText
}

/** Values that mean the same: `from`, in each of these spellings, is read as `to`. Of all sites. */
const words = fields({
  kind: oneOf('spelling', 'synonym'),
  ...place,
  from: list(anyText, ANY),
  to: anyText
})
export type WordMapping = Infer<typeof words>

/** Numbers of some sources that are read as `scale · x + offset`. */
const numbers = fields({
  /** `unit`: another unit, where `offset` is 0; `range`: what a site sets higher or lower than the others. */
  kind: oneOf('unit', 'range'),
  ...place,
  /** Ids of the sources whose images are concerned. */
  sources: list(ID, ANY),
  /** Of images of this modality alone; null: of all. */
  modality: orNull(anyText),
  scale: v.pipe(
    number,
    v.check((value) => value !== 0, 'a number other than 0')
  ),
  offset: number
})
export type NumberMapping = Infer<typeof numbers>

/** A tag that says which site an image is from, and is no feature for that. */
const omission = fields({
  kind: oneOf('omission'),
  ...place,
  /** Some sites never write it, or no two sites write the same values. */
  why: oneOf('not-written', 'own-values')
})
export type Omission = Infer<typeof omission>

export type Mapping = WordMapping | NumberMapping | Omission
export type MappingKind = Mapping['kind']

const KINDS: Readonly<Record<MappingKind, Schema<Mapping>>> = {
  spelling: words,
  synonym: words,
  unit: numbers,
  range: numbers,
  omission
}

export const mapping: Schema<Mapping> = v.lazy((given) => {
  const { kind } = (given ?? {}) as { kind?: string }
  return kind !== undefined && Object.hasOwn(KINDS, kind) ? KINDS[kind as MappingKind] : words
})

/** What somebody decided about some mappings, in one step. */
const decision = fields({
  /** `undo` and `redo` are about the decision `of`, and have no mappings of their own. */
  kind: oneOf('accept', 'reject', 'undo', 'redo'),
  of: orNull(integer(1, Number.MAX_SAFE_INTEGER)),
  mappings: list(mapping, ANY)
})
export type MappingDecision = Infer<typeof decision>

export const MAPPING_DECISION: Versions<MappingDecision> = [decision]
