/** A scale of numbers: its ends, and the numbers that are written beside it, ascending. */
export interface Axis {
  from: number
  to: number
  ticks: number[]
  isLogarithmic: boolean
}

/** Multiples of a step about all values, so that the ends of the axis are round. @param step between two ticks */
export function steppedAxis(least: number, greatest: number, step: number): Axis {
  const first = Math.floor(exact(least / step))
  const last = Math.max(first + 1, Math.ceil(exact(greatest / step)))
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => exact((first + i) * step))
  return { from: ticks[0], to: ticks[ticks.length - 1], ticks, isLogarithmic: false }
}

/** Steps of 1, 2 or 5 times a power of ten, of which the values take at most so many. */
export function roundAxis(least: number, greatest: number, steps = 5): Axis {
  // Values that are all the same stand on an axis too.
  const span = greatest - least || Math.abs(greatest) || 1
  const power = 10 ** Math.floor(Math.log10(span / steps))
  const step = [1, 2, 5, 10].find((each) => exact(span / (each * power)) <= steps)! * power
  return steppedAxis(least, greatest, step)
}

/** Whole numbers only. */
export function wholeAxis(least: number, greatest: number, steps = 5): Axis {
  const { ticks } = roundAxis(least, greatest, Math.min(steps, Math.max(1, greatest - least)))
  const inside = ticks.filter((tick) => Number.isInteger(tick) && tick >= least && tick <= greatest)
  return { from: least, to: greatest, ticks: inside, isLogarithmic: false }
}

/** Powers of ten about all values. @param least above 0 */
export function logarithmicAxis(least: number, greatest: number): Axis {
  const first = Math.floor(exact(Math.log10(least)))
  const last = Math.max(first + 1, Math.ceil(exact(Math.log10(greatest))))
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => exact(10 ** (first + i)))
  return { from: ticks[0], to: ticks[ticks.length - 1], ticks, isLogarithmic: true }
}

/** Where a value stands, from the beginning of the axis to its end. @param start and @param end in units of a drawing */
export function place({ from, to, isLogarithmic }: Axis, start: number, end: number): (value: number) => number {
  const along = isLogarithmic ? Math.log10 : (value: number): number => value
  const scale = (end - start) / (along(to) - along(from))
  return (value) => start + (along(value) - along(from)) * scale
}

/** Without what adding and dividing leaves behind the twelfth digit: 0.3, not 0.30000000000000004. */
function exact(value: number): number {
  return Number(value.toPrecision(12))
}
