/**
 * By what a row in sight is keyed: what goes out of sight on one end comes in on the other, and no element is made again.
 * @param sight height of what is in sight, and @param height of a row, in pixels
 * @param overscan rows that are kept above and below
 */
export function rowSlot(row: number, sight: number, height: number, overscan: number): number {
  return row % (Math.ceil(sight / height) + 1 + 2 * overscan)
}
