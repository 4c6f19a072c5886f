import { imagePlace, type Point, type Turn, UNTURNED } from './turn.ts'

/** Where the edges of an image lie in the patient (PS3.3 section C.7.6.1.1.1): L, R, A, P, H, F and pairs of them. */
interface Edges {
  left: string
  right: string
  top: string
  bottom: string
}

/** Directions that are this far from an axis do not name it. */
const LEAST = 0.25

/** @param orientation directions of a row and of a column; null: nobody says @param turn how the image is drawn */
export function edgesOf(orientation: readonly number[] | null, turn: Turn = UNTURNED): Edges | null {
  if (orientation === null) return null
  const row = drawnDirection(orientation, turn, { x: 1, y: 0 })
  const column = drawnDirection(orientation, turn, { x: 0, y: 1 })
  return {
    right: letters(row),
    left: letters(opposite(row)),
    bottom: letters(column),
    top: letters(opposite(column))
  }
}

/** Where in the patient a direction of the screen leads. */
function drawnDirection(orientation: readonly number[], turn: Turn, { x, y }: Point): number[] {
  const size = { columns: 1, rows: 1 }
  const [from, to] = [imagePlace({ x: 0, y: 0 }, turn, size), imagePlace({ x, y }, turn, size)]
  return [0, 1, 2].map((i) => orientation[i] * (to.x - from.x) + orientation[i + 3] * (to.y - from.y))
}

const opposite = (direction: readonly number[]): number[] => direction.map((x) => -x)

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
