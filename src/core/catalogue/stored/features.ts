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
  orNull,
  type Schema
} from '../../schema.ts'
import { weight } from '../../conditions.ts'
import type { Versions } from './document.ts'
import { ANY, COUNT, INSTANCE } from './numbers.ts'

/** Why a tag is no feature. Stable: scripts may test it. */
const REASONS = [
  'excluded',
  'coalesced',
  'derived',
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
  'position',
  'window',
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
  parser: oneOf('number', 'age', 'category', 'plane'),
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
/** Why a feature counts as much as it does. */
const WEIGHT_REASONS = ['equal', 'scanner', 'device', 'orientation', 'modality', 'person'] as const

const weighting = fields({
  /** Of each of its columns; a multiple of 1/64. */
  weight,
  reason: oneOf(...WEIGHT_REASONS),
  /** Share of the entropy of its values that the scanners of one modality explain, 0 to 1; null where nobody asked. */
  explained: orNull(number)
})
export type Weighting = Infer<typeof weighting>
/** As every column of the paper counts. */
export const EQUAL_WEIGHT: Weighting = { weight: 1, reason: 'equal', explained: null }

/** A tag that is a feature. */
const feature3 = fields({
  ...feature,
  /** Numbers that are written with a decimal comma, counted in the same way. */
  commas: COUNT,
  weighting: v.optional(weighting, EQUAL_WEIGHT),
  /** Values of it that people corrected, or mapped between sites: up to which decisions, and of how many images; left out where there were none. */
  corrected: optional(fields({ upTo: fields({ corrections: COUNT, mappings: COUNT }), images: COUNT }))
})
export type Feature = Infer<typeof feature3>

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

/** How much a column counts in a dissimilarity. All count the same in the paper, and until version 3. */
const counting = {
  /** A multiple of 1/64 from 0 to 3. */
  weight: v.optional(weight, 1),
  /** Whether it counts, too, where one of two rows has no value. */
  absence: v.optional(boolean, false),
  /** Classes of rows to which it does not apply; see `GowerAbsence`. */
  notApplicable: v.optional(list(COUNT, ANY), [])
}

/** What a numeric or ordinal column looked like in the sample. */
const gowerNumeric = fields({
  name: anyText,
  kind: oneOf('numeric', 'ordinal'),
  min: number,
  /** Largest minus smallest value; 0 where all are equal or missing. Of a clamped column: of nine of ten values. */
  range: number,
  /** Values below `min` count as `min`, those above `min + range` as that. */
  clamped: v.optional(boolean, false),
  ...counting
})
export type GowerNumeric = Infer<typeof gowerNumeric>

/** The levels of a categorical column that occur in the sample; of an asymmetric-binary one, both. */
const gowerCategorical = fields({
  name: anyText,
  kind: oneOf('nominal', 'asymmetric-binary'),
  levels: texts,
  ...counting
})
export type GowerCategorical = Infer<typeof gowerCategorical>

const CATEGORICAL: ReadonlySet<unknown> = new Set<GowerCategorical['kind']>(['nominal', 'asymmetric-binary'])
const gowerColumn: Schema<GowerNumeric | GowerCategorical> = v.lazy((column) =>
  CATEGORICAL.has((column as Partial<GowerCategorical> | null)?.kind) ? gowerCategorical : gowerNumeric
)

/** How much it counts that one of two rows has a value and the other has none: these times min(weight, 1). */
const gowerAbsence = fields({
  /** Place of the nominal column whose first `classes` levels are the classes of rows; null: all rows are of class 0. */
  by: orNull(COUNT),
  /** Levels that the sample had. Rows without a value, or with another one, are of one more class. */
  classes: COUNT,
  /** Where the column does not apply to the class of the row without a value. */
  structural: number,
  /** Where it does. */
  other: number
})
export type GowerAbsence = Infer<typeof gowerAbsence>

/** The frozen part of Gower's coefficient: made from the sample, used for every later row. */
const gowerModel = v.pipe(
  fields({
    columns: list(gowerColumn, ANY),
    /** null where missing values are no evidence (δ = 0), as in the paper. */
    absence: orNull(gowerAbsence)
  }),
  v.check(({ columns, absence }) => {
    if (absence === null || absence.by === null) return true
    const column = columns.at(absence.by)
    return column !== undefined && 'levels' in column && absence.classes <= column.levels.length
  }, 'a model whose classes are levels of one of its columns')
)
export type GowerModel = Infer<typeof gowerModel>

/** What images are compared by besides their tags, as it was in the sample. The model and α are parameters of the run. */
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

const frozen = {
  /** Images (of the subset) that the decisions are about. */
  images: COUNT,
  rejected: list(fields({ name: anyText, reason }), ANY),
  model: gowerModel,
  /** null where images are compared by tags alone, as all were until version 3. */
  fusion: orNull(fusion)
}
const version3 = fields({
  ...frozen,
  /** By missing share, then by tag. */
  features: list(feature3, ANY),
  /** Categories that were written in several ways; those of PHI are left out. */
  normalised: list(normalisedValue, ANY)
})
/** What a run keeps of its features: the frozen plan of the columns with their ranges and levels, and why others are none. */
export type RunFeatures = Infer<typeof version3>

/** Decimal commas were not counted, and normalised values had no name of their attribute at first. */
const version1 = fields({
  ...frozen,
  features: list(
    fields({ ...feature, commas: v.optional(COUNT, 0), weighting: v.optional(weighting, EQUAL_WEIGHT) }),
    ANY
  ),
  normalised: list(
    v.pipe(
      fields({ name: optional(anyText), ...normalisation }),
      v.transform(({ name, ...value }) => ({ name: name ?? value.keyword, ...value }))
    ),
    ANY
  )
})

/** Versions 2 and 3 differ in nothing that has no default; a program that knows no weights must not read version 3. */
export const RUN_FEATURES: Versions<RunFeatures> = [version1, version3, version3]
