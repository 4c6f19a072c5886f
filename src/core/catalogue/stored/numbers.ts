import { integer } from '../../schema.ts'

export const COUNT = integer(0, Number.MAX_SAFE_INTEGER)
/** Of rows of the catalogue. */
export const ID = integer(1, Number.MAX_SAFE_INTEGER)
export const INSTANCE = integer(0, 2 ** 32 - 1)
export const K = integer(1, 65_534)
export const SEED = integer(0, 2 ** 32 - 1)
/** Length of a list that the size of its document bounds. */
export const ANY = Infinity
