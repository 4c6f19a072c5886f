import { condition } from '../../conditions.ts'
import { anyText, fields, type Infer, list, oneOf, orNull } from '../../schema.ts'
import type { Versions } from './document.ts'
import { ANY, COUNT } from './numbers.ts'

/** How images were selected. */
const origin = fields({
  /** By conditions, by a list of SOP Instance UIDs, or by what somebody chose in a window. */
  by: oneOf('conditions', 'list', 'window'),
  /** All of them held when it was named. */
  where: list(condition, ANY),
  /** Of a window: the clustering that was looked at, `R.K`, and its cluster; null: all of them. */
  clustering: orNull(anyText),
  cluster: orNull(COUNT),
  /** What was chosen there, in words. */
  words: list(anyText, ANY)
})
export type SelectionOrigin = Infer<typeof origin>

export const SELECTION_ORIGIN: Versions<SelectionOrigin> = [origin]
