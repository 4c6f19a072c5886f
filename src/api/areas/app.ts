import { boolean, object, optional, text } from '../../core/schema.ts'
import type { JobDescriptions } from '../../jobs/definitions/describe.ts'
import { hostMethod, nothing } from '../method.ts'
import { systemFacts } from '../system.ts'

export type { SystemFacts } from '../system.ts'

/** What a window has to know before it shows anything. */
export interface AppState {
  host: 'browser' | 'desktop'
  version: string
  /** Of the system, as whom somebody names clusters who says nothing else; '' where it has no name. */
  user: string
  /** Of the open catalogue; null: none is open. */
  catalogue: string | null
  /** That the file of the one that was open is gone, and what to do; null once another is opened. */
  gone: string | null
  /** Whether windows see pseudonyms in place of what may tell of a person, a place or a time. */
  hidesPatientData: boolean
  /** Catalogues that were open before, last first. */
  recent: string[]
  /** Where a new catalogue goes that nobody names. */
  defaultCatalogue: string
  /** What a window says of each job, and what its form begins with and allows. */
  jobs: JobDescriptions
}

const file = object({ file: text(), create: optional(boolean) })

/** The program, and which catalogue is open. */
export const app = {
  'app.state': hostMethod(nothing, ({ state }) => state),
  /** For all windows of this host. */
  'app.hide': hostMethod(object({ hides: boolean }), (host, { hides }) => host.hide(hides)),
  'app.system': hostMethod(nothing, systemFacts),
  'catalogue.open': hostMethod(file, (host, { file, create = false }, { signal }) => host.open(file, create, signal)),
  'catalogue.close': hostMethod(nothing, (host) => host.shut())
}
