import { fold } from '../api/for-windows.ts'

/** A value as it is shown on one line: what would steer the text around it becomes visible. */
export function shownText(value: string): string {
  return value
    .replace(/[\r\n\v\f\u2028\u2029]+/g, ' ↵ ')
    .replace(/\p{Cc}/gu, picture)
    .replace(STEERING, '·')
}

/** The pictures of C0 stand in their order (Unicode, block Control Pictures). */
function picture(sign: string): string {
  const code = sign.charCodeAt(0)
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : '·'
}

/** What turns the direction of text, and what has no width. Joiners are left, which many scripts are written with. */
const STEERING = /[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g

/** A text in parts, those that hold a word that is searched for marked. @param words see `readSearch` */
export function markedParts(text: string, words: readonly string[]): { text: string; isMarked: boolean }[] {
  // Folding may change how long a sign is: `from` is where in the text each folded one comes from.
  const signs = [...text]
  const from: number[] = []
  const folded = signs
    .map((sign, i) => {
      const small = fold(sign)
      for (let unit = 0; unit < small.length; unit++) from.push(i)
      return small
    })
    .join('')
  const isMarked = new Array<boolean>(signs.length).fill(false)
  for (const word of words) {
    if (word === '') continue
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      isMarked.fill(true, from[at], from[at + word.length - 1] + 1)
    }
  }
  const parts: { text: string; isMarked: boolean }[] = []
  signs.forEach((sign, i) => {
    const last = parts.at(-1)
    if (last?.isMarked === isMarked[i]) last.text += sign
    else parts.push({ text: sign, isMarked: isMarked[i] })
  })
  return parts
}

/** A path or name in two parts, of which the first is shortened where there is no room: its last step, or the last letters of a long name. */
export function endApart(text: string): [head: string, tail: string] {
  const dot = lastStep(text)
  if (dot > 0) return [text.slice(0, dot), text.slice(dot)]
  const tail = text.length > 2 * TAIL ? text.length - TAIL : text.length
  return [text.slice(0, tail), text.slice(tail)]
}

const TAIL = 10

/** Where the last step of a path begins; a point within a creator's brackets divides none. 0: there is one step. */
function lastStep(path: string): number {
  let depth = 0
  for (let i = path.length - 1; i > 0; i--) {
    if (path[i] === ']') depth++
    else if (path[i] === '[') depth--
    else if (path[i] === '.' && depth === 0) return i
  }
  return 0
}
