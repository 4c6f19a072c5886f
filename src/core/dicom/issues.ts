import { standardEntry, tagText } from './dictionary.ts'

/** What is wrong with a file, for a person and for scripts. */
export interface HeaderIssue {
  /** Stable, kebab-case; see ISSUE_CODES. */
  code: IssueCode
  /** What was wrong and where: tag, byte offset. */
  message: string
}

/** Every code that reading and cataloguing a header can give, and what it means. */
export const ISSUE_CODES = {
  // The file is not catalogued.
  'file-unreadable': 'The operating system refused to open or to read the file.',
  'header-truncated': 'The file ends inside its header.',
  'header-damaged': 'The bytes of the header contradict each other, so that what they say cannot be trusted.',
  'header-too-large': 'The header is larger than any that is known, or unpacks to more than it may.',
  'no-data-set': 'The file holds the file meta information at most, and no data set.',
  // The file is catalogued.
  'pixels-truncated': 'The header is complete, but some or all of the pixels are missing.',
  'transfer-syntax-mismatch': 'The data set is not encoded as the Transfer Syntax UID says; it was read as it is.',
  'character-set-unknown': 'Specific Character Set names an unknown term; the text was read without it.',
  'elements-out-of-order': 'Elements do not ascend by tag; they were read.',
  'element-repeated': 'An element stands twice in a data set with two values; the first one holds.',
  'vr-unknown': 'An element has a VR that is none; it was read as bytes, or as what the dictionary says.',
  'encoding-changes': 'Explicit VR goes on in implicit VR within a data set, or the other way round; both were read.',
  'value-odd': 'A long text holds control characters, or numbers do not fill their bytes; the value was kept as it is.',
  'part-damaged': 'Items or the meta information are damaged; what could not be read of them was passed over.',
  'elements-taken-in': 'The length of an element takes in elements behind it.',
  'deep-items-left-out': 'Sequences are nested too deep for the catalogue; the deepest levels were left out.',
  'image-incomplete':
    'The SOP class is one of images, but Rows, Columns or the pixels are missing: the file may be cut.',
  'trailing-bytes-ignored': 'What follows the pixel data, or the data set, is not made of elements.',
  'too-many-tags-in-file': 'The file holds more different elements than any real one; those beyond were left out.',
  'too-many-tags': 'This archive holds more different tags than the catalogue takes; the new ones were left out.'
} as const

export type IssueCode = keyof typeof ISSUE_CODES

/** `Manufacturer (0008,0070)`, or the tag alone where it has no keyword. */
export function describeTag(tag: number): string {
  const keyword = (tag >>> 16) & 1 ? '' : (standardEntry(tag)?.keyword ?? '')
  return keyword ? `${keyword} ${tagText(tag)}` : tagText(tag)
}
