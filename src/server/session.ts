import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const COOKIE = 'medoid'

/**
 * Who may use the browser host: whoever has opened a link that it printed. The token of a link works once and becomes a
 * cookie, so that it is worth nothing in a history or a log.
 */
export class Sessions {
  private readonly tokens = new Set<string>()
  private readonly secrets = new Set<string>()
  /**
   * Below this path is the window. Cookies know no ports: a path that nobody guesses keeps this one from other servers that a browser
   * reaches as localhost, another host of ours among them.
   */
  readonly base = `/${randomBytes(12).toString('base64url')}/`

  /** A token for one link. */
  token(): string {
    const token = randomBytes(24).toString('base64url')
    this.tokens.add(digest(token))
    return token
  }

  /** Turns a token into what the Set-Cookie header has to say. @returns null where it is not one of ours, or was used */
  admit(token: string): string | null {
    if (!take(this.tokens, digest(token))) return null
    const secret = randomBytes(24).toString('base64url')
    this.secrets.add(digest(secret))
    return `${COOKIE}=${secret}; Path=${this.base}; HttpOnly; SameSite=Strict`
  }

  /** @param cookies the Cookie header of a request */
  knows(cookies: string | undefined): boolean {
    for (const pair of (cookies ?? '').split(';')) {
      const at = pair.indexOf('=')
      if (pair.slice(0, at).trim() !== COOKIE) continue
      if (has(this.secrets, digest(pair.slice(at + 1).trim()))) return true
    }
    return false
  }
}

/** Compared in constant time, and of one length. */
function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

function has(digests: ReadonlySet<string>, wanted: string): boolean {
  let found = false
  for (const each of digests) if (timingSafeEqual(Buffer.from(each), Buffer.from(wanted))) found = true
  return found
}

function take(digests: Set<string>, wanted: string): boolean {
  return has(digests, wanted) && digests.delete(wanted)
}
