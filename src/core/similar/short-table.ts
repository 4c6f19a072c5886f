import { Arena, instantiate } from '../kernels/kernels.ts'

/** Short vectors of many images, in the kernels' memory, to be compared with one at a time. */
export class ShortTable {
  readonly rows: number
  private readonly values: Float32Array
  private readonly vector: Float32Array
  private readonly products: Float32Array
  private readonly halfSquares: Float32Array
  private readonly run: () => void

  /** @param width values of a short vector, a multiple of 16 @throws MedoidError `memory-exhausted` */
  constructor(rows: number, width: number) {
    const arena = new Arena()
    const values = arena.reserve(rows * width * 4)
    const vector = arena.reserve(width * 4)
    const out = arena.reserve(rows * 4)
    const memory = arena.allocate({ purpose: 'vectors', images: rows })
    this.rows = rows
    this.values = new Float32Array(memory.buffer, values, rows * width)
    this.vector = new Float32Array(memory.buffer, vector, width)
    this.products = new Float32Array(memory.buffer, out, rows)
    this.halfSquares = new Float32Array(rows)
    const { scalarProducts } = instantiate(memory)
    this.run = () => scalarProducts(values, rows, width, vector, out)
  }

  /** Sets a row, which begins as zeros. */
  set(row: number, short: ArrayLike<number>): void {
    this.values.set(short, row * this.vector.length)
    this.halfSquares[row] = halfSquare(short)
  }

  /** Half the squared distance of a short vector and each row: of short ones of unit vectors, about 1 − cos. */
  distances(short: ArrayLike<number>): Float32Array {
    this.vector.set(short)
    this.run()
    const { products, halfSquares } = this
    const own = halfSquare(short)
    const distances = new Float32Array(this.rows)
    // What is below 0 is rounding.
    for (let i = 0; i < distances.length; i++) distances[i] = Math.max(0, halfSquares[i] + own - products[i])
    return distances
  }
}

function halfSquare(vector: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < vector.length; i++) sum += vector[i] * vector[i]
  return sum / 2
}
