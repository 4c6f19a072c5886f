import { object } from '../../core/schema.ts'
import type { ToldTiling as Tiling } from '../images/messages.ts'
import { hostMethod } from '../method.ts'
import { instance } from './arguments.ts'

export type { Tiling }

const one = object({ instance })

/** How the frames of a whole-slide image lie on it: answered by the process that opens files. */
export const tilings = {
  'images.tiling': hostMethod(one, (host, { instance }, { signal }): Promise<Tiling | null> =>
    host.askFile(instance, (path) => host.files.ask({ ask: 'tiling', path }, signal), signal)
  )
}
