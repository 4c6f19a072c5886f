import { breathe, throwIfCancelled, type Work } from '../work.ts'
import type { Name } from './names.ts'
import { walk } from './walk.ts'

/** Files below a folder, without opening any. @throws CancelledError */
export async function countFiles(root: string, below: Name, work: Work): Promise<number> {
  let count = 0
  for (const event of walk(root, below)) {
    if (event.kind !== 'file') continue
    if (++count % 16_384 === 0) {
      work.onProgress?.({ stage: 'Counting files', done: count, unit: 'files' })
      await breathe()
      throwIfCancelled(work)
    }
  }
  return count
}
