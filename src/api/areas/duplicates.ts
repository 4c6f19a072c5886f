import type { FilesCompared } from '../../core/pixels/compare-files.ts'
import { integer, object, text } from '../../core/schema.ts'
import { hostMethod } from '../method.ts'

export type { FilesCompared }

/** As `files.list` names a file. */
const one = object({ dir: integer(0, Number.MAX_SAFE_INTEGER), name: text({ max: 4096 }) })

/** What the files of duplicates say: answered by the process that opens files. */
export const duplicates = {
  /** Whether the pixels of a duplicate are those of its instance. */
  'duplicates.compare': hostMethod(one, (host, { dir, name }, { signal }) => host.compareDuplicate(dir, name, signal))
}
