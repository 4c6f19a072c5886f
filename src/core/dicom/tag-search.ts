import { uidNames } from './uid-names.ts'
import { elementTitle } from './element-title.ts'
import { readTagNumber } from '../tag-number.ts'

/** What of a tag is searched besides its values. */
interface NamedTag {
  tag: string
  path: string
  keyword: string
  privateCreator: string
  privateName: string
}

/** What somebody searches for among tags and values: everything that has all of its words. */
interface TagSearch {
  words: readonly string[]
  /** Where all of it is the number of a tag: `00180015`, `0019XX0A`. */
  digits: string | null
}

/** Small letters; σ and ς are one. */
export function fold(text: string): string {
  return text.toLowerCase().replaceAll('ς', 'σ')
}

export function readSearch(text: string): TagSearch {
  const number = readTagNumber(text)
  return {
    words: fold(text)
      .split(/\s+/)
      .filter((word) => word !== ''),
    digits: number !== null && number.creator === undefined ? number.digits.toUpperCase() : null
  }
}

/** All that a tag is called, for `missingWords`: number, keyword, path, and what the vendor of a private one calls it. */
export function tagNames(named: NamedTag): string {
  const { tag, path, keyword, privateCreator, privateName } = named
  const bare = tag.replace(/[(),]/g, '')
  return fold(
    `${readTagNumber(tag)?.digits ?? bare} ${bare} ${tag} ${tag}[${privateCreator}] ${path} ${keyword} ${elementTitle(named)} ${privateName} ${privateCreator}`
  )
}

/**
 * The words of a search that the names of a tag do not have, which one of its values has to have; none where the tag is found by its
 * names. @param names see `tagNames`, which begins with the number
 */
export function missingWords({ words, digits }: TagSearch, names: string): string[] {
  if (digits !== null && names.startsWith(`${digits.toLowerCase()} `)) return []
  return words.filter((word) => !names.includes(word) && !names.includes(asInKeyword(word)))
}

/** “Patient’s” stands in no keyword, and “X-Ray” without its hyphen. */
function asInKeyword(word: string): string {
  return word.replace(/['’]s$/, '').replaceAll('-', '') || word
}

/** Which values are sought. */
export interface ValueTest {
  /** Whether some text among others may be one that is sought. @param folded see `fold` */
  mayHold: (folded: string) => boolean
  holds: (value: string) => boolean
  /** Whether a text of digits, points, signs and `e` alone may be one that is sought. */
  mayBeNumber: boolean
}

/** Values with all of these words in them, or in what a UID is called. @param words folded */
export function valuesWith(words: readonly string[]): ValueTest {
  const hasAll = (folded: string): boolean => words.every((word) => folded.includes(word))
  const uids = new Set([...uidNames()].flatMap(([uid, name]) => (hasAll(fold(`${uid} ${name}`)) ? [uid] : [])))
  const uidList = [...uids]
  return {
    mayHold: (folded) => hasAll(folded) || uidList.some((uid) => folded.includes(uid)),
    holds: (value) => hasAll(fold(value)) || value.split('\\').some((part) => uids.has(part)),
    mayBeNumber: uids.size > 0 || words.every((word) => /^[-0-9.+\\e]*$/.test(word))
  }
}
