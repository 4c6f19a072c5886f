import { expect, test } from 'vitest'
import { MAP_LAYOUT_BYTES } from '../../src/kernels/map-constants.ts'
import { Arena, instantiate } from '../../src/core/kernels/kernels.ts'
import { Random } from '../../src/core/random.ts'

const N = 300
const STEPS = [
  [2, 1000, 1],
  [3, 3, 1],
  [1, 0, 1]
]

interface Layout {
  points: Float64Array
  momenta: Float64Array
  velocities: Float64Array
}

/** Partners of each point of each kind, of any number, each pair at one of its points only: the kernel does not look. */
const random = new Random(3)
const LISTS = Array.from({ length: 3 * N }, () => Array.from({ length: random.below(9) }, () => random.below(N)))
const START = Float64Array.from({ length: 2 * N }, () => Math.fround(4 * random.next() - 2))

/** The same in plain TypeScript and f64, from the equations of the paper. */
function reference(): Float64Array {
  const layout: Layout = {
    points: START,
    momenta: new Float64Array(2 * N),
    velocities: new Float64Array(2 * N)
  }
  STEPS.forEach(([near, mid, far], step) => {
    const before = layout.points.slice()
    const kinds = [
      [near, 10],
      [mid, 10_000],
      [-far, 1]
    ]
    for (let at = 0; at < 2 * N; at++) {
      const point = at >> 1
      let gradient = 0
      kinds.forEach(([weight, c], kind) => {
        for (const other of LISTS[3 * point + kind]) {
          const [x, y] = [0, 1].map((axis) => before[2 * point + axis] - before[2 * other + axis])
          gradient += ((weight * 2 * c) / (c + 1 + x * x + y * y) ** 2) * (at % 2 === 0 ? x : y)
        }
      })
      layout.momenta[at] = 0.9 * layout.momenta[at] + 0.1 * gradient
      layout.velocities[at] = 0.999 * layout.velocities[at] + 0.001 * gradient ** 2
      const corrected = layout.momenta[at] / (1 - 0.9 ** (step + 1))
      layout.points[at] -= corrected / (Math.sqrt(layout.velocities[at] / (1 - 0.999 ** (step + 1))) + 1e-7)
    }
  })
  return layout.points
}

test('three steps of all points are those of the plain reference', () => {
  const arena = new Arena()
  const address = arena.reserve(MAP_LAYOUT_BYTES)
  const padded = LISTS.map((list, at) => {
    const own = Array<number>((4 - (list.length % 4)) % 4).fill(Math.floor(at / 3))
    return [...list, ...own]
  })
  const starts = [0]
  for (const list of padded) starts.push(starts.at(-1)! + list.length)
  const [startsAt, partnersAt] = [starts.length * 4, starts.at(-1)! * 4].map((bytes) => arena.reserve(bytes))
  const [points, others, momenta, velocities] = [0, 0, 0, 0].map(() => arena.reserve(N * 8 + 16))
  const schedule = arena.reserve(STEPS.length * 20)
  const memory = arena.allocate()
  const { buffer } = memory
  new Uint32Array(buffer, startsAt, starts.length).set(starts)
  new Uint32Array(buffer, partnersAt, starts.at(-1)).set(padded.flat())
  new Float32Array(buffer, points, 2 * N).set(START)
  const corrections = (step: number) => [1 - 0.9 ** (step + 1), 1 - 0.999 ** (step + 1)]
  new Float32Array(buffer, schedule, STEPS.length * 5).set(
    STEPS.flatMap((each, step) => [...each, ...corrections(step)])
  )
  const parts = Math.ceil(N / 128)
  new Uint32Array(buffer, address, MAP_LAYOUT_BYTES / 4).set([
    ...[N, startsAt, partnersAt, points, others, momenta, velocities, schedule, STEPS.length, parts, 0, 0]
  ])
  const kernels = instantiate(memory)
  let calls = 0
  while (kernels.movePoints(address) !== 0) calls++
  expect(calls).toBe(STEPS.length * parts)
  const expected = reference()
  // An odd number of steps ends at the other place.
  const found = new Float32Array(buffer, others, 2 * N)
  found.forEach((value, at) => expect(value).toBeCloseTo(expected[at], 3))
})
