import { MOVED_ROWS, PARTNERS, STEP_BYTES } from './map-constants'
import { WAIT } from './operations'

/**
 * A layout of points in the plane by PaCMAP (Wang, Huang, Rudin and Shaposhnik, JMLR 22, 2021). Each pair is listed at both of its
 * points, so that the forces on a point are summed by one thread and in the order of the list: the layout does not depend on
 * threads. Points, momenta and velocities are x and y, f32 each.
 */
@unmanaged
export class MapLayout {
  n: usize
  /**
   * For each point, and at the end, u32: where in `partners` its near ones, its mid-near ones and its further ones begin. Each list is
   * a multiple of `PARTNERS`, filled up with the point itself.
   */
  starts: usize
  /** Points, u32 each. */
  partners: usize
  /** Where the points are before the even steps, and before the odd ones. */
  points: usize
  others: usize
  /** Of Adam (Kingma and Ba, ICLR 2015). */
  momenta: usize
  velocities: usize
  /** `STEP_BYTES` each. */
  schedule: usize
  steps: usize
  /** Parts of a step, of `MOVED_ROWS` points each. */
  parts: usize
  /** The next part of all steps that nobody has taken yet, and how many are done. */
  next: usize
  done: usize
}

/**
 * Moves the next points. Several threads may call it: a step begins when the one before is done. Returns 0 when no steps are left, and
 * `WAIT` when there is nothing to do until others have done theirs.
 */
export function movePoints(s: MapLayout): usize {
  const nextAt = changetype<usize>(s) + offsetof<MapLayout>('next')
  const doneAt = changetype<usize>(s) + offsetof<MapLayout>('done')
  const part = atomic.load<usize>(nextAt)
  const step = part / s.parts
  if (step >= s.steps) return 0
  if (atomic.load<usize>(doneAt) < step * s.parts) return WAIT
  if (atomic.cmpxchg<usize>(nextAt, part, part + 1) != part) return 1
  const first = (part % s.parts) * MOVED_ROWS
  const end = min<usize>(first + MOVED_ROWS, s.n)
  const isOdd = (step & 1) == 1
  const from = isOdd ? s.others : s.points
  const to = isOdd ? s.points : s.others
  const schedule = s.schedule + step * STEP_BYTES
  for (let point = first; point < end; point++) movePoint(s, point, from, to, schedule)
  atomic.add<usize>(doneAt, 1)
  return 1
}

function movePoint(s: MapLayout, point: usize, from: usize, to: usize, schedule: usize): void {
  const starts = s.starts + point * 12
  const near = s.partners + <usize>load<u32>(starts) * 4
  const mid = s.partners + <usize>load<u32>(starts, 4) * 4
  const far = s.partners + <usize>load<u32>(starts, 8) * 4
  const end = s.partners + <usize>load<u32>(starts, 12) * 4
  const own = v128.load64_splat(from + point * 8)
  const weightMid = load<f32>(schedule, 4)
  let gradient = forceOf(from, own, near, mid, load<f32>(schedule), 10)
  if (weightMid > 0) gradient = f32x4.add(gradient, forceOf(from, own, mid, far, weightMid, 10000))
  gradient = f32x4.sub(gradient, forceOf(from, own, far, end, load<f32>(schedule, 8), 1))

  const at = point * 8
  const momentum = f32x4.add(
    f32x4.mul(f32x4.splat(0.9), v128.load64_zero(s.momenta + at)),
    f32x4.mul(f32x4.splat(0.1), gradient)
  )
  const velocity = f32x4.add(
    f32x4.mul(f32x4.splat(0.999), v128.load64_zero(s.velocities + at)),
    f32x4.mul(f32x4.splat(0.001), f32x4.mul(gradient, gradient))
  )
  v128.store64_lane(s.momenta + at, momentum, 0)
  v128.store64_lane(s.velocities + at, velocity, 0)
  const size = f32x4.add(f32x4.sqrt(f32x4.div(velocity, v128.load32_splat(schedule, 16))), f32x4.splat(1e-7))
  const move = f32x4.div(f32x4.div(momentum, v128.load32_splat(schedule, 12)), size)
  v128.store64_lane(to + at, f32x4.sub(own, move), 0)
}

/**
 * Σ over some partners of w · 2c / (c + d)² · (own − partner), d = 1 + |own − partner|²: x and y in the lower half. That is the gradient of
 * w · d / (c + d), and for c = 1 minus that of w / (1 + d).
 */
function forceOf(from: usize, own: v128, at: usize, end: usize, weight: f32, c: f32): v128 {
  const one = f32x4.splat(1)
  const cs = f32x4.splat(c)
  const factor = f32x4.splat(2 * weight * c)
  let sumX = f32x4.splat(0)
  let sumY = f32x4.splat(0)
  for (; at < end; at += PARTNERS * 4) {
    let a = v128.load64_zero(from + <usize>load<u32>(at) * 8)
    a = v128.load64_lane(from + <usize>load<u32>(at, 4) * 8, a, 1)
    let b = v128.load64_zero(from + <usize>load<u32>(at, 8) * 8)
    b = v128.load64_lane(from + <usize>load<u32>(at, 12) * 8, b, 1)
    a = f32x4.sub(own, a)
    b = f32x4.sub(own, b)
    const x = v128.shuffle<f32>(a, b, 0, 2, 4, 6)
    const y = v128.shuffle<f32>(a, b, 1, 3, 5, 7)
    const d = f32x4.add(one, f32x4.add(f32x4.mul(x, x), f32x4.mul(y, y)))
    const e = f32x4.add(cs, d)
    const force = f32x4.div(factor, f32x4.mul(e, e))
    sumX = f32x4.add(sumX, f32x4.mul(force, x))
    sumY = f32x4.add(sumY, f32x4.mul(force, y))
  }
  // Both sums side by side: x of lanes 0 and 2, 1 and 3, then of both; y likewise.
  const half = f32x4.add(v128.shuffle<f32>(sumX, sumY, 0, 4, 1, 5), v128.shuffle<f32>(sumX, sumY, 2, 6, 3, 7))
  return f32x4.add(half, v128.shuffle<f32>(half, half, 2, 3, 0, 1))
}
