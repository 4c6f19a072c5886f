import type { ElementTable } from './element-table.ts'
import { isPossible } from './element-checks.ts'
import { HeaderFault } from './faults.ts'
import type { Level, Levels } from './level.ts'
import { ITEM } from './marks.ts'
import type { OddElements } from './odd-elements.ts'
import type { Readings } from './readings.ts'
import type { Remarks } from './remarks.ts'
import type { SequenceWalk, WalkParts } from './sequence-walk.ts'

/** Items and sequences of one file that are given up and passed over. */
const MAX_PASSED_OVER = 10_000

/** Finds where a walk goes on behind what cannot be walked, so that it costs an element and not the header. */
export class Recovery {
  private readonly table: ElementTable
  private readonly levels: Levels
  private readonly readings: Readings
  private readonly sequences: SequenceWalk
  private readonly odd: OddElements
  private readonly remarks: Remarks
  private passedOver = 0

  constructor({ table, levels, readings, odd, remarks }: WalkParts, sequences: SequenceWalk) {
    this.table = table
    this.levels = levels
    this.readings = readings
    this.sequences = sequences
    this.odd = odd
    this.remarks = remarks
  }

  /** A file begins. */
  reset(): void {
    this.passedOver = 0
  }

  /**
   * Where the walk goes on behind a fault: behind the innermost item or sequence whose end is known.
   * @returns the level to go on with, at its `resumeAt` @throws the error where there is none
   */
  levelToGoOn(level: Level, error: unknown): Level {
    for (;;) {
      if (level.inSequence) {
        const end = level.sequenceDelimited ? this.endOfDamaged(level, error) : level.sequenceEnd
        if (end >= 0) {
          this.passOver(error, level.sequenceRows)
          this.sequences.end(level)
          level.resumeAt = end
          return level
        }
      }
      if (level.depth === 0) {
        if (!isOfBytes(error) || !this.odd.endsWithJunk(level)) throw error
        level.resumeAt = level.end
        return level
      }
      const parent = this.levels.at(level.depth - 1)
      if (!level.delimited) {
        this.passOver(error, level.firstRow)
        parent.resumeAt = level.end
        return parent
      }
      level = parent
    }
  }

  /** Where a damaged sequence of undefined length ends, if the top level or an item of known length shows it; else −1. */
  private endOfDamaged(level: Level, error: unknown): number {
    const isDamaged = error instanceof HeaderFault && error.code === 'header-damaged'
    if (!isDamaged || level.delimited) return -1
    return this.readings.endOfSequence(level.mark, level.end, level.encoding)
  }

  /**
   * Goes on behind something that cannot be walked and whose end is known. What was read of it is kept if it can be trusted.
   * @param rows where its rows begin @throws the error where it is another one, or the last of too many
   */
  passOver(error: unknown, rows: number): void {
    if (!isOfBytes(error) || ++this.passedOver > MAX_PASSED_OVER) throw error
    const { table } = this
    for (let row = rows; row < table.count; row++) {
      if (table.tags[row] !== ITEM && !isPossible(table.tags[row] >>> 0)) table.count = rows
    }
    this.remarks.add('part-damaged', { why: 'passed-over', fault: error.issue })
  }
}

/** Whether an error is about bytes that make no sense, so that those behind them may. */
function isOfBytes(error: unknown): error is HeaderFault {
  return error instanceof HeaderFault && error.code !== 'header-too-large'
}
