/**
 * What every backend must do, with assertions of Node, so that a bare process can run it too:
 * `for (const { name, check } of CHECKS) test(name, () => check(backend))`.
 */
import assert from 'node:assert/strict'
import {
  type Architecture,
  embeddingShape,
  initialWeights,
  type Layer
} from '../../../src/core/embedding/architecture.ts'
import type { Backend, Network, NetworkState } from '../../../src/core/embedding/backend.ts'
import { Random } from '../../../src/core/random.ts'
import { referenceNetwork } from './reference-network.ts'

export interface BackendCheck {
  name: string
  check: (backend: Backend) => Promise<void>
}

const relu = (kernel: number, filters: number): Layer => ({ kind: 'convolution', kernel, filters, activation: 'relu' })
const picture: Layer = { kind: 'convolution', kernel: 3, filters: 1, activation: 'sigmoid' }

/** The paper's network, smaller. */
export const SHALLOW: Architecture = {
  name: 'shallow',
  side: 8,
  encoder: [relu(3, 6), relu(2, 3), { kind: 'max-pool' }],
  decoder: [relu(2, 3), relu(3, 6), { kind: 'upsample' }, picture]
}

/** Two blocks, as `compact` has three. */
export const DEEP: Architecture = {
  name: 'deep',
  side: 8,
  encoder: [relu(3, 5), relu(2, 4), { kind: 'max-pool' }, relu(3, 5), relu(2, 4), { kind: 'max-pool' }],
  decoder: [relu(2, 4), relu(3, 5), { kind: 'upsample' }, relu(2, 4), relu(3, 5), { kind: 'upsample' }, picture]
}

/** Weights with which most neurons are at work, and mean squares of some steps before. */
export function someState(architecture: Architecture): NetworkState {
  const random = new Random(5)
  const weights = initialWeights(architecture, random).map((values) => values.map((weight) => weight + 0.03))
  return { weights, meanSquares: weights.map((values) => values.map(() => 1e-5 * random.next())) }
}

/** Noise, and in every second picture a black half, in which all values of a window are equal. */
export function somePictures(count: number, { side }: Architecture): Uint8Array {
  const random = new Random(6)
  const black = (at: number) => Math.floor(at / side ** 2) % 2 === 1 && at % side < side / 2
  return Uint8Array.from({ length: count * side ** 2 }, (_, at) => (black(at) ? 0 : random.below(256)))
}

export const CHECKS: BackendCheck[] = [
  ...[SHALLOW, DEEP].flatMap((architecture) => [
    {
      name: `loss and gradients are those of the reference (${architecture.name})`,
      check: (backend: Backend) =>
        withNetwork(backend, architecture, async (network, { weights }) => {
          const pictures = somePictures(3, architecture)
          const expected = referenceNetwork(architecture, weights, pictures)
          const { loss, gradients } = await network.gradients(pictures)
          near([loss], [expected.loss], 1e-5, 'loss')
          near([await network.loss(pictures)], [expected.loss], 1e-5, 'loss without gradients')
          assert.equal(gradients.length, weights.length)
          gradients.forEach((gradient, at) => near(gradient, expected.gradients[at], 1e-5, `gradient ${at}`))
        })
    },
    {
      name: `embeddings and reconstructions are those of the reference (${architecture.name})`,
      check: (backend: Backend) =>
        withNetwork(backend, architecture, async (network, { weights }) => {
          const pictures = somePictures(3, architecture)
          const expected = referenceNetwork(architecture, weights, pictures)
          const embeddings = await network.encode(pictures)
          assert.equal(embeddings.length, 3 * embeddingShape(architecture).values)
          near(embeddings, expected.embeddings, 1e-5, 'embeddings')
          near(await network.reconstruct(pictures), expected.reconstructions, 1e-5, 'reconstructions')
        })
    }
  ]),
  {
    name: 'the gradient is the central finite difference of the loss, along a random direction of each weight tensor',
    check: (backend) =>
      withNetwork(backend, SHALLOW, async (network, state) => {
        const pictures = somePictures(2, SHALLOW)
        const { gradients } = await network.gradients(pictures)
        const random = new Random(8)
        for (const [at, values] of state.weights.entries()) {
          const direction = values.map(() => random.normal())
          const lossAt = (h: number) => {
            const moved = state.weights.map((each, i) => (i === at ? each.map((w, j) => w + h * direction[j]) : each))
            return withNetworkOf(backend, SHALLOW, { ...state, weights: moved }, (other) => other.loss(pictures))
          }
          const h = 5e-4
          const difference = ((await lossAt(h)) - (await lossAt(-h))) / (2 * h)
          const derivative = gradients[at].reduce((sum, g, j) => sum + g * direction[j], 0)
          // Small enough to cross no kink of a ReLU; a loss of 0.1 in f32 is within 1e-8 and so a derivative within 1e-5.
          near([derivative], [difference], 0.01, `derivative ${at}`, 3e-5)
        }
      })
  },
  {
    name: 'a step is RMSprop: a ← 0.9a + 0.1g², w ← w − 0.001g / (√a + 1e-7), and returns the loss before it',
    check: (backend) =>
      withNetwork(backend, SHALLOW, async (network, before) => {
        const pictures = somePictures(3, SHALLOW)
        const { loss, gradients } = await network.gradients(pictures)
        near([await network.step(pictures)], [loss], 1e-6, 'loss')
        const after = await network.state()
        gradients.forEach((gradient, at) => {
          const squares = before.meanSquares[at].map((a, j) => 0.9 * a + 0.1 * gradient[j] ** 2)
          const moves = gradient.map((g, j) => (-0.001 * g) / (Math.sqrt(squares[j]) + 1e-7))
          near(after.meanSquares[at], squares, 1e-5, `mean squares ${at}`)
          const moved = after.weights[at].map((weight, j) => weight - before.weights[at][j])
          near(moved, moves, 1e-3, `move ${at}`)
        })
      })
  },
  {
    name: 'five steps on batches of three sizes end where the reference ends',
    check: (backend) =>
      withNetwork(backend, SHALLOW, async (network, state) => {
        const expected = new ReferenceTraining(SHALLOW, state)
        for (const count of [3, 1, 2, 3, 3]) {
          const pictures = somePictures(count, SHALLOW)
          near([await network.step(pictures)], [expected.step(pictures)], 1e-4, 'loss')
        }
        const { weights } = await network.state()
        weights.forEach((values, at) => near(values, expected.weights[at], 1e-3, `weights ${at}`))
      })
  },
  {
    name: 'a training that goes on from a state ends as one that was not interrupted',
    check: async (backend) => {
      const pictures = somePictures(3, DEEP)
      const steps = async (network: Network, count: number) => {
        for (let step = 0; step < count; step++) await network.step(pictures)
        return network.state()
      }
      const uninterrupted = await withNetwork(backend, DEEP, (network) => steps(network, 6))
      const half = await withNetwork(backend, DEEP, (network) => steps(network, 3))
      const resumed = await withNetworkOf(backend, DEEP, half, (network) => steps(network, 3))
      if (backend.deterministic) assert.deepEqual(resumed, uninterrupted)
      resumed.weights.forEach((values, at) => near(values, uninterrupted.weights[at], 1e-4, `weights ${at}`))
      resumed.meanSquares.forEach((values, at) => near(values, uninterrupted.meanSquares[at], 1e-3, `squares ${at}`))
    }
  },
  {
    name: 'the embedding of a picture does not depend on the others of its batch',
    check: (backend) =>
      withNetwork(backend, SHALLOW, async (network) => {
        const pictures = somePictures(5, SHALLOW)
        const together = await network.encode(pictures)
        const { values } = embeddingShape(SHALLOW)
        for (let at = 0; at < 5; at++) {
          const alone = await network.encode(pictures.subarray(at * 64, (at + 1) * 64))
          near(alone, together.subarray(at * values, (at + 1) * values), 1e-6, `picture ${at}`)
        }
      })
  },
  {
    name: 'states are copied in and out',
    check: async (backend) => {
      const given = someState(SHALLOW)
      await withNetworkOf(backend, SHALLOW, given, async (network) => {
        for (const values of [...given.weights, ...given.meanSquares]) values.fill(7)
        const taken = await network.state()
        assert.deepEqual(taken, someState(SHALLOW))
        for (const values of [...taken.weights, ...taken.meanSquares]) values.fill(7)
        assert.deepEqual(await network.state(), someState(SHALLOW))
      })
    }
  },
  {
    name: 'no tensor is left behind by any call, and none by a closed network',
    check: async (backend) => {
      const tensors = () => backend.tensors?.() ?? 0
      const atFirst = tensors()
      await withNetwork(backend, DEEP, async (network) => {
        const pictures = somePictures(3, DEEP)
        const before = tensors()
        for (let step = 0; step < 3; step++) await network.step(pictures)
        await network.loss(pictures)
        await network.gradients(pictures)
        await network.encode(pictures)
        await network.reconstruct(pictures)
        await network.state()
        assert.equal(tensors(), before)
      })
      assert.equal(tensors(), atFirst)
    }
  }
]

/** RMSprop on the reference network, in f64. */
export class ReferenceTraining {
  readonly architecture: Architecture
  readonly weights: Float64Array[]
  readonly meanSquares: Float64Array[]

  constructor(architecture: Architecture, { weights, meanSquares }: NetworkState) {
    this.architecture = architecture
    this.weights = weights.map((values) => Float64Array.from(values))
    this.meanSquares = meanSquares.map((values) => Float64Array.from(values))
  }

  step(pictures: Uint8Array): number {
    const { loss, gradients } = referenceNetwork(this.architecture, this.weights, pictures)
    gradients.forEach((gradient, at) =>
      gradient.forEach((g, j) => {
        const a = (this.meanSquares[at][j] = 0.9 * this.meanSquares[at][j] + 0.1 * g * g)
        this.weights[at][j] -= (0.001 * g) / (Math.sqrt(a) + 1e-7)
      })
    )
    return loss
  }
}

async function withNetwork<T>(
  backend: Backend,
  architecture: Architecture,
  use: (network: Network, state: NetworkState) => Promise<T>
): Promise<T> {
  const state = someState(architecture)
  return withNetworkOf(backend, architecture, state, (network) => use(network, state))
}

async function withNetworkOf<T>(
  backend: Backend,
  architecture: Architecture,
  state: NetworkState,
  use: (network: Network) => Promise<T>
): Promise<T> {
  const network = await backend.create(architecture, state)
  try {
    return await use(network)
  } finally {
    await network.close()
  }
}

/** The difference of two vectors is at most `tolerance` of the expected one's length, or `floor`. */
function near(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what: string,
  floor = 0
): void {
  assert.equal(actual.length, expected.length, what)
  const off = Math.hypot(...Array.from(actual, (value, at) => value - expected[at]))
  const length = Math.hypot(...Array.from(expected))
  assert.ok(off <= Math.max(tolerance * length, floor), `${what}: off by ${off}, of ${length}`)
}
