import { EMPTY, FIRST_VALUE } from '../tag-codes.ts'
import { CHUNK, Encoding, isPlain } from './chunks.ts'
import { countCodes, decodeCodes } from './code-columns.ts'
import { decodePlain, visitPlain } from './plain-columns.ts'
import { HashCounter } from './hash-counter.ts'
import { HashPartitions } from './hash-partitions.ts'
import { hashInto } from './hash.ts'
import type { ChunkedInstances } from './instance-set.ts'
import type { ValueCode } from './dictionaries.ts'

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
 * million), a partition of them at a time; the ones shown are looked up in a second pass.
 * @param chunks the tag's chunks, anew at each call
 * @param text the dictionary
 * @param top how many of the most frequent values are wanted
 * @param each values a partition, see HashPartitions
 */
export function tally(
  chunks: () => Iterable<StoredChunk>,
  set: ChunkedInstances,
  text: (code: ValueCode) => string,
  top: number,
  each?: number
): Tally {
  const counted = countAll(chunks, set, text)
  const { present, nonEmpty, coded, plainValues } = counted
  if (plainValues === 0) return { present, nonEmpty, distinct: coded.length, top: byFrequency(coded, top) }
  return { present, nonEmpty, ...tallyPlain(chunks, set, coded, plainValues, top, each) }
}

/** Every distinct non-empty value with its count, most frequent first, ties by text. All of them are in memory. */
export function allValues(
  chunks: () => Iterable<StoredChunk>,
  set: ChunkedInstances,
  text: (code: ValueCode) => string
): { value: string; count: number }[] {
  const { coded, plainValues } = countAll(chunks, set, text)
  if (plainValues === 0) return byFrequency(coded, Infinity)
  const counts = new Map(coded.map(({ value, count }) => [value, count]))
  eachValue(chunks, set, (bytes, start, end) => {
    const value = bytes.toString('utf8', start, end)
    counts.set(value, (counts.get(value) ?? 0) + 1)
  })
  return byFrequency(
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

function countAll(
  chunks: () => Iterable<StoredChunk>,
  set: ChunkedInstances,
  text: (code: ValueCode) => string
): CodeCounts {
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
    coded.push({ value: text(code as ValueCode), count: counts[code] })
  }
  const nonEmpty = codedValues + plainValues
  return { present: nonEmpty + counts[EMPTY], nonEmpty, coded, plainValues }
}

/** Most frequent first, ties by text. @param values that may be put in another order */
export function byFrequency(
  values: { value: string; count: number }[],
  top: number
): { value: string; count: number }[] {
  if (top === 0) return []
  values.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0))
  return top === Infinity ? values : values.slice(0, top)
}

function tallyPlain(
  chunks: () => Iterable<StoredChunk>,
  set: ChunkedInstances,
  coded: readonly { value: string; count: number }[],
  plainValues: number,
  top: number,
  each: number | undefined
): { distinct: number; top: { value: string; count: number }[] } {
  const lanes = new Uint32Array(2)
  const partitions = new HashPartitions(coded.length + plainValues, each)
  try {
    const codedHashes = new Uint32Array(coded.length * 2)
    coded.forEach(({ value }, i) => {
      hashText(value, lanes)
      codedHashes.set(lanes, i * 2)
    })
    eachValue(chunks, set, (bytes, start, end) => {
      hashInto(bytes, start, end, lanes)
      partitions.add(lanes[0], lanes[1])
    })
    let last: { partition: number; counter: HashCounter } | null = null
    const counterOf = (partition: number): HashCounter => {
      if (last?.partition === partition) return last.counter
      const counter = new HashCounter(partitions.size(partition))
      for (let i = 0; i < coded.length; i++) {
        const high = codedHashes[i * 2]
        if (partitions.of(high) === partition) counter.add(high, codedHashes[i * 2 + 1], coded[i].count)
      }
      partitions.each(partition, (high, low) => counter.add(high, low, 1))
      last = { partition, counter }
      return counter
    }
    let distinct = 0
    const keysByCount = new Map<number, number>()
    for (let partition = 0; partition < partitions.count; partition++) {
      const counter = counterOf(partition)
      distinct += counter.size
      counter.countKeys(keysByCount)
    }
    if (top === 0) return { distinct, top: [] }
    const threshold = countAtRank(keysByCount, Math.min(top, distinct))
    const shortlist = new Shortlist(top, threshold)
    // Which values are wanted, by partition in the order in which they lie there, and the few that are more frequent than the last one.
    const wanted: Uint8Array[] = []
    const above = new HashCounter(top)
    for (let partition = 0; partition < partitions.count; partition++) {
      const counter = counterOf(partition)
      const bits = new Uint8Array(Math.ceil(partitions.size(partition) / 8))
      let at = 0
      partitions.each(partition, (high, low) => {
        const count = counter.get(high, low)
        if (count >= threshold) bits[at >> 3] |= 1 << (at & 7)
        if (count > threshold && above.get(high, low) === 0) above.add(high, low, count)
        at++
      })
      wanted.push(bits)
      for (let i = 0; i < coded.length; i++) {
        const [high, low] = [codedHashes[i * 2], codedHashes[i * 2 + 1]]
        if (partitions.of(high) !== partition) continue
        const bytes = Buffer.from(coded[i].value)
        shortlist.offer(bytes, 0, bytes.length, counter.get(high, low))
      }
    }
    const at = new Uint32Array(partitions.count)
    eachValue(chunks, set, (bytes, start, end) => {
      const isOne = partitions.count === 1 && above.size === 0
      if (!isOne) hashInto(bytes, start, end, lanes)
      const partition = isOne ? 0 : partitions.of(lanes[0])
      const i = at[partition]++
      if ((wanted[partition][i >> 3] & (1 << (i & 7))) === 0) return
      const count = isOne ? 0 : above.get(lanes[0], lanes[1])
      shortlist.offer(bytes, start, end, count === 0 ? threshold : count)
    })
    return { distinct, top: byFrequency([...shortlist.values()], top) }
  } finally {
    partitions.close()
  }
}

/** The count that `rank` keys reach or exceed. @param keysByCount how many keys there are of each count; at least `rank` in all */
function countAtRank(keysByCount: ReadonlyMap<number, number>, rank: number): number {
  let keys = 0
  for (const count of [...keysByCount.keys()].sort((a, b) => b - a)) {
    keys += keysByCount.get(count)!
    if (keys >= rank) return count
  }
  return 1
}

/** As `hashInto`, of a text. */
export function hashText(text: string, target: Uint32Array): void {
  const bytes = Buffer.from(text)
  hashInto(bytes, 0, bytes.length, target)
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
  set: ChunkedInstances,
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
