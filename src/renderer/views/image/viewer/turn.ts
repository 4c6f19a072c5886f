/** How an image is turned on the screen: first mirrored left to right, if at all, then by quarters of a turn to the right. */
export interface Turn {
  quarters: 0 | 1 | 2 | 3
  isMirrored: boolean
}

export const UNTURNED: Turn = { quarters: 0, isMirrored: false }

/** A place in an image or on what is drawn of it, in pixels from the upper left corner: the middle of the first pixel is (0.5, 0.5). */
export interface Point {
  x: number
  y: number
}

interface Size {
  columns: number
  rows: number
}

export type Turning = 'right' | 'left' | 'mirror' | 'flip'

/** What is seen is turned by a quarter, or mirrored left to right, or flipped top to bottom. */
export function turnedBy({ quarters, isMirrored }: Turn, by: Turning): Turn {
  const quarter = (n: number): Turn['quarters'] => (((n % 4) + 4) % 4) as Turn['quarters']
  if (by === 'right') return { quarters: quarter(quarters + 1), isMirrored }
  if (by === 'left') return { quarters: quarter(quarters - 1), isMirrored }
  // A mirror behind a turn is a turn the other way behind a mirror; a flip is a mirror and half a turn.
  return { quarters: quarter(-quarters + (by === 'flip' ? 2 : 0)), isMirrored: !isMirrored }
}

function isTurned({ quarters, isMirrored }: Turn): boolean {
  return quarters !== 0 || isMirrored
}

/** Whether rows are drawn as columns. */
export function isUpended({ quarters }: Turn): boolean {
  return quarters % 2 === 1
}

/** `turned 90° to the right, mirrored`; '' where it is not turned. */
export function turnWords({ quarters, isMirrored }: Turn): string {
  const turned = ['', 'rotated 90°', 'rotated 180°', 'rotated 270°'][quarters]
  return [isMirrored ? 'mirrored' : '', turned].filter((each) => each !== '').join(', ')
}

/** Where a place of the image is drawn. @param size of the image */
export function drawnPlace({ x, y }: Point, { quarters, isMirrored }: Turn, { columns, rows }: Size): Point {
  const across = isMirrored ? columns - x : x
  if (quarters === 0) return { x: across, y }
  if (quarters === 1) return { x: rows - y, y: across }
  if (quarters === 2) return { x: columns - across, y: rows - y }
  return { x: y, y: columns - across }
}

/** The place of the image that is drawn at a place. @param size of the image */
export function imagePlace({ x, y }: Point, { quarters, isMirrored }: Turn, { columns, rows }: Size): Point {
  const [across, down] = [
    [x, y],
    [y, rows - x],
    [columns - x, rows - y],
    [columns - y, x]
  ][quarters]
  return { x: isMirrored ? columns - across : across, y: down }
}

/** Values as they are drawn, pixel by pixel. @param parts values of a pixel */
export function turnedValues<T extends TypedArray>(values: T, parts: number, turn: Turn, size: Size): T {
  if (!isTurned(turn)) return values
  const { columns, rows } = size
  const turned = new (values.constructor as new (length: number) => T)(values.length)
  const place = (x: number, y: number): number => {
    const at = drawnPlace({ x: x + 0.5, y: y + 0.5 }, turn, size)
    return Math.floor(at.y) * (isUpended(turn) ? rows : columns) + Math.floor(at.x)
  }
  const first = place(0, 0)
  const across = columns > 1 ? place(1, 0) - first : 0
  const down = rows > 1 ? place(0, 1) - first : 0
  let from = 0
  for (let y = 0; y < rows; y++) {
    for (let x = 0, to = first + y * down; x < columns; x++, to += across) {
      for (let part = 0; part < parts; part++) turned[to * parts + part] = values[from++]
    }
  }
  return turned
}

type TypedArray = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint8ClampedArray
