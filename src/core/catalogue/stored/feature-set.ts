import { condition, readings, tagWeight } from '../../conditions.ts'
import { anyText, boolean, fields, type Infer, list } from '../../schema.ts'
import type { Versions } from './document.ts'
import { ANY, COUNT } from './numbers.ts'

const texts = list(anyText, ANY)

/** What somebody chose in Features: which images, which of their tags, and how these are read and compared. */
const choices = fields({
  /** All of them must hold. */
  where: list(condition, ANY),
  /** How many tags become features at most. */
  tags: COUNT,
  /** How tags are chosen. */
  select: anyText,
  include: texts,
  exclude: texts,
  ...readings,
  /** Name of one of `METHODS`. */
  method: anyText,
  weights: list(tagWeight, ANY),
  groupByScanner: boolean
})
export type FeatureChoices = Infer<typeof choices>

export const FEATURE_CHOICES: Versions<FeatureChoices> = [choices]
