import { Arena, instantiate } from '../kernels/kernels.ts'

/** Short vectors of many images, in the kernels' memory, to be compared with one at a time. */
export class ShortTable {
  readonly rows: number
  private readonly values: Float32Array
  private readonly vector: Float32Array
  private readonly halves: Float32Array
  private readonly out: Float32Array
  private readonly run: (own: number) => void

  /** @param width values of a short vector, a multiple of 16 @throws MedoidError `memory-exhausted` */
  constructor(rows: number, width: number) {
    const arena = new Arena()
    const values = arena.reserve(rows * width * 4)
    const vector = arena.reserve(width * 4)
    const halves = arena.reserve(rows * 4)
    const out = arena.reserve(rows * 4)
    const memory = arena.allocate({ purpose: 'vectors', images: rows })
    this.rows = rows
    this.values = new Float32Array(memory.buffer, values, rows * width)
    this.vector = new Float32Array(memory.buffer, vector, width)
    this.halves = new Float32Array(memory.buffer, halves, rows)
    this.out = new Float32Array(memory.buffer, out, rows)
    const { halfDistances } = instantiate(memory)
    this.run = (own) => halfDistances(values, rows, width, vector, halves, own, out)
  }

  /** Sets a row, which begins as zeros. */
  set(row: number, short: ArrayLike<number>): void {
    this.values.set(short, row * this.vector.length)
    this.halves[row] = halfSquare(short)
  }

  /**
   * Half the squared distance of a short vector and each row: of short ones of unit vectors, about 1 − cos.
   * @returns a view, until the next one
   */
  distances(short: ArrayLike<number>): Float32Array {
    this.vector.set(short)
    this.run(halfSquare(short))
    return this.out
  }
}

function halfSquare(vector: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < vector.length; i++) sum += vector[i] * vector[i]
  return sum / 2
}
