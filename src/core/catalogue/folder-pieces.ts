import { type Dirent, opendirSync } from 'node:fs'
import { compareNames, type Name, nameOf } from './names.ts'

/** So many entries of a folder are held at a time, about. */
export const MOST_ENTRIES = 500_000

/** Entries that are read at a time. */
const READ_AT_A_TIME = 1024

/** Names that tell how the entries of a folder are spread, at least half of that. */
const SAMPLE = 16_384

const REPLACEMENT = '\ufffd'

export type AnyDirent = Dirent<string> | Dirent<Buffer>

/** What of a folder is wanted: names from one on and up to another, in byte order; null: no limit on that side. */
export interface NameRange {
  from: Name | null
  to: Name | null
}

/**
 * The entries of a folder of any size in byte order of their names, in pieces that fit into memory: one that has more is read once to find
 * out how its names are spread, and then again for each piece. Nothing is held of what is not wanted.
 * @param most entries to hold
 * @throws the system's error
 */
export function* piecesOf<E extends { name: Name }>(
  folder: string | Buffer,
  wanted: NameRange,
  entryOf: (name: Name, entry: AnyDirent) => E,
  most: number
): Generator<E[]> {
  const sample = new Sample()
  let held: E[] | undefined = []
  let read = asText
  const look = (): boolean => {
    for (const [name, entry] of read(folder)) {
      if (read === asText && (name as string).includes(REPLACEMENT)) return false
      if (!isWithin(name, wanted)) continue
      sample.take(name)
      held?.push(entryOf(name, entry))
      if (sample.total > most) held = undefined
    }
    return true
  }
  if (!look()) {
    // Some names are not UTF-8: from the beginning, as bytes.
    ;[held, read] = [[], asBytes]
    sample.clear()
    look()
  }
  if (held !== undefined) {
    yield inOrder(held)
    return
  }
  // Some pieces are larger than others.
  const borders = sample.borders(Math.ceil(sample.total / (most * 0.75)))
  for (let i = 0; i <= borders.length; i++) {
    const [from, before] = [borders[i - 1], borders[i]] as (Name | undefined)[]
    const piece: E[] = []
    for (const [name, entry] of read(folder)) {
      const isHere =
        (from === undefined || compareNames(name, from) >= 0) &&
        (before === undefined || compareNames(name, before) < 0)
      if (isHere && isWithin(name, wanted)) piece.push(entryOf(name, entry))
    }
    yield inOrder(piece)
  }
}

function isWithin(name: Name, { from, to }: NameRange): boolean {
  return (from === null || compareNames(name, from) >= 0) && (to === null || compareNames(name, to) <= 0)
}

function inOrder<E extends { name: Name }>(entries: E[]): E[] {
  return entries.sort((a, b) => compareNames(a.name, b.name))
}

/** Names that are not UTF-8 have U+FFFD in them. */
function* asText(folder: string | Buffer): Generator<[Name, AnyDirent]> {
  for (const entry of entriesOf(folder, 'utf8')) yield [entry.name, entry]
}

function* asBytes(folder: string | Buffer): Generator<[Name, AnyDirent]> {
  // The types know no encoding of bytes, which reading a folder at once has, too.
  for (const entry of entriesOf(folder, 'buffer' as 'utf8') as Iterable<AnyDirent>) {
    yield [nameOf(entry.name as Buffer), entry]
  }
}

function* entriesOf(folder: string | Buffer, encoding: 'utf8'): Generator<Dirent> {
  const open = opendirSync(folder, { encoding, bufferSize: READ_AT_A_TIME })
  try {
    for (let entry; (entry = open.readSync()) !== null;) yield entry
  } finally {
    open.closeSync()
  }
}

/** Of each so many names one, whatever their order. */
class Sample {
  total = 0
  private stride = 1
  private names: Name[] = []

  clear(): void {
    ;[this.total, this.stride, this.names] = [0, 1, []]
  }

  take(name: Name): void {
    if (this.total++ % this.stride === 0) this.names.push(name)
    if (this.names.length < SAMPLE) return
    this.names = this.names.filter((_, i) => i % 2 === 0)
    this.stride *= 2
  }

  /** Names that part all into so many pieces of about the same size. */
  borders(pieces: number): Name[] {
    const sorted = this.names.sort(compareNames)
    return Array.from({ length: pieces - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / pieces)])
  }
}
