import { folded, splitWords } from '../folded.ts'
import { CODE_TABLE } from './code-table.ts'

/** A coded concept (PS3.3, section 8.8) that a cluster may be named with. */
export interface Code {
  code: string
  /** Coding Scheme Designator: SNOMED CT or DICOM's own. */
  scheme: 'SCT' | 'DCM'
  meaning: string
  /** The context group of PS3.16 that has it, e.g. `CID 4031`. */
  group: string
  /** What that group is about. */
  groupName: string
}

const GROUP_NAMES = new Map([
  ['CID 4031', 'Common Anatomic Region'],
  ['CID 4', 'Anatomic Region'],
  ['CID 29', 'Acquisition Modality'],
  ['CID 33', 'Modality'],
  ['CID 10005', 'X-Ray Procedure Type'],
  ['CID 244', 'Laterality']
])

/** A code with what it may be found by. */
interface Entry {
  code: Code
  meaning: string
  /** Words of the meaning, and of the other names. */
  words: string[]
  otherWords: string[]
  /** Whole names without what separates their words: `c-spine` is `cspine`. */
  names: Set<string>
}

/** Characters of what is typed that are looked at. */
const MOST_TYPED = 200

let entries: Entry[] | undefined

/**
 * Codes for what somebody types: a code value, a name, or the beginnings of its words in any order, whatever the case and
 * accents. A whole name comes before its beginning, the standard's words before ours, common regions before others.
 *
 * @param text nothing: the first codes of the table, which has them group by group, in alphabetical order there
 */
export function searchCodes(text: string, limit = 20): Code[] {
  const all = (entries ??= read())
  const typed = folded(text.slice(0, MOST_TYPED))
  const words = splitWords(typed)
  if (words.length === 0) return all.slice(0, limit).map(({ code }) => code)
  const whole = words.join('')
  return all
    .map((entry, order) => ({ entry, order, rank: rankOf(entry, words, whole, text.trim()) }))
    .filter(({ rank }) => rank < NONE)
    .sort((a, b) => a.rank - b.rank || a.entry.words.length - b.entry.words.length || a.order - b.order)
    .slice(0, limit)
    .map(({ entry }) => entry.code)
}

const NONE = 8

function rankOf(
  { code, meaning, words, otherWords, names }: Entry,
  typed: string[],
  whole: string,
  text: string
): number {
  if (code.code.toLowerCase() === text.toLowerCase()) return 0
  if (meaning.replaceAll(' ', '') === whole) return 1
  if (names.has(whole)) return 2
  const last = typed.length - 1
  // Somebody who types has finished all words but the last.
  const holds = (given: readonly string[]): boolean =>
    typed.every((word, i) => given.some((each) => (i < last ? each === word : each.startsWith(word))))
  if (holds(words)) return words[0].startsWith(typed[0]) ? 3 : 4
  const both = [...words, ...otherWords]
  if (holds(both)) return 5
  if (typed.every((word) => both.some((each) => each.startsWith(word)))) return 6
  return [...names].some((name) => name.startsWith(whole)) || code.code.startsWith(text) ? 7 : NONE
}

function read(): Entry[] {
  const found: Entry[] = []
  let group = ''
  let scheme: Code['scheme'] = 'SCT'
  for (const line of CODE_TABLE.trim().split('\n')) {
    const heading = /^## (\d+) (SCT|DCM)$/.exec(line)
    if (heading !== null) {
      group = `CID ${heading[1]}`
      scheme = heading[2] as Code['scheme']
      continue
    }
    const [code, meaning, others = ''] = line.split('|').map((part) => part.trim())
    const names = others.split(',').map((name) => splitWords(folded(name)))
    const words = splitWords(folded(meaning))
    found.push({
      code: { code, scheme, meaning, group, groupName: GROUP_NAMES.get(group)! },
      meaning: words.join(' '),
      words,
      otherWords: names.flat(),
      names: new Set([...names.map((name) => name.join('')).filter((name) => name !== ''), words.join('')])
    })
  }
  return found
}
