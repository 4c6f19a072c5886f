import type { ParametersOf } from '../../messages/message.ts'
import { standardEntry, tagText } from './dictionary.ts'

/** What is wrong with a file, as a message: what was wrong and where, by tag and byte offset. */
export type HeaderIssue = { [C in IssueCode]: { code: C; parameters: ParametersOf<C> } }[IssueCode]

/** Every code that reading and cataloguing a header can give, and what it means. */
export type IssueCode =
  // The file is not catalogued.
  /** The operating system refused to open or to read the file. */
  | 'file-unreadable'
  /** The file ends inside its header. */
  | 'header-truncated'
  /** The bytes of the header contradict each other, so that what they say cannot be trusted. */
  | 'header-damaged'
  /** The header is larger than any that is known, or unpacks to more than it may. */
  | 'header-too-large'
  /** The file holds the file meta information at most, and no data set. */
  | 'no-data-set'
  // The file is catalogued.
  /** The header is complete, but some or all of the pixels are missing. */
  | 'pixels-truncated'
  /** The data set is not encoded as the Transfer Syntax UID says; it was read as it is. */
  | 'transfer-syntax-mismatch'
  /** Specific Character Set names an unknown term; the text was read without it. */
  | 'character-set-unknown'
  /** Elements do not ascend by tag; they were read. */
  | 'elements-out-of-order'
  /** An element stands twice in a data set with two values; the first one holds. */
  | 'element-repeated'
  /** An element has a VR that is none; it was read as bytes, or as what the dictionary says. */
  | 'vr-unknown'
  /** Explicit VR goes on in implicit VR within a data set, or the other way round; both were read. */
  | 'encoding-changes'
  /** A long text holds control characters, or numbers do not fill their bytes; the value was kept as it is. */
  | 'value-odd'
  /** Items or the meta information are damaged; what could not be read of them was passed over. */
  | 'part-damaged'
  /** The length of an element takes in elements behind it. */
  | 'elements-taken-in'
  /** Sequences are nested too deep for the catalogue; the deepest levels were left out. */
  | 'deep-items-left-out'
  /** The SOP class is one of images, but Rows, Columns or the pixels are missing: the file may be cut. */
  | 'image-incomplete'
  /** What follows the pixel data, or the data set, is not made of elements. */
  | 'trailing-bytes-ignored'
  /** The file holds more different elements than any real one; those beyond were left out. */
  | 'too-many-tags-in-file'
  /** This archive holds more different tags than the catalogue takes; the new ones were left out. */
  | 'too-many-tags'

/** `Manufacturer (0008,0070)`, or the tag alone where it has no keyword. */
export function describeTag(tag: number): string {
  const keyword = (tag >>> 16) & 1 ? '' : (standardEntry(tag)?.keyword ?? '')
  return keyword ? `${keyword} ${tagText(tag)}` : tagText(tag)
}
