import type { Database } from 'better-sqlite3'
import { below } from '../../sorted.ts'
import { CHUNK } from '../chunks.ts'
import type { Decision } from '../stored/correction.ts'
import type { ValueBasis, TagId } from '../types.ts'
import type { ChangedColumn, ValueLayer } from './column-source.ts'
import {
  CARRIED_CHANGED,
  correctionsAfter,
  decidedChunks,
  decidedRowsReader,
  decidedTags,
  lastCorrection,
  UndoStack
} from './log.ts'

/** What may have become of an instance, by number. */
export const DECISIONS = ['none', 'accept', 'reject', 'skip'] as const

/** What a decision does to values. */
interface Effect {
  id: number
  /** Of a skip, values stay as they were decided before. */
  kind: Decision['kind']
  value: string
}

/** The decisions of people about single images: the last one about an image counts. */
export class CorrectionLayer implements ValueLayer {
  private readonly db: Database
  private readonly rowsOf: ReturnType<typeof decidedRowsReader>
  private readonly byTag = new Map<number, UndoStack<Effect>>()
  private readonly effects = new Map<number, Effect>()
  private last = 0
  private asOf: number
  private tags: ReadonlySet<number> = new Set()
  private readonly chunks = new Map<number, ReadonlySet<number>>()

  /** Read when a value is wanted: what is damaged keeps nobody from what needs none. @param asOf the last entry that counts */
  constructor(db: Database, asOf: number) {
    this.db = db
    this.asOf = asOf
    this.rowsOf = decidedRowsReader(db)
  }

  get basis(): Partial<ValueBasis> {
    return { corrections: this.asOf }
  }

  refresh(): readonly number[] {
    this.asOf = lastCorrection(this.db)
    return this.goOn()
  }

  /** Goes on to the last entry that counts. @returns attributes that are decided about, by their first tags */
  private goOn(): readonly number[] {
    if (this.last >= this.asOf) return []
    const changed = new Set<number>()
    for (const { id, tag, change } of correctionsAfter(this.db, this.last)) {
      if (id > this.asOf) break
      this.last = id
      let stack = this.byTag.get(tag)
      if (stack === undefined) this.byTag.set(tag, (stack = new UndoStack()))
      const effect = stack.add(id, change, ({ kind, value }) => ({ id, kind, value }))
      if (change.kind === 'undo') this.effects.delete(effect.id)
      else this.effects.set(effect.id, effect)
      changed.add(tag)
    }
    if (changed.size > 0) {
      this.tags = new Set(decidedTags(this.db))
      this.chunks.clear()
    }
    return [...changed]
  }

  touches(tag: TagId): boolean {
    this.goOn()
    return this.tags.has(tag)
  }

  within(tag: TagId, instances: Uint32Array): Uint32Array {
    const chunks = this.chunksOf(tag)
    return instances.filter((instance) => chunks.has(Math.floor(instance / CHUNK)))
  }

  apply(tag: TagId, instances: Uint32Array, column: ChangedColumn): void {
    const chunks = this.chunksOf(tag)
    const decided = new Uint32Array(CHUNK)
    for (let at = 0, end = 0; at < instances.length; at = end) {
      const chunk = Math.floor(instances[at] / CHUNK)
      const first = chunk * CHUNK
      while (end < instances.length && instances[end] < first + CHUNK) end++
      if (!chunks.has(chunk)) continue
      decided.fill(0)
      for (const { correction, start, end: until } of this.rowsOf(tag, chunk)) {
        if (isDecided(this.effects.get(correction))) decided.fill(correction, start, until)
      }
      for (let i = at; i < end; i++) {
        const effect = this.effects.get(decided[instances[i] - first])
        if (effect?.kind === 'accept') column.set(i, effect.value)
      }
    }
  }

  /**
   * What became of instances.
   * @param tags those of an attribute
   * @returns by instance a number of `DECISIONS`, skipped only where nothing was decided before or since; and whether its file has another value than
   *   the one that was decided about; and the entry that decided
   */
  decisions(
    tags: readonly TagId[],
    instances: Uint32Array
  ): { decided: Uint8Array; isOther: Uint8Array; entries: Uint32Array } {
    this.goOn()
    const decided = new Uint8Array(instances.length)
    const isOther = new Uint8Array(instances.length)
    const entries = new Uint32Array(instances.length)
    for (const tag of tags) {
      for (const chunk of this.chunksOf(tag)) {
        const first = chunk * CHUNK
        const [from, to] = [below(instances, first), below(instances, first + CHUNK)]
        if (from === to) continue
        const rows = new Uint8Array(CHUNK)
        const others = new Uint8Array(CHUNK)
        const deciding = new Uint32Array(CHUNK)
        for (const { correction, start, end, code } of this.rowsOf(tag, chunk)) {
          const effect = this.effects.get(correction)
          if (effect === undefined) continue
          for (let row = start; row < end; row++) {
            if (effect.kind === 'skip' && rows[row] !== 0) continue
            rows[row] = DECISIONS.indexOf(effect.kind)
            others[row] = Number(code === CARRIED_CHANGED)
            deciding[row] = correction
          }
        }
        for (let i = from; i < to; i++) {
          const row = instances[i] - first
          if (decided[i] !== 0) continue
          decided[i] = rows[row]
          isOther[i] = others[row]
          entries[i] = deciding[row]
        }
      }
    }
    return { decided, isOther, entries }
  }

  private chunksOf(tag: TagId): ReadonlySet<number> {
    let chunks = this.chunks.get(tag)
    if (chunks === undefined) this.chunks.set(tag, (chunks = new Set(decidedChunks(this.db, tag))))
    return chunks
  }
}

function isDecided(effect: Effect | undefined): boolean {
  return effect !== undefined && effect.kind !== 'skip'
}
