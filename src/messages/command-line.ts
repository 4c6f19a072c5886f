/** Commands as a person types them: the shell names them in its messages, and a report tells how it can be made again. */

/** `--sample 5000`, `--overwrite` */
export function option(name: string, value?: string): string {
  return `--${name}${value === undefined ? '' : ` ${value}`}`
}

/**
 * `medoid assign --run 3.10`
 * @param options as they are typed one after the other, with their values, null for those that have none; `''` for what stands alone, such as a folder
 */
export function commandLine(
  command: string,
  options: readonly (readonly [name: string, value: string | number | null])[] = []
): string {
  const words = options.map(([name, value]) => {
    if (value === null) return option(name)
    return name === '' ? quoted(value) : option(name, quoted(value))
  })
  return ['medoid', command, ...words].join(' ')
}

/** As a POSIX shell takes it for one word. */
export function quoted(word: string | number): string {
  const text = String(word)
  return /^[\w.,:=@%+/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
