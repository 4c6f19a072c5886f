import { MAP_LAYOUT_BYTES, MAP_LAYOUT_DONE, MOVED_ROWS, STEP_BYTES } from '../../kernels/map-constants.ts'
import { Arena } from '../kernels/kernels.ts'
import { Threads } from '../kernels/threads.ts'
import type { Work } from '../work.ts'
import type { Pairs } from './pairs.ts'

/** Steps up to which each phase of the layout lasts. */
const GLOBAL_UNTIL = 100
const MIDDLE_UNTIL = 200
const STEPS = 450

/** Of Adam, as the kernel has them. */
const BETA_1 = 0.9
const BETA_2 = 0.999

/** How far out the farthest point is at the start. */
const START_SIZE = 0.01

/**
 * Lays points out by PaCMAP (Wang, Huang, Rudin and Shaposhnik, JMLR 22, 2021; algorithm 1): with d = 1 + |yᵢ − yⱼ|² it minimises the sum
 * of w d / (10 + d) over near pairs, of w d / (10⁴ + d) over mid-near ones and of w / (1 + d) over further ones, by Adam at rate 1.
 * The result does not depend on how many threads there are.
 * @param start x and y of each point; of them only the shape counts
 * @returns x and y of each point
 * @throws CancelledError
 */
export async function pacmap(
  start: Float64Array,
  { starts, partners }: Pairs,
  threadCount: number,
  work?: Work
): Promise<Float32Array> {
  const n = start.length / 2
  const arena = new Arena()
  const stop = arena.reserve(4)
  const address = arena.reserve(MAP_LAYOUT_BYTES)
  const startsAt = arena.reserve(starts.byteLength)
  const partnersAt = arena.reserve(partners.byteLength)
  // The kernel reads a vector of 16 bytes at each point.
  const [points, others, momenta, velocities] = [1, 2, 3, 4].map(() => arena.reserve(n * 8 + 16))
  const scheduleAt = arena.reserve(STEPS * STEP_BYTES)
  const memory = arena.allocate({ purpose: 'map' })
  const { buffer } = memory

  const parts = Math.ceil(n / MOVED_ROWS)
  new Uint32Array(buffer, startsAt, starts.length).set(starts)
  new Uint32Array(buffer, partnersAt, partners.length).set(partners)
  new Float32Array(buffer, scheduleAt, (STEPS * STEP_BYTES) / 4).set(schedule())
  new Float32Array(buffer, points, 2 * n).set(scaled(start))
  const fields = [n, startsAt, partnersAt, points, others, momenta, velocities, scheduleAt, STEPS, parts, 0, 0]
  new Uint32Array(buffer, address, MAP_LAYOUT_BYTES / 4).set(fields)

  const threads = new Threads(memory, stop, Math.min(threadCount, parts))
  try {
    const task = { begin: () => ({ kernel: 'movePoints' as const, args: [address] }), end: () => undefined }
    const done = new Uint32Array(buffer, address + MAP_LAYOUT_DONE, 1)
    await threads.run(Array<typeof task>(threads.count).fill(task), work, () =>
      work?.onProgress?.({
        stage: 'Laying out the map',
        done: Math.floor(Atomics.load(done, 0) / parts),
        total: STEPS,
        unit: 'steps'
      })
    )
  } finally {
    await threads.close()
  }
  // An even number of steps ends where it began.
  return new Float32Array(buffer, points, 2 * n).slice()
}

/** The weights of near, mid-near and further pairs of each step, and the corrections of Adam's moments. */
function schedule(): number[] {
  return Array.from({ length: STEPS }, (_, step) => {
    const corrections = [1 - BETA_1 ** (step + 1), 1 - BETA_2 ** (step + 1)]
    if (step >= MIDDLE_UNTIL) return [1, 0, 1, ...corrections]
    if (step >= GLOBAL_UNTIL) return [3, 3, 1, ...corrections]
    const share = step / GLOBAL_UNTIL
    return [2, 1000 * (1 - share) + 3 * share, 1, ...corrections]
  }).flat()
}

function scaled(start: Float64Array): Float64Array {
  const size = start.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return size === 0 ? start : start.map((value) => (value / size) * START_SIZE)
}
