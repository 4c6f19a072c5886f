import { sql as initial } from './001-initial.ts'
import { sql as models } from './002-models.ts'
import { sql as vrs } from './004-vrs.ts'

/** In order; the catalogue's `user_version` is how many of them have been applied. */
export const migrations: readonly string[] = [initial, models, vrs]
