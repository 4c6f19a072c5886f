/** Where the window's pages come from: a scheme of our own, which reaches the built files and nothing else. */
export const SCHEME = 'app'
const HOST = 'medoid'
export const START = `${SCHEME}://${HOST}/index.html`

/** Whether an address is one of the window's own pages; by a parser, not by how it begins. */
export function isOurs(address: string): boolean {
  const url = URL.parse(address)
  return url !== null && url.protocol === `${SCHEME}:` && url.host === HOST && url.username === '' && url.port === ''
}

/** What a frame must be to be listened to: the top one of a window, showing a page of ours. */
export function isTrusted(frame: { url: string; parent: unknown } | null): boolean {
  return frame !== null && frame.parent === null && isOurs(frame.url)
}
