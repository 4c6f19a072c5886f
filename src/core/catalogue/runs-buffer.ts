/**
 * The values of one tag in the chunk that is being filled, as runs: a value holds from its row on until the next one
 * begins. Archives are walked series by series, so most values of an instance are those of the one before.
 */
export class RunsBuffer<T> {
  /** Rows at which runs begin, ascending, and their values; before the first one there is none. */
  readonly starts: number[] = []
  readonly values: T[] = []
  /** The value that holds for the next row. */
  current: T
  private readonly none: T

  /** @param none what stands for no value */
  constructor(none: T) {
    this.none = none
    this.current = none
  }

  /** From `row` on the value is this one; may be said again for the same row. */
  set(row: number, value: T): void {
    if (value === this.current) return
    this.current = value
    const last = this.starts.length - 1
    if (last < 0 || this.starts[last] !== row) {
      this.starts.push(row)
      this.values.push(value)
    } else if (value === (last > 0 ? this.values[last - 1] : this.none)) {
      this.starts.pop()
      this.values.pop()
    } else this.values[last] = value
  }

  /** Begins the next chunk with the value that holds. */
  restart(): void {
    this.starts.length = 0
    this.values.length = 0
    if (this.current === this.none) return
    this.starts.push(0)
    this.values.push(this.current)
  }

  /** One value a row. */
  *rows(count: number): Iterable<T> {
    let run = -1
    for (let row = 0; row < count; row++) {
      if (run + 1 < this.starts.length && this.starts[run + 1] === row) run++
      yield run < 0 ? this.none : this.values[run]
    }
  }
}
