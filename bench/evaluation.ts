/**
 * The evaluation of one dataset of the paper's size, given its embeddings: scalar products, beside NumPy's in the same run where python3
 * has it, and permutations, beside plain TypeScript.
 *
 *     node bench/evaluation.ts
 */
import { execFileSync } from 'node:child_process'
import { centreDistances, type Labelling } from '../src/core/evaluation/cosine.ts'
import { Gram } from '../src/core/evaluation/gram.ts'
import { labellingStatistics, permutationRandom, permuted } from '../src/core/evaluation/permutation.ts'
import { Random } from '../src/core/random.ts'
import type { Figure } from './figure.ts'

const IMAGES = 5000
/** Values of an embedding of `compact`. */
const LENGTH = 5120
const K = 15
const PERMUTATIONS = 1000
const BATCH = 40
/** Permutations that the plain way is measured on. */
const FEW = 20

export async function benchEvaluation(): Promise<Figure[]> {
  const gram = new Gram(IMAGES, LENGTH, K)
  const started = performance.now()
  await gram.fill(embeddings())
  const compared = (performance.now() - started) / 1000

  const random = new Random(2)
  const given: Labelling = { labels: Uint16Array.from({ length: IMAGES }, () => random.below(K)), k: K }
  const permutation = (at: number): Labelling => permuted(given, permutationRandom(1, 0, at))
  const plainStarted = performance.now()
  for (let at = 0; at < FEW; at++) centreDistances(gram, permutation(at), 'mean')
  const plain = (((performance.now() - plainStarted) / 1000) * PERMUTATIONS) / FEW
  const permuting = performance.now()
  await labellingStatistics(gram, permutation, PERMUTATIONS, 'mean')
  const seconds = (performance.now() - permuting) / 1000
  await gram.close()

  const name = `n = ${IMAGES} × ${LENGTH}`
  // Each pair once: half of the products.
  const rate = (IMAGES * IMAGES * LENGTH) / compared / 1e9
  const numpy = measureNumPy()
  return [
    {
      name: `scalar products, ${name}`,
      value: compared,
      unit: 's',
      ...(numpy && { peer: 'NumPy, native', peerValue: numpy })
    },
    { name: `scalar products, ${name}`, value: rate, unit: 'GFLOP/s' },
    {
      name: `${PERMUTATIONS} permutations, n = ${IMAGES}, K = ${K}`,
      value: seconds,
      unit: 's',
      peer: 'plain TypeScript',
      peerValue: plain,
      // Ten datasets in a few minutes.
      target: '≤ 12 s',
      holds: seconds <= 12
    }
  ]
}

async function* embeddings(): AsyncGenerator<Float32Array> {
  const random = new Random(1)
  const values = Float32Array.from({ length: BATCH * LENGTH + IMAGES }, () => Math.max(0, random.normal()))
  for (let image = 0; image < IMAGES; image += BATCH) {
    await Promise.resolve()
    yield values.subarray(image, image + BATCH * LENGTH)
  }
}

/** Seconds of all products, both halves; undefined without NumPy. */
function measureNumPy(): number | undefined {
  const script = `
import time, numpy
x = numpy.random.default_rng(1).standard_normal((${IMAGES}, ${LENGTH}), dtype=numpy.float32)
x[:100] @ x[:100].T
started = time.perf_counter()
x @ x.T
print(time.perf_counter() - started)`
  try {
    return Number(execFileSync('python3', ['-c', script], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  } catch {
    return undefined
  }
}

if (import.meta.main) {
  const { printFigures } = await import('./figure.ts')
  printFigures(await benchEvaluation())
}
