import type { IncomingHttpHeaders } from 'node:http'

/** Loopback by name or address, on any port: an SSH tunnel ends on another port than ours. */
const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i

/** Why a request is refused; null where it is not. Pages of other origins and rebound names reach nothing. */
export function refusal(method: string, headers: IncomingHttpHeaders): string | null {
  const { host = '', origin } = headers
  if (!LOOPBACK.test(host)) return 'This host is reached as 127.0.0.1 or localhost only.'
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) {
    return 'Pages of other origins may not ask this host.'
  }
  if (method === 'GET' || method === 'HEAD') return null
  // Every browser sends an Origin with what it posts.
  if (method !== 'POST' || origin === undefined) return 'This request does not come from the window of this host.'
  return null
}
