/**
 * A tag as a worker met it for the first time; its local id is its place in the order of all that this worker named.
 * An attribute that is met with several VRs is several local tags, equal in tag, path and privateCreator; one instance
 * never holds two of them.
 */
export interface TagDefinition {
  tag: string
  path: string
  keyword: string
  privateCreator: string
  vr: string
}

/**
 * The headers of some consecutive files as typed arrays: what a reading worker hands to the catalogue's writer. Tags and
 * values are interned in dictionaries that live as long as the worker, so a batch carries only what is new in it.
 */
export interface HeaderBatch {
  /** New local tags; the first has the id that follows the last one of the batches before. */
  newTags: TagDefinition[]
  /**
   * New dictionary values, parallel arrays: the local tag, and the canonical text. Codes of a tag count from FIRST_VALUE in
   * the order of their first appearance over all batches.
   */
  newValueTags: Uint32Array
  newValueTexts: string[]
  /** Instances in this batch. */
  instances: number
  /** `instances + 1` offsets into `changedTags` / `changedCodes`. */
  offsets: Uint32Array
  /**
   * What changes from one instance to the next, since most values of an instance are those of the one before. Before the
   * first instance of a batch every tag is absent. The local tag …
   */
  changedTags: Uint32Array
  /**
   * … and its local code from this instance on: ABSENT where no element is there, PLAIN + index into `plainTexts` where it has
   * turned high-cardinality, so that its values travel with the batch and not through a dictionary.
   */
  changedCodes: Uint32Array
  plainTexts: string[]
  /** Whether the reader began anew: the tags and values of the batches before are none of this one's. */
  restarts?: true
}

/** From here on, a code is an index into the batch's own `plainTexts`. */
export const PLAIN = 0x80000000
