import { EMPTY, FIRST_VALUE } from '../tag-codes.ts'
import { CHUNK, Encoding, isPlain } from './chunks.ts'
import { countCodes, decodeCodes } from './code-columns.ts'
import { decodePlain, visitPlain } from './plain-columns.ts'
import { HashCounter } from './hash-counter.ts'
import { hashInto } from './hash.ts'
import type { InstanceSet } from './instance-set.ts'

/** Distinct values counted at a time: more are counted in several passes, so that memory does not grow with the archive. */
const VALUES_A_PASS = 4_000_000

/** One chunk of one tag as it is stored, and the instances it stands for. */
export interface StoredChunk {
  chunk: number
  encoding: number
  data: Buffer | number
  /** Rows stored. */
  rows: number
}

interface Tally {
  present: number
  nonEmpty: number
  distinct: number
  top: { value: string; count: number }[]
}

/**
 * Counts the values of one tag over a set of instances. Coded chunks are counted by code. The texts of a
 * high-cardinality tag are counted by 64-bit hashes, exact but for a probability of n²/2^65 (10 million values: 3 in a
 * million); the ones shown are looked up in a second pass.
 * @param chunks the tag's chunks, anew at each call
 * @param text the dictionary
 * @param top how many of the most frequent values are wanted
 */
export function tally(
  chunks: () => Iterable<StoredChunk>,
  set: InstanceSet,
  text: (code: number) => string,
  top: number
): Tally {
  const counted = countAll(chunks, set, text)
  const { present, nonEmpty, coded, plainValues } = counted
  if (plainValues === 0) return { present, nonEmpty, distinct: coded.length, top: mostFrequent(coded, top) }
  return { present, nonEmpty, ...tallyPlain(chunks, set, coded, plainValues, top) }
}

/** Every distinct non-empty value with its count, most frequent first, ties by text. All of them are in memory. */
export function allValues(
  chunks: () => Iterable<StoredChunk>,
  set: InstanceSet,
  text: (code: number) => string
): { value: string; count: number }[] {
  const { coded, plainValues } = countAll(chunks, set, text)
  if (plainValues === 0) return mostFrequent(coded, Infinity)
  const counts = new Map(coded.map(({ value, count }) => [value, count]))
  eachValue(chunks, set, (bytes, start, end) => {
    const value = bytes.toString('utf8', start, end)
    counts.set(value, (counts.get(value) ?? 0) + 1)
  })
  return mostFrequent(
    [...counts].map(([value, count]) => ({ value, count })),
    Infinity
  )
}

interface CodeCounts {
  present: number
  nonEmpty: number
  /** The values that went through the dictionary. */
  coded: { value: string; count: number }[]
  /** How many did not, repeated ones included. */
  plainValues: number
}

function countAll(chunks: () => Iterable<StoredChunk>, set: InstanceSet, text: (code: number) => string): CodeCounts {
  let counts: Uint32Array = new Uint32Array(256)
  let plainValues = 0
  for (const { chunk, encoding, data, rows } of chunks()) {
    const ids = set.of(chunk)
    if (ids.length === 0) continue
    const first = chunk * CHUNK
    if (isPlain(encoding)) {
      const { states } = decodePlain(encoding, data, rows)
      for (let i = 0; i < ids.length; i++) {
        const state = states[ids[i] - first]
        if (state === EMPTY) counts[EMPTY]++
        else if (state === FIRST_VALUE) plainValues++
      }
    } else if (ids.length === rows) counts = countCodes(encoding, data, rows, counts)
    else if (typeof data === 'number') counts = countCodes(encoding, data, ids.length, counts)
    else {
      const codes = decodeCodes(encoding, data, rows)
      const chosen = new Uint32Array(ids.length)
      for (let i = 0; i < ids.length; i++) chosen[i] = codes[ids[i] - first]
      counts = countCodes(Encoding.u32, Buffer.from(chosen.buffer), ids.length, counts)
    }
  }
  const coded: { value: string; count: number }[] = []
  let codedValues = 0
  for (let code = FIRST_VALUE; code < counts.length; code++) {
    if (counts[code] === 0) continue
    codedValues += counts[code]
    coded.push({ value: text(code), count: counts[code] })
  }
  const nonEmpty = codedValues + plainValues
  return { present: nonEmpty + counts[EMPTY], nonEmpty, coded, plainValues }
}

function mostFrequent(values: { value: string; count: number }[], top: number): { value: string; count: number }[] {
  if (top === 0) return []
  values.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0))
  return top === Infinity ? values : values.slice(0, top)
}

function tallyPlain(
  chunks: () => Iterable<StoredChunk>,
  set: InstanceSet,
  coded: readonly { value: string; count: number }[],
  plainValues: number,
  top: number
): { distinct: number; top: { value: string; count: number }[] } {
  const passes = Math.ceil((coded.length + plainValues) / VALUES_A_PASS)
  const lanes = new Uint32Array(2)
  const best = new Map<string, number>()
  let distinct = 0
  for (let pass = 0; pass < passes; pass++) {
    const counter = new HashCounter((coded.length + plainValues) / passes)
    for (const { value, count } of coded) {
      const bytes = Buffer.from(value)
      hashInto(bytes, 0, bytes.length, lanes)
      if (lanes[0] % passes === pass) counter.add(lanes[0], lanes[1], count)
    }
    eachValue(chunks, set, (bytes, start, end) => {
      hashInto(bytes, start, end, lanes)
      if (lanes[0] % passes === pass) counter.add(lanes[0], lanes[1], 1)
    })
    distinct += counter.size
    if (top === 0) continue
    const shortlist = new Shortlist(top, counter.countAtRank(Math.min(top, counter.size)))
    for (const { value } of coded) {
      const bytes = Buffer.from(value)
      hashInto(bytes, 0, bytes.length, lanes)
      if (lanes[0] % passes === pass) shortlist.offer(bytes, 0, bytes.length, counter.get(lanes[0], lanes[1]))
    }
    eachValue(chunks, set, (bytes, start, end) => {
      hashInto(bytes, start, end, lanes)
      if (lanes[0] % passes === pass) shortlist.offer(bytes, start, end, counter.get(lanes[0], lanes[1]))
    })
    for (const { value, count } of shortlist.values()) best.set(value, count)
  }
  return {
    distinct,
    top: mostFrequent(
      [...best].map(([value, count]) => ({ value, count })),
      top
    )
  }
}

/** The most frequent values of a stream in which every value may come again and again; ties by their bytes. */
class Shortlist {
  private readonly size: number
  private readonly threshold: number
  private readonly above = new Map<string, number>()
  /** Those that reach the threshold and no more, in byte order: there may be millions, only the first count. */
  private readonly ties: Buffer[] = []

  constructor(size: number, threshold: number) {
    this.size = size
    this.threshold = threshold
  }

  offer(bytes: Buffer, start: number, end: number, count: number): void {
    if (count < this.threshold) return
    if (count > this.threshold) {
      this.above.set(bytes.toString('utf8', start, end), count)
      return
    }
    const worst = this.ties.length < this.size ? undefined : this.ties.at(-1)
    if (worst !== undefined && bytes.compare(worst, 0, worst.length, start, end) >= 0) return
    let at = this.ties.length
    while (at > 0) {
      const order = bytes.compare(this.ties[at - 1], 0, this.ties[at - 1].length, start, end)
      if (order === 0) return
      if (order > 0) break
      at--
    }
    this.ties.splice(at, 0, Buffer.from(bytes.subarray(start, end)))
    if (this.ties.length > this.size) this.ties.pop()
  }

  *values(): Iterable<{ value: string; count: number }> {
    for (const [value, count] of this.above) yield { value, count }
    for (const bytes of this.ties) yield { value: bytes.toString('utf8'), count: this.threshold }
  }
}

function eachValue(
  chunks: () => Iterable<StoredChunk>,
  set: InstanceSet,
  visit: (bytes: Buffer, start: number, end: number) => void
): void {
  for (const { chunk, encoding, data, rows } of chunks()) {
    const ids = set.of(chunk)
    if (!isPlain(encoding) || ids.length === 0) continue
    const column = decodePlain(encoding, data, rows)
    for (let i = 0; i < ids.length; i++) {
      const row = ids[i] - chunk * CHUNK
      if (column.states[row] === FIRST_VALUE) visitPlain(column, row, visit)
    }
  }
}
