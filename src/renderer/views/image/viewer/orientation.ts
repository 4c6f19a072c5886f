/** Where the edges of an image lie in the patient (PS3.3 section C.7.6.1.1.1): L, R, A, P, H, F and pairs of them. */
interface Edges {
  left: string
  right: string
  top: string
  bottom: string
}

/** Directions that are this far from an axis do not name it. */
const LEAST = 0.25

/** @param orientation directions of a row and of a column; null: nobody says */
export function edgesOf(orientation: readonly number[] | null): Edges | null {
  if (orientation === null) return null
  const [row, column] = [orientation.slice(0, 3), orientation.slice(3, 6)]
  return {
    right: letters(row),
    left: letters(row.map((x) => -x)),
    bottom: letters(column),
    top: letters(column.map((x) => -x))
  }
}

function letters(direction: readonly number[]): string {
  const axes = [
    ['L', 'R'],
    ['P', 'A'],
    ['H', 'F']
  ]
  return direction
    .map((x, i) => ({ size: Math.abs(x), letter: axes[i][x > 0 ? 0 : 1] }))
    .filter(({ size }) => size > LEAST)
    .sort((a, b) => b.size - a.size)
    .map(({ letter }) => letter)
    .join('')
}

/** The longest round length that is no longer than `most` millimetres: 1, 2 or 5 times a power of ten. */
export function scaleLength(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most))
  return [5, 2, 1].map((n) => n * power).find((length) => length <= most) ?? power
}
