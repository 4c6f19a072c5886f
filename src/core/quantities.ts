/** Numbers and durations as people read them, in a shell and in a report. */

const WHOLE = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })

/** `12,345` */
export function count(value: number): string {
  return WHOLE.format(value)
}

/** `1 frame`, `12,345 frames` */
export function counted(value: number, one: string): string {
  return `${count(value)} ${one}${value === 1 ? '' : 's'}`
}

/** `820 ms`, `3.4 s`, `2 min 05 s`, `1 h 12 min` */
export function duration(seconds: number): string {
  // What rounds up to a whole unit is told in that unit.
  const milliseconds = Math.round(seconds * 1000)
  if (milliseconds < 1000) return `${milliseconds} ms`
  const tenths = seconds.toFixed(1)
  if (Number(tenths) < 60) return `${tenths} s`
  const whole = Math.round(seconds)
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${pad(whole % 60)} s`
  return `${Math.floor(whole / 3600)} h ${pad(Math.floor((whole % 3600) / 60))} min`
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
