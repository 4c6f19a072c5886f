const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }
const LONGEST = 7 * 86_400

/** Seconds of `30s`, `10m`, `2h` or `1d`, up to a week; null for what is none. */
export function secondsOf(duration: string): number | null {
  const [, number, unit] = /^(\d{1,6})([smhd])$/.exec(duration) ?? []
  if (number === undefined) return null
  const seconds = Number(number) * SECONDS[unit]
  return seconds >= 1 && seconds <= LONGEST ? seconds : null
}
