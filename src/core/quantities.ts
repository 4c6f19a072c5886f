/** Numbers and durations as people read them, in a shell and in a report. */

const WHOLE = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })

/** `12,345` */
export function count(value: number): string {
  return WHOLE.format(value)
}

/** `12,345 files`, `1 file` */
export function counted(value: number, plural: string): string {
  return `${count(value)} ${value === 1 ? singular(plural) : plural}`
}

function singular(plural: string): string {
  if (plural.endsWith('ies')) return plural === 'series' ? plural : `${plural.slice(0, -3)}y`
  return plural.replace(/s$/, '')
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
