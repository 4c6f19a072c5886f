import type { ConditionFault } from '../messages/en/features.ts'
import { type Condition, DEEPEST, isBounded, MOST_TESTS, type Range, rangeEnds, type Test } from './conditions.ts'
import { MedoidError } from './errors.ts'
import { parseDecimal } from './numbers.ts'

/** The operators as they are written. */
export const SIGNS = { is: '=', 'is-not': '!=', contains: '~' } as const
type Sign = (typeof SIGNS)[keyof typeof SIGNS]

/** A longer text is one test: who writes so much pastes a value. */
const LONGEST = 10_000

/** A condition as it was read, and where its tags stand in the text. */
interface ReadCondition {
  condition: Condition
  tags: { name: string; from: number; to: number }[]
}

/** What is written at the end of a text that goes on: the beginning of a tag, or of a value of one. */
interface Unfinished {
  /** null: a tag is written. */
  tag: string | null
  from: number
}

/** @throws MedoidError `invalid-condition` with the place in the text */
export function readCondition(text: string): ReadCondition {
  return new Reader(text).read()
}

/** Of a text up to where somebody types. */
export function unfinishedOf(text: string): Unfinished {
  const reader = new Reader(text)
  try {
    reader.read()
  } catch (error) {
    if (!(error instanceof MedoidError)) throw error
  }
  return reader.unfinished
}

/**
 * Reads one test of one value as Medoid 0.1.0 stored it: what stands behind the first operator is the value, whatever it is.
 * @throws MedoidError `invalid-condition`
 */
export function conditionOfText(text: string): Test {
  const at = operatorAt(text, 0)
  if (at < 0) throw invalid(text, 0, text.length, { why: 'no-operator' })
  const sign = signAt(text, at)
  const tag = text.slice(0, at).trim()
  const value = text.slice(at + sign.length).trim()
  if (tag === '') throw invalid(text, 0, text.length, { why: 'no-tag' })
  if (value === '') throw invalid(text, 0, text.length, { why: 'no-value', tag, sign })
  return testOf(tag, sign, value, (fault) => invalid(text, 0, text.length, fault))
}

/** A tag by its number, where a parenthesis would begin a group. */
const NUMBER = /\(\s*[\da-f]{4},[\da-fx]{4}\s*\)/iy
/** AND or OR, and a condition behind it. */
const JOINED =
  /\s+(?:AND|OR)[\s(!](?:\s|NOT[\s(]|!|\((?![\da-fA-F]{4},))*(?:[\w.]|,(?=[\da-fA-FxX]{4})|\([\da-fA-F]{4},[\da-fA-FxX]{4}\)|\[[^\]]*\])+\s*(?:!=|=|~)/y
const NOT = /NOT(?=[\s(])/y

/**
 * How people write conditions, in a shell and in the window:
 *
 *     condition    = all { "OR" all }
 *     all          = one { "AND" one }
 *     one          = ( "NOT" | "!" ) one | "(" condition ")" | test
 *     test         = tag ( "=" | "!=" | "~" ) value { "|" value }
 *     value        = from ".." to | from ".." | ".." to | text | quoted
 *     quoted       = '"' text, in which "" is a quote, '"'
 *
 * `Modality=CT|MR`, `SliceThickness=1..5`, `NOT (Modality=CT AND KVP=100..)`. `~` is contains, in any case; `TAG=""` has no value,
 * `TAG!=""` has one. Where AND and OR are followed by no condition they are part of the value (ABDOMEN AND PELVIS), as are
 * parentheses that are opened and closed within it, and what stands between them. A value in quotes is taken as it is.
 */
class Reader {
  unfinished: Unfinished = { tag: null, from: 0 }
  private readonly text: string
  private readonly tags: ReadCondition['tags'] = []
  private at = 0
  private depth = 0
  /** Of those that are open. */
  private groups = 0
  private tests = 0
  private pairs: Map<number, number> | null = null

  constructor(text: string) {
    this.text = text
  }

  read(): ReadCondition {
    const { text } = this
    if (text.length > LONGEST) return { condition: conditionOfText(text), tags: [] }
    const condition = this.any()
    this.space()
    if (this.at < text.length) throw this.fault({ why: 'unexpected' })
    if (!isBounded(condition)) throw this.fault({ why: 'too-deep' }, 0)
    return { condition, tags: this.tags }
  }

  private any(): Condition {
    const parts = [this.all()]
    while (this.takes(/\s*OR(?=[\s(!])/y)) parts.push(this.all())
    return parts.length === 1 ? parts[0] : { any: parts }
  }

  private all(): Condition {
    const parts = [this.one()]
    while (this.takes(/\s*AND(?=[\s(!])/y)) parts.push(this.one())
    return parts.length === 1 ? parts[0] : { all: parts }
  }

  private one(): Condition {
    const { text } = this
    this.space()
    const from = this.at
    const isNot = (text[from] === '!' && text[from + 1] !== '=') || this.looksLike(NOT)
    const isGroup = !isNot && text[from] === '(' && !this.looksLike(NUMBER)
    if (!isNot && !isGroup) return this.test()
    if (++this.depth > DEEPEST) throw this.fault({ why: 'too-deep' })
    this.at += isNot && text[from] !== '!' ? 3 : 1
    let condition: Condition
    if (isNot) condition = { not: this.one() }
    else {
      this.groups++
      condition = this.any()
      this.space()
      if (text[this.at] !== ')') {
        throw this.at < text.length
          ? this.fault({ why: 'unexpected' })
          : this.fault({ why: 'not-closed' }, from, from + 1)
      }
      this.at++
      this.groups--
    }
    this.depth--
    return condition
  }

  private test(): Condition {
    const { text, at: from } = this
    this.unfinished = { tag: null, from }
    const operator = operatorAt(text, from)
    const written = text.slice(from, operator < 0 ? undefined : operator)
    // What was forgotten behind a tag is not looked for behind the next AND.
    const cut = /\s(?:AND|OR)[\s(!]/.exec(written)?.index
    if (operator < 0 || cut !== undefined) {
      const end = from + (cut ?? written.trimEnd().length)
      const isNothing = from > 0 && /^\s*(?:\)|$)/.test(written)
      throw this.fault({ why: isNothing ? 'no-condition' : 'no-operator' }, from, end)
    }
    const name = written.trim()
    const sign = signAt(text, operator)
    if (name === '') throw this.fault({ why: 'no-tag' }, from, operator + sign.length)
    this.tags.push({ name, from, to: from + name.length })
    this.at = operator + sign.length
    const tests: Test[] = []
    do tests.push(this.value(name, sign))
    while (this.takes(/\s*\|/y))
    if (tests.length === 1) return tests[0]
    return sign === '!=' ? { all: tests } : { any: tests }
  }

  private value(tag: string, sign: Sign): Test {
    this.space()
    const { text, at: from } = this
    this.unfinished = { tag, from }
    if (++this.tests > MOST_TESTS) throw this.fault({ why: 'too-many' })
    if (text[from] === '"') return this.quoted(tag, sign)
    this.at = this.endOfValue()
    const value = text.slice(from, this.at).trimEnd()
    if (value === '') throw this.fault({ why: 'no-value', tag, sign }, from, from)
    return testOf(tag, sign, value, (fault) => this.fault(fault, from, from + value.length))
  }

  private quoted(tag: string, sign: Sign): Test {
    const { text, at: from } = this
    const [whole, inner] = /"((?:[^"]|"")*)"/y.exec(text.slice(from)) ?? []
    if (whole === undefined) throw this.fault({ why: 'quote' }, from, text.length)
    this.at += whole.length
    const value = inner.replaceAll('""', '"').trim()
    if (sign === '~') {
      if (value === '') throw this.fault({ why: 'no-value', tag, sign }, from, this.at)
      return { tag, operator: 'contains', value }
    }
    const operator = sign === '=' ? 'is' : 'is-not'
    return value === '' ? { tag, operator, empty: true } : { tag, operator, value }
  }

  /** Where the value that begins here ends that stands in no quotes. */
  private endOfValue(): number {
    const { text } = this
    let at = this.at
    for (; at < text.length && text[at] !== '|'; at++) {
      if (text[at] === '(') at = this.closing(at)
      else if (text[at] === ')' && this.groups > 0) break
      else if (/\s/.test(text[at]) && this.looksLike(JOINED, at)) break
    }
    return at
  }

  /** Where the parenthesis is closed that is opened at a place; the place itself where it is not. */
  private closing(place: number): number {
    this.pairs ??= pairsOf(this.text)
    return this.pairs.get(place) ?? place
  }

  private space(): void {
    this.takes(/\s*/y)
  }

  /** Goes on behind what stands here, if it does. */
  private takes(what: RegExp): boolean {
    what.lastIndex = this.at
    const found = what.exec(this.text)
    if (found !== null) this.at += found[0].length
    return found !== null
  }

  private looksLike(what: RegExp, at = this.at): boolean {
    what.lastIndex = at
    return what.test(this.text)
  }

  private fault(fault: ConditionFault, from = this.at, to = this.text.length): MedoidError {
    return invalid(this.text, from, to, fault)
  }
}

/** Where each parenthesis that is opened is closed. */
function pairsOf(text: string): Map<number, number> {
  const pairs = new Map<number, number>()
  const open: number[] = []
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') open.push(at)
    else if (text[at] === ')' && open.length > 0) pairs.set(open.pop()!, at)
  }
  return pairs
}

/** Where the first operator stands that is not within a private creator's brackets; −1 = nowhere. */
function operatorAt(text: string, from: number): number {
  let depth = 0
  for (let i = from; i < text.length; i++) {
    if (text[i] === '[') depth++
    else if (text[i] === ']') depth--
    else if (depth <= 0 && (text[i] === '=' || text[i] === '~' || text.startsWith('!=', i))) return i
  }
  return -1
}

function signAt(text: string, at: number): Sign {
  return text[at] === '!' ? '!=' : (text[at] as '=' | '~')
}

/** @param invalid makes the error */
function testOf(tag: string, sign: Sign, value: string, invalid: (fault: ConditionFault) => MedoidError): Test {
  if (sign === '~') return { tag, operator: 'contains', value }
  const operator = sign === '=' ? 'is' : 'is-not'
  const ends = rangeEnds(value)
  return ends === null ? { tag, operator, value } : { tag, operator, range: rangeOf(ends, invalid) }
}

function rangeOf(ends: [string, string], invalid: (fault: ConditionFault) => MedoidError): Range {
  const [from, to] = ends.map((end) => (end === '' ? null : parseDecimal(end)))
  if (Number.isNaN(from) || Number.isNaN(to) || (from === null && to === null)) throw invalid({ why: 'no-range' })
  if (from !== null && to !== null && from > to) throw invalid({ why: 'range-reversed', from: ends[0], to: ends[1] })
  return { from, to }
}

function invalid(text: string, begin: number, end: number, fault: ConditionFault): MedoidError {
  return new MedoidError('invalid-condition', { text, begin, end, ...fault })
}
