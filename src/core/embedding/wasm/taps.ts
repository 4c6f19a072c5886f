/** A pixel that a convolution reads, so many rows below and columns right of the one it computes, and all kernel places that do. */
export interface Tap {
  row: number
  column: number
  /** Places in the kernel, row by row. */
  places: number[]
}

/** The pixels of an upsampled image that stand in the same place of each scale × scale square. */
export interface Phase {
  row: number
  column: number
  taps: Tap[]
}

/**
 * A convolution of an upsampled image reads every pixel of the small image several times. Each phase of its result is a
 * convolution of the small image itself with fewer taps, whose weights are sums of the kernel's: of 3 × 3 taps remain 2 × 2.
 * With scale 1 there is one phase, of all taps.
 */
export function phasesOf(kernel: number, scale: number): Phase[] {
  const lines = Array.from({ length: scale }, (_, phase) => linesOf(kernel, scale, phase))
  return lines.flatMap((rows, row) =>
    lines.map((columns, column) => ({
      row,
      column,
      taps: rows.flatMap((down) =>
        columns.map((across) => ({
          row: down.offset,
          column: across.offset,
          places: down.lines.flatMap((y) => across.lines.map((x) => y * kernel + x))
        }))
      )
    }))
  )
}

/** Which lines (rows or columns) of a kernel read the line `offset` of the small image. */
function linesOf(kernel: number, scale: number, phase: number): { offset: number; lines: number[] }[] {
  const before = Math.floor((kernel - 1) / 2)
  const found = new Map<number, number[]>()
  for (let line = 0; line < kernel; line++) {
    const offset = Math.floor((phase + line - before) / scale)
    found.set(offset, [...(found.get(offset) ?? []), line])
  }
  return [...found].map(([offset, lines]) => ({ offset, lines }))
}
