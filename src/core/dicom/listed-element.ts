/** One element of a file, for a person. */
export interface ListedElement {
  /** 0 at the top level; a sequence's items are one deeper, their elements another one. */
  depth: number
  /** `(0008,0060)`; '' of an item. */
  tag: string
  vr: string
  /** Of PS3.6; '' where the standard names none. */
  keyword: string
  /** Of a private element. */
  creator: string
  /** What the creator calls it; '' where that is not known. */
  privateName: string
  /** Text, and numbers as decimals; null: it has none to show, see `length`. */
  value: string | null
  /** Bytes of the value; items of a sequence, the number of an item from 1; null: not known. */
  length: number | null
}

/** Everything that a file holds, in its order. */
export interface ElementList {
  elements: ListedElement[]
  /** Why there may be more, for a person; '' where this is all. */
  incomplete: string
  /** What is odd in the file and was read all the same, a sentence each. */
  remarks: string[]
}
