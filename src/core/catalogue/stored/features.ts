import * as v from 'valibot'
import {
  anyText,
  boolean,
  fields,
  type Infer,
  integer,
  list,
  number,
  oneOf,
  optional,
  type Schema
} from '../../schema.ts'
import type { Versions } from './document.ts'
import { ANY, COUNT, INSTANCE } from './numbers.ts'

/** Why a tag is no feature. Stable: scripts may test it. */
const REASONS = [
  'excluded',
  'coalesced',
  'empty',
  'identifier',
  'constant',
  'phi',
  'free-text',
  'date-time',
  'binary',
  'sequence',
  'private',
  'unknown',
  'bookkeeping',
  'too-many-categories',
  'unreadable',
  'limit'
] as const
export type Reason = (typeof REASONS)[number]

const reason = oneOf(...REASONS)
const texts = list(anyText, ANY)

/** A numeric column whose extremes lie so far out that its other values hardly differ in comparison. */
const outlyingRange = fields({
  min: number,
  max: number,
  /** Nine of ten values lie between these two, which are one where they are all the same. */
  low: number,
  high: number,
  /** The share of values between the two, where that is another than nine of ten. */
  share: optional(number)
})
export type OutlyingRange = Infer<typeof outlyingRange>

const plannedColumn = fields({
  /** The attribute's name, with the position from 1 where it has several values: `PixelSpacing[1]`. */
  name: anyText,
  /** From 1. */
  position: integer(1, Number.MAX_SAFE_INTEGER),
  /** Of a nominal column: a spelling of each category, most frequent first. */
  levels: optional(texts),
  /** Of a numeric column, where its range is far wider than its values are spread. */
  outlying: optional(outlyingRange)
})

const droppedPositions = fields({
  from: COUNT,
  to: COUNT,
  reason: oneOf('constant', 'rare', 'beyond-limit'),
  /** The reason as a sentence. */
  explanation: anyText
})
export type DroppedPositions = Infer<typeof droppedPositions>

/** What a person changed in which spellings are one category. */
const spellingChanges = fields({
  /** Exactly these spellings are categories of their own, unless they are joined. */
  separate: texts,
  /** The categories of the values of each list are one. */
  join: list(texts, ANY)
})
export type SpellingChanges = Infer<typeof spellingChanges>

/** How one attribute becomes columns, so that other instances get the same columns later. */
const plan = {
  /** What the value representation was when the plan was made; it says how values are split and read. */
  vr: anyText,
  parser: oneOf('number', 'age', 'category'),
  kind: oneOf('numeric', 'nominal'),
  spellings: optional(spellingChanges),
  columns: list(plannedColumn, ANY),
  /** Positions of a multi-valued attribute that are no columns. */
  dropped: list(droppedPositions, ANY)
}
export type FeaturePlan = Pick<Feature, keyof typeof plan>
/** How the text of an attribute becomes the cells of its columns. */
export type Parser = FeaturePlan['parser']

const feature = {
  /** Unique in the catalogue. */
  name: anyText,
  tag: anyText,
  path: anyText,
  keyword: anyText,
  privateCreator: anyText,
  ...plan,
  /** Its values may name a person, a place or a time: they are never shown in reports and labels. */
  phi: boolean,
  /** A person asked for it. */
  included: boolean,
  /** Share of the images without a value that can be read. */
  missingShare: number,
  /** Distinct non-empty values as they were written. */
  distinct: COUNT,
  /** Values that could not be read and count as missing, once an image and position. */
  unparsed: COUNT
}
/** A tag that is a feature. */
const feature2 = fields({
  ...feature,
  /** Numbers that are written with a decimal comma, counted in the same way. */
  commas: COUNT
})
export type Feature = Infer<typeof feature2>

const normalisation = {
  keyword: anyText,
  /** The name of the column. */
  column: anyText,
  /** What all of the spellings are read as. */
  value: anyText,
  rawValues: list(
    fields({
      value: anyText,
      count: COUNT,
      /** What makes two spellings one category: how they are written, that they are one number, or that a person says so. */
      rules: list(oneOf('unicode', 'case', 'separators', 'number', 'person'))
    }),
    ANY
  )
}
/** A category that was written in several ways. */
const normalisedValue = fields({
  /** The attribute's. */
  name: anyText,
  ...normalisation
})
export type NormalisedValue = Infer<typeof normalisedValue>
export type NormalisationRule = NormalisedValue['rawValues'][number]['rules'][number]

/** What a numeric or ordinal column looked like in the sample. */
const gowerNumeric = fields({
  name: anyText,
  kind: oneOf('numeric', 'ordinal'),
  min: number,
  /** Largest minus smallest value; 0 where all are equal or missing. */
  range: number
})
export type GowerNumeric = Infer<typeof gowerNumeric>

/** The levels of a categorical column that occur in the sample; of an asymmetric-binary one, both. */
const gowerCategorical = fields({
  name: anyText,
  kind: oneOf('nominal', 'asymmetric-binary'),
  levels: texts
})
export type GowerCategorical = Infer<typeof gowerCategorical>

const CATEGORICAL: ReadonlySet<unknown> = new Set<GowerCategorical['kind']>(['nominal', 'asymmetric-binary'])
const gowerColumn: Schema<GowerNumeric | GowerCategorical> = v.lazy((column) =>
  CATEGORICAL.has((column as Partial<GowerCategorical> | null)?.kind) ? gowerCategorical : gowerNumeric
)

/** The frozen part of Gower's coefficient: made from the sample, used for every later row. */
const gowerModel = fields({ columns: list(gowerColumn, ANY) })
export type GowerModel = Infer<typeof gowerModel>

const frozen = {
  /** Images (of the subset) that the decisions are about. */
  images: COUNT,
  rejected: list(fields({ name: anyText, reason }), ANY),
  model: gowerModel
}
/** What later images are compared by besides their tags, as it was in the sample. The model and α are parameters of the run. */
const fusion = fields({
  /** Which weights the model had, and after how many epochs: other weights make other vectors. */
  weights: anyText,
  epochs: COUNT,
  /** What cosine distances are multiplied by. */
  scale: number,
  /** Images of the sample that have no vector and are compared by tags alone, ascending. */
  withoutVector: list(INSTANCE, ANY)
})
export type Fusion = Infer<typeof fusion>

const tags = {
  ...frozen,
  /** By missing share, then by tag. */
  features: list(feature2, ANY),
  /** Categories that were written in several ways; those of PHI are left out. */
  normalised: list(normalisedValue, ANY)
}
const version3 = fields({
  ...tags,
  /** null where tags alone are compared. */
  fusion: v.nullable(fusion)
})
/** What a run keeps of its features: the frozen plan of the columns with their ranges and levels, and why others are none. */
export type RunFeatures = Infer<typeof version3>

const none = { fusion: v.optional(v.null(), null) }
const version2 = fields({ ...tags, ...none })

/** Decimal commas were not counted, and normalised values had no name of their attribute at first. */
const version1 = fields({
  ...frozen,
  ...none,
  features: list(fields({ ...feature, commas: v.optional(COUNT, 0) }), ANY),
  normalised: list(
    v.pipe(
      fields({ name: optional(anyText), ...normalisation }),
      v.transform(({ name, ...value }) => ({ name: name ?? value.keyword, ...value }))
    ),
    ANY
  )
})

export const RUN_FEATURES: Versions<RunFeatures> = [version1, version2, version3]
