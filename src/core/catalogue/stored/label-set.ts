import { anyText, fields, type Infer, list, oneOf } from '../../schema.ts'
import type { Versions } from './document.ts'
import { ANY, COUNT } from './numbers.ts'

/** What a file of labels names: images, or all images of a series or a study. */
export const LABEL_KEYS = ['SOPInstanceUID', 'SeriesInstanceUID', 'StudyInstanceUID'] as const
export type LabelKey = (typeof LABEL_KEYS)[number]

/** Where labels are from. */
const origin = fields({
  /** Its name, without folders. */
  file: anyText,
  key: oneOf(...LABEL_KEYS),
  /** The column of the labels. */
  column: anyText,
  /** Rows with a key and a label. */
  rows: COUNT,
  /** Different keys, and those of them that no image had. */
  keys: COUNT,
  unmatched: COUNT,
  /** Keys with several labels, of which the first counts. */
  conflicts: COUNT
})
export type LabelOrigin = Infer<typeof origin>

export const LABEL_ORIGIN: Versions<LabelOrigin> = [origin]

const texts = fields({ labels: list(anyText, ANY) })

export const LABEL_TEXTS: Versions<Infer<typeof texts>> = [texts]
