import { constants, inflateRawSync } from 'node:zlib'

/**
 * A deflated data set, or as much of it as there is (PS3.5 annex A.5).
 * @param most bytes that it may inflate to
 * @param refuse the error to throw, given what is wrong and how a sentence about the data set goes on
 */
export function inflate(
  deflated: Buffer,
  most: number,
  refuse: (problem: 'too-large' | 'damaged', what: string) => Error
): Buffer {
  try {
    return inflateRawSync(deflated, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: most })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ERR_BUFFER_TOO_LARGE') throw refuse('too-large', `inflates to more than ${most >> 20} MiB.`)
    throw refuse('damaged', `cannot be inflated: ${message}.`)
  }
}
