import { isPrivateTag } from '../tag-number.ts'

/** An element as lists have it. */
interface Listed {
  /** `(0018,0015)`, `(0019,xx0A)`, or `(0019,100A)` of a file. */
  tag: string
  keyword: string
  /** What the vendor calls a private element; '' where that is not known. */
  privateName: string
}

/** What an element is called where its keyword stands: each has a name, so that nobody reads an empty line. */
export function elementTitle({ tag, keyword, privateName }: Listed): string {
  if (keyword !== '') return keyword
  if (privateName !== '') return privateName
  // PS3.5, sections 7.2 and 7.8.1.
  if (tag.endsWith(',0000)')) return 'Group Length'
  if (!isPrivateTag(tag)) return 'Unknown element'
  return /,00[1-9A-F][0-9A-F]\)$/.test(tag) ? 'Private Creator' : 'Private element'
}
