/**
 * How a process of the service tells the host which text is personal: it stands between two characters for private use, encoded, so that
 * no value can end its own mark. The host shows a pseudonym in its place (`pseudonyms.ts`).
 */
const MARKED = /\uE000([A-Za-z0-9+/=]*)\uE001/g

/** '' stays what it is: nothing is hidden in it. */
export function mark(text: string): string {
  return text === '' ? '' : `\uE000${Buffer.from(text, 'utf16le').toString('base64')}\uE001`
}

/** The same with its marked parts as somebody shows them. */
export function replaceMarks(text: string, shown: (personal: string) => string): string {
  return text.replace(MARKED, (_, encoded: string) => shown(Buffer.from(encoded, 'base64').toString('utf16le')))
}
