import { Gram, type GramOptions } from '../../../src/core/evaluation/gram.ts'
import { Random } from '../../../src/core/random.ts'

/** What arrives from a model: vectors, some at a time. */
export async function* inBatches(vectors: readonly ArrayLike<number>[], size = 3): AsyncGenerator<Float32Array> {
  for (let from = 0; from < vectors.length; from += size) {
    await Promise.resolve()
    yield Float32Array.from(vectors.slice(from, from + size).flatMap((vector) => Array.from(vector)))
  }
}

/** The scalar products of vectors; k is how many clusters their labellings have, at most. */
export async function gramOf(vectors: readonly ArrayLike<number>[], k = 8, options?: GramOptions): Promise<Gram> {
  const gram = new Gram(vectors.length, vectors[0].length, k, options)
  try {
    await gram.fill(inBatches(vectors))
    return gram
  } finally {
    // Its threads are needed no more where there is one only: the calling one.
    if (gram.threads.count === 1) await gram.close()
  }
}

/**
 * Vectors as a ReLU leaves them (a third zeros), or with both signs: then of 100 values more, as few could cancel out, and
 * leave a mean whose direction f32 does not tell.
 */
export function randomVectors(n: number, values: number, seed: number, signed = false): Float32Array[] {
  const random = new Random(seed)
  const length = signed ? values + 100 : values
  return Array.from({ length: n }, () =>
    Float32Array.from({ length }, () => {
      const value = random.normal()
      return signed ? value : Math.max(0, value + 0.4)
    })
  )
}

export function randomLabels(n: number, k: number, seed: number): Uint16Array {
  const random = new Random(seed)
  return Uint16Array.from({ length: n }, () => random.below(k))
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

/** 1 − cos in f64, 1 where a vector has no length. */
export function cosineDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const lengths = Math.sqrt(dot(a, a) * dot(b, b))
  return lengths === 0 ? 1 : 1 - dot(a, b) / lengths
}

/** The definition, vector by vector in f64: each one's distance to the mean of its cluster. */
export function naiveDistances(vectors: readonly ArrayLike<number>[], labels: ArrayLike<number>): number[] {
  return vectors.map((vector, row) => {
    const members = vectors.filter((_, other) => labels[other] === labels[row])
    const mean = Array.from(vector, (_, at) => members.reduce((sum, member) => sum + member[at], 0) / members.length)
    return cosineDistance(vector, mean)
  })
}
