/** What archives may cost. Tests lower these. */
export interface ArchiveLimits {
  /** Members of one archive. */
  members: number
  /** Bytes of all names of one archive. */
  names: number
  /** Bytes of a member, or of an archive within another, that are inflated at most. */
  inflated: number
  /** Bytes that a .tar.gz may unpack to before `ratio` holds. */
  beyond: number
  /** So many times its own size an archive may unpack to. */
  ratio: number
  /** Bytes of the disk for temporary files that stay free. */
  reserve: number
}

export const LIMITS: Readonly<ArchiveLimits> = {
  members: 500_000,
  names: 128 << 20,
  inflated: 4 * 2 ** 30,
  beyond: 2 ** 30,
  ratio: 200,
  reserve: 256 << 20
}

/** Deflate makes no more than this of one byte (RFC 1951: 258 bytes of two bits). */
export const MOST_OF_A_BYTE = 1032
