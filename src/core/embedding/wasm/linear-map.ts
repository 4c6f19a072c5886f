/**
 * Where the numbers of one list go in another, where those that meet are added. Weights go to where the kernels read them, some
 * of them to several places; their gradients come back by the same kind of map.
 */
export class LinearMap {
  private readonly reached = new Set<number>()
  private readonly firsts: number[] = []
  private readonly others: number[] = []

  add(from: number, to: number): void {
    const pairs = this.reached.has(to) ? this.others : this.firsts
    this.reached.add(to)
    pairs.push(from, to)
  }

  /** What it does, once all is added; places of `to` that nothing goes to stay as they are. */
  compile(): (from: Float32Array, to: Float32Array) => void {
    const firsts = Uint32Array.from(this.firsts)
    const others = Uint32Array.from(this.others)
    return (from, to) => {
      for (let at = 0; at < firsts.length; at += 2) to[firsts[at + 1]] = from[firsts[at]]
      for (let at = 0; at < others.length; at += 2) to[others[at + 1]] += from[others[at]]
    }
  }
}
