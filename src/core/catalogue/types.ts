import type { InstanceBits } from './instance-bits.ts'
import type { LabelCodes } from './label-sets.ts'

/** Up to which entry people's decisions about values count: what was made of values keeps it, so that it can be made again. */
export interface ValueBasis {
  /** The last entry of the log of corrections; 0: none counts. */
  corrections: number
  /** The last decision about mappings between sites; 0: none counts. */
  mappings: number
}

/** Values as they are in the files. */
export const AS_IN_FILES: ValueBasis = { corrections: 0, mappings: 0 }

/** Number of a tag in one catalogue; another catalogue, and a worker that reads headers, count theirs on their own. */
export type TagId = number & { readonly numbers: 'tags of a catalogue' }

/** A tag of the catalogue: one attribute at one place of the data set. */
export interface Tag {
  /** Dense, from 1, in the order in which the tags were met. */
  id: TagId
  /** `(0008,0060)`, upper-case; private elements by element byte: `(0019,xx0A)`. */
  tag: string
  /** Empty for top-level elements, else e.g. `RequestAttributesSequence.ScheduledProcedureStepDescription`. */
  path: string
  /** Of the element itself (PS3.6); empty where the standard names none. */
  keyword: string
  /** Empty for standard elements. */
  privateCreator: string
  vr: string
}

/** The frequency analysis of one tag over a set of instances (Manojlović et al. 2020, section 2.2). */
export interface TagFrequency {
  tag: Tag
  /** Instances that hold the element. */
  present: number
  /** Of those, the ones with a non-empty value (of a sequence: at least one item). */
  nonEmpty: number
  /** Distinct non-empty values. */
  distinct: number
  /** The most frequent non-empty values, most frequent first, ties by text. */
  top: { value: string; count: number }[]
}

/** The values of one tag for a list of instances. */
export interface ColumnValues {
  /** One code an instance: ABSENT, EMPTY, or from FIRST_VALUE on an index into `texts`. */
  codes: Uint32Array
  /** Canonical text by code; those of ABSENT and EMPTY are empty. Sparse: only codes that occur are filled. */
  texts: string[]
}

/** What feature tables are built from: tags, and the values that instances have of them. Ids of instances are sorted ascending. */
export interface ColumnSource {
  tags(): Tag[]
  column(tag: TagId, instances: Uint32Array): ColumnValues
  /** Up to which entry of the log of corrections values are as people corrected them; 0 or left out: they are as in the files. */
  basis?: ValueBasis
  /** How many of some instances have another value of a tag here than in their files. */
  corrected?(tag: TagId, instances: Uint32Array): number
  /** The same columns as they were when fewer corrections were made. */
  asOf?(basis: ValueBasis): ColumnSource
}

/**
 * What the feature selection and everything after it reads from a catalogue. Instance ids are sorted ascending wherever
 * a list of them is taken or given.
 */
export interface TagSource extends ColumnSource {
  /** Live instances (catalogued, not removed). */
  live(): Uint32Array
  /** Live images: instances with non-empty Rows (0028,0010). */
  images(): Uint32Array
  /** The frequency analysis of every tag over `instances`, in the order of `tags()`, with up to `top` values a tag. */
  frequencies(instances: Uint32Array, top: number): TagFrequency[]
  /** Every distinct non-empty value of a tag over `instances` with its count, most frequent first, ties by text. */
  values(tag: TagId, instances: Uint32Array): { value: string; count: number }[]
  /** The images of a named selection, see `findSelection`. @throws MedoidError `unknown-selection` */
  selected(name: string, asOf?: string): InstanceBits
  /** Labels from elsewhere by their name, see `findLabelSet`. @throws MedoidError `unknown-label-set` */
  labelled(name: string, asOf?: string): LabelCodes
}
