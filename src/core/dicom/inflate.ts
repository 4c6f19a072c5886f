import { constants, inflateRawSync } from 'node:zlib'

/** The data set is longer than it may be, or damaged. */
export type InflateProblem = { mebibytes: number } | { reason: string }

/**
 * A deflated data set, or as much of it as there is (PS3.5 annex A.5).
 * @param most bytes that it may inflate to
 * @param refuse the error to throw
 */
export function inflate(deflated: Buffer, most: number, refuse: (problem: InflateProblem) => Error): Buffer {
  try {
    return inflateRawSync(deflated, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: most })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ERR_BUFFER_TOO_LARGE') throw refuse({ mebibytes: most >> 20 })
    throw refuse({ reason: message })
  }
}
