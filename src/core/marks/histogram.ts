/** What part of its numbers a histogram shows, and how far apart they stand. */
export interface HistogramView {
  scale: 'linear' | 'log'
  /** null: the least. */
  from: number | null
  /** null: the greatest. */
  to: number | null
}

/** How often numbers occur, in steps. */
export interface Histogram {
  /** Of all numbers. */
  min: number
  max: number
  scale: 'linear' | 'log'
  /** Where the steps begin and end: the first one holds `edges[0]` and what is below `edges[1]`, the last one its end, too. */
  edges: number[]
  /** Whether the numbers are whole and a step holds one or several of them. */
  isWhole: boolean
  /** Why these are not all numbers: nobody asked, and most would stand in one bar. As a share that is left out at each end. */
  trimmed: number | null
  /** Whether powers of ten apart make sense: some numbers are positive, and far apart. */
  canBeLog: boolean
  /** By series: how many numbers are in each step, … */
  counts: number[][]
  /** … how many are less than the first edge, … */
  below: number[]
  /** … and how many are greater than the last one. */
  above: number[]
}

/** Numbers, ascending, and how often each series has each of them. */
export interface CountedNumbers {
  numbers: Float64Array
  series: readonly ArrayLike<number>[]
  /** How often they occur where the range is found that is shown; so that it stays where it is, whatever is chosen of them. */
  all: ArrayLike<number>
}

/** Shares of the numbers that are left out at each end, one after the other, until no bar holds most of the rest. */
const TRIMS = [0, 0.01, 0.05]
/** Share of the numbers that one bar may hold before another range is tried. */
const MOST_IN_A_BAR = 0.5
/** The greatest of the positive numbers is so many times the least where powers of ten are offered. */
const FAR_APART = 10

/** @param view null: the range, or else the scale, in which no bar holds most of the numbers @returns null where there are none */
export function histogramOf(given: CountedNumbers, steps: number, view: HistogramView | null): Histogram | null {
  if (given.numbers.length === 0) return null
  if (view !== null) return drawn(given, steps, view, null)
  const all = { scale: 'linear', from: null, to: null } as const
  const whole = drawn(given, steps, all, null)
  if (isReadable(whole, given)) return whole
  for (const trim of TRIMS.slice(1)) {
    const [from, to] = [quantile(given, trim), quantile(given, 1 - trim)]
    if (from === to) continue
    const found = drawn(given, steps, { scale: 'linear', from, to }, trim)
    if (isReadable(found, given)) return found
  }
  if (whole.canBeLog) {
    const found = drawn(given, steps, { ...all, scale: 'log' }, null)
    if (isReadable(found, given)) return found
  }
  return whole
}

/** Whether no bar, and no end, holds most of the numbers. */
function isReadable({ edges, isWhole }: Histogram, { numbers, all }: CountedNumbers): boolean {
  const { inside, below, above } = countIn(numbers, all, edges, isWhole)
  const total = sum(all)
  return Math.max(below, above, ...inside) <= total * MOST_IN_A_BAR
}

function drawn(given: CountedNumbers, steps: number, view: HistogramView, trimmed: number | null): Histogram {
  const { numbers, series } = given
  const [min, max] = [numbers[0], numbers[numbers.length - 1]]
  const least = numbers.find((number) => number > 0)
  const canBeLog = least !== undefined && max / least >= FAR_APART
  const scale = view.scale === 'log' && canBeLog ? 'log' : 'linear'
  const floor = scale === 'log' ? least! : min
  const from = Math.min(Math.max(view.from ?? floor, floor), max)
  const to = Math.max(Math.min(view.to ?? max, max), from)
  const isWhole = scale === 'linear' && numbers.every(Number.isSafeInteger)
  const edges = isWhole
    ? wholeEdges(Math.ceil(from), Math.max(Math.ceil(from), Math.floor(to)), steps)
    : evenEdges(from, to, steps, scale)
  const counted = series.map((counts) => countIn(numbers, counts, edges, isWhole))
  return {
    ...{ min, max, scale, edges, isWhole, trimmed, canBeLog },
    counts: counted.map(({ inside }) => inside),
    below: counted.map(({ below }) => below),
    above: counted.map(({ above }) => above)
  }
}

/** As many whole numbers a step as are needed; the last step ends before its edge. */
function wholeEdges(from: number, to: number, steps: number): number[] {
  const width = Math.ceil((to - from + 1) / steps)
  const count = Math.ceil((to - from + 1) / width)
  return Array.from({ length: count + 1 }, (_, i) => from + i * width)
}

function evenEdges(from: number, to: number, steps: number, scale: 'linear' | 'log'): number[] {
  if (from === to) return [from, to]
  const at = (i: number): number => {
    const [before, after] = [1 - i / steps, i / steps]
    // Of the ends, not of what lies between them, which the greatest and the least doubles have no room for.
    return scale === 'log' ? 10 ** (Math.log10(from) * before + Math.log10(to) * after) : from * before + to * after
  }
  return Array.from({ length: steps + 1 }, (_, i) => (i === 0 ? from : i === steps ? to : at(i)))
}

function countIn(
  numbers: Float64Array,
  counts: ArrayLike<number>,
  edges: readonly number[],
  isWhole: boolean
): { inside: number[]; below: number; above: number } {
  const last = edges.length - 2
  const inside = new Array<number>(last + 1).fill(0)
  let [below, above, step] = [0, 0, 0]
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i]
    const isAbove = isWhole ? number >= edges[last + 1] : number > edges[last + 1]
    if (number < edges[0]) below += counts[i]
    else if (isAbove) above += counts[i]
    else {
      while (step < last && number >= edges[step + 1]) step++
      inside[step] += counts[i]
    }
  }
  return { inside, below, above }
}

/** The least number that at least this share of the numbers do not exceed. */
function quantile({ numbers, all }: CountedNumbers, share: number): number {
  const wanted = sum(all) * share
  let seen = 0
  for (let i = 0; i < numbers.length; i++) {
    seen += all[i]
    if (seen >= wanted && seen > 0) return numbers[i]
  }
  return numbers[numbers.length - 1]
}

function sum(counts: ArrayLike<number>): number {
  let total = 0
  for (let i = 0; i < counts.length; i++) total += counts[i]
  return total
}

/** The numbers of a step, as conditions have them: from the first one, and below the second; undefined: all that are greater. */
export function numbersOfStep({ edges, isWhole, max }: Histogram, step: number): { from: number; to?: number } {
  const [from, to] = [edges[step], edges[step + 1]]
  if (isWhole || step < edges.length - 2) return { from, to }
  return to >= max ? { from } : { from, to: justAbove(to) }
}

/** The least double that is greater. */
function justAbove(number: number): number {
  const bits = new BigInt64Array(1)
  const doubles = new Float64Array(bits.buffer)
  doubles[0] = number === 0 ? 0 : number
  bits[0] += number < 0 ? -1n : 1n
  return doubles[0]
}

/** Numbers in ascending order without NaN, and for each the place that it has in the list. */
export function ascending(numbers: Float64Array): { numbers: Float64Array; places: Uint32Array } {
  const places = Uint32Array.from(numbers.keys()).filter((place) => !Number.isNaN(numbers[place]))
  places.sort((a, b) => numbers[a] - numbers[b])
  return { numbers: Float64Array.from(places, (place) => numbers[place]), places }
}
