import type { IncomingHttpHeaders } from 'node:http'

/** Loopback by name or address, on any port: an SSH tunnel ends on another port than ours. */
const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i

/** What the Sec-Fetch-Site of a request may be: of our own page, or of nobody's, such as an address that somebody typed. */
const OWN_SITES = ['same-origin', 'none']

/**
 * Why a request is refused; null where it is not. Pages of other origins and rebound names reach nothing, except that a link on
 * another page may lead to the window.
 */
export function refusal(method: string, headers: IncomingHttpHeaders): string | null {
  const { host = '', origin, 'sec-fetch-site': site = 'none' } = headers
  if (!LOOPBACK.test(host)) return 'This host is reached as 127.0.0.1 or localhost only.'
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) {
    return 'Pages of other origins may not ask this host.'
  }
  // Browsers say who asks, in a header that no page can set; what does not send it is no browser.
  if (!OWN_SITES.includes(String(site)) && !isLinkToWindow(method, headers)) {
    return 'Pages of other sites may not ask this host.'
  }
  if (method === 'GET' || method === 'HEAD') return null
  // Every browser sends an Origin with what it posts.
  if (method !== 'POST' || origin === undefined) return 'This request does not come from the window of this host.'
  return null
}

/** A click on a link, or a page that leads on, in a tab of its own: no page of another site sees anything of what it shows. */
function isLinkToWindow(method: string, headers: IncomingHttpHeaders): boolean {
  const { 'sec-fetch-mode': mode = 'navigate', 'sec-fetch-dest': dest = 'document' } = headers
  return method === 'GET' && mode === 'navigate' && dest === 'document'
}
