/** A node's feature where it is a leaf. */
export const LEAF = -1

/** A decision tree; of node i the children are `child[i]` and `child[i] + 1`. */
export interface Tree {
  /** The column that a node asks; LEAF: none. */
  feature: Int16Array
  /** Bins up to this one go to the first child. */
  threshold: Uint8Array
  /** 1: missing values go to the first child; 2: unknown categories do. */
  toFirst: Uint8Array
  child: Uint32Array
  /** Rows of the fit, each as often as it was drawn. */
  weight: Uint32Array
  /** Of a leaf of one class: the class. Of another: −1 − the place of its class shares. */
  outcome: Int32Array
  /** Class shares of leaves of several classes. */
  shares: Float32Array
}

export const MISSING_TO_FIRST = 1
export const UNKNOWN_TO_FIRST = 2
