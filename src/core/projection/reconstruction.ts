import { type Projection, Projector } from './projection.ts'

/**
 * Where vectors lie that are made again of projected ones, x̂ = μ + Wᵀ W (x − μ), in coordinates of the space that those lie in: their lengths and
 * angles are those of x̂, with one value more than the projection has. Those of the projected vectors themselves would be seen from the mean:
 * other angles altogether.
 */
export class Reconstruction {
  /** Values of a vector, and of what it becomes. */
  readonly length: number
  readonly width: number
  private readonly projector: Projector
  /** W μ, and the length of what of μ lies in no direction of W. */
  private readonly centre: Float64Array
  private readonly rest: number

  /** @throws MedoidError `memory-exhausted` */
  constructor(projection: Pick<Projection, 'length' | 'width' | 'mean' | 'directions'>) {
    const { length, width, mean, directions } = projection
    this.length = length
    this.width = width + 1
    this.projector = new Projector(projection)
    this.centre = new Float64Array(width)
    let square = 0
    for (const value of mean) square += value * value
    for (let k = 0; k < width; k++) {
      let product = 0
      for (let i = 0; i < length; i++) product += directions[k * length + i] * mean[i]
      this.centre[k] = product
      square -= product * product
    }
    this.rest = Math.sqrt(Math.max(0, square))
  }

  /** @param vectors one after another @returns as many of `width` values */
  place(vectors: Float32Array): Float32Array {
    const { width, centre, rest } = this
    const count = vectors.length / this.length
    const projected = this.projector.project(vectors)
    const placed = new Float32Array(count * width)
    for (let row = 0; row < count; row++) {
      for (let k = 0; k < width - 1; k++) placed[row * width + k] = projected[row * (width - 1) + k] + centre[k]
      placed[row * width + width - 1] = rest
    }
    return placed
  }
}
