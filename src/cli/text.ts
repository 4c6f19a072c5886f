/** Text for people: names, tables. */

/** Values of files are hostile: what could steer a terminal becomes visible, and long text is cut. */
export function safe(text: string, width = 60): string {
  const visible = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·')
  return visible.length <= width ? visible : `${visible.slice(0, width - 1)}…`
}

/** A tag's path or keyword; of a private element its creator, and beside it what that calls it. @param width of the first part */
export function tagName(
  { path, keyword, privateCreator, privateName }: Record<'path' | 'keyword' | 'privateCreator' | 'privateName', string>,
  width = 48
): string {
  const own = path || keyword || (privateCreator === '' ? '' : `[${privateCreator}]`)
  return `${safe(own, width)}${privateName === '' ? '' : ` ${safe(privateName, 40)}`}`
}

/** Columns as wide as their widest cell, two spaces apart. @param align one of `<` and `>` a column */
export function table(head: string[], rows: string[][], align: string): string {
  const widths = head.map((title, i) => rows.reduce((widest, row) => Math.max(widest, row[i].length), title.length))
  const line = (cells: string[]): string =>
    cells
      .map((cell, i) => (align[i] === '>' ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
      .join('  ')
      .trimEnd()
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n')
}

/** A share as a bar of `width` characters. */
export function bar(share: number, width = 20): string {
  const eighths = Math.round(Math.max(0, Math.min(1, share)) * width * 8)
  const rest = eighths % 8
  return '█'.repeat(Math.floor(eighths / 8)) + (rest === 0 ? '' : '▏▎▍▌▋▊▉'[rest - 1])
}
