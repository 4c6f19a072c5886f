/** The modification time as the catalogue keeps it: whole microseconds. */
export function storedTime({ mtimeMs }: { mtimeMs: number }): number {
  return Math.round(mtimeMs * 1000)
}
