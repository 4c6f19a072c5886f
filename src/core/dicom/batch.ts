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
   * New dictionary values, parallel arrays: the local tag, and the canonical text. Codes of a tag count from 2 in the
   * order of their first appearance over all batches (0 = absent, 1 = present but empty).
   */
  newValueTags: Uint32Array
  newValueTexts: string[]
  /** Instances in this batch. */
  instances: number
  /** `instances + 1` offsets into `cellTags` / `cellCodes`. */
  offsets: Uint32Array
  /** Local tag of each cell. */
  cellTags: Uint32Array
  /**
   * Local code of each cell; or PLAIN + index into `plainTexts` where the tag has turned high-cardinality, so that its
   * values travel with the batch and not through a dictionary.
   */
  cellCodes: Uint32Array
  plainTexts: string[]
}

/** From here on, a cell's code is an index into the batch's own `plainTexts`. */
export const PLAIN = 0x80000000
