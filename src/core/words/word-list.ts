import { folded, splitWords } from '../folded.ts'

/** Letters that do not come apart into a letter and an accent. */
const LETTERS: Readonly<Record<string, string>> = { ß: 'ss', đ: 'd', ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', ı: 'i' }

/**
 * The words of a text of any language: in lower case, without accents, without what stands between them. `KneeAP`, `L5/S1` and
 * `T1_mprage` are two words each, `pCASL` is one.
 */
export function wordsOf(text: string): string[] {
  const plain = folded(text.replace(/(\p{Ll}{2})(\p{Lu})/gu, '$1 $2'))
  return splitWords(plain.replace(/[ßđøæœłı]/g, (letter) => LETTERS[letter]))
}

/** Where a phrase was found among words: `[from, to)`. */
interface FoundWord<T> {
  what: T
  from: number
  to: number
}

interface Phrase<T> {
  /** Words as they are, or beginnings where `isOpen`. */
  words: { text: string; isOpen: boolean }[]
  what: T
}

/** Finds phrases of a list in texts: at each word the longest that begins there, whose words are then used up. */
export class PhraseList<T> {
  /** By the first word, and, of phrases whose first word is open, by its beginning. */
  private readonly exact = new Map<string, Phrase<T>[]>()
  private readonly open = new Map<string, Phrase<T>[]>()
  private longestOpen = 0

  /** @param entries phrases with `|` between them: words in lower case without accents; `*` at the end of a word = any ending */
  constructor(entries: Iterable<readonly [phrases: string, what: T]>) {
    for (const [phrases, what] of entries) {
      for (const phrase of phrases.split('|')) {
        const words = phrase.split(' ').map((word) => ({ text: word.replace('*', ''), isOpen: word.endsWith('*') }))
        const [first] = words
        const table = first.isOpen ? this.open : this.exact
        table.set(first.text, [...(table.get(first.text) ?? []), { words, what }])
        if (first.isOpen) this.longestOpen = Math.max(this.longestOpen, first.text.length)
      }
    }
  }

  find(words: readonly string[]): FoundWord<T>[] {
    const found: FoundWord<T>[] = []
    for (let at = 0; at < words.length;) {
      const phrase = this.longestAt(words, at)
      if (phrase === undefined) at++
      else found.push({ what: phrase.what, from: at, to: (at += phrase.words.length) })
    }
    return found
  }

  private longestAt(words: readonly string[], at: number): Phrase<T> | undefined {
    let best: Phrase<T> | undefined
    const better = (phrase: Phrase<T>): boolean => best === undefined || isLonger(phrase, best)
    for (const phrase of this.beginningWith(words[at])) {
      if (better(phrase) && phrase.words.every((word, i) => matches(word, words[at + i]))) best = phrase
    }
    return best
  }

  private *beginningWith(word: string): Generator<Phrase<T>> {
    yield* this.exact.get(word) ?? []
    for (let length = Math.min(word.length, this.longestOpen); length > 0; length--) {
      yield* this.open.get(word.slice(0, length)) ?? []
    }
  }
}

function matches({ text, isOpen }: { text: string; isOpen: boolean }, word: string | undefined): boolean {
  return word !== undefined && (isOpen ? word.startsWith(text) : word === text)
}

/** More words first, then more letters: `knie gelenk` before `knie`. */
function isLonger<T>(a: Phrase<T>, b: Phrase<T>): boolean {
  if (a.words.length !== b.words.length) return a.words.length > b.words.length
  return letters(a) > letters(b)
}

function letters<T>({ words }: Phrase<T>): number {
  // A word as it is says more than a beginning of the same length.
  return words.reduce((sum, { text, isOpen }) => sum + 2 * text.length + Number(!isOpen), 0)
}
