import { type Name, storedName } from '../catalogue/names.ts'
import { identityOf, walkAhead } from '../catalogue/walk.ts'
import { MedoidError } from '../errors.ts'
import { breathe, throwIfCancelled, unlessCancelled, type Work } from '../work.ts'
import { CutFinder } from './cuts.ts'
import { MAX_SEEN_LINKS, type Plan, planOf } from './plan.ts'

/** How often the walk tells how far it is, and lets signals in. */
const FILES_A_REPORT = 2048

/**
 * Walks an archive once, without opening a file, and cuts the walk into ranges of about as many files each: where a folder begins, if that
 * is near, else between two files. What is kept of the walk does not grow with it.
 * @param root real path
 * @returns the plan, and how many folders and files could not be looked at
 * @throws MedoidError `folder-empty`, `no-such-folder`, `too-many-links`; CancelledError
 */
export async function makePlan(root: string, shards: number, work?: Work): Promise<{ plan: Plan; unreadable: number }> {
  const cuts = new CutFinder(shards)
  const folders: Name[] = []
  const seenLinks: string[] = []
  let unreadable = 0
  const begun = identityOf(root)
  for (const event of walkAhead(root)) {
    switch (event.kind) {
      case 'enter':
        cuts.folder(event.path)
        folders.push(event.path)
        break
      case 'leave':
        folders.pop()
        break
      case 'wait':
        await unlessCancelled(work, event.until)
        break
      case 'file':
        cuts.file(folders.at(-1)!, event.name)
        if (cuts.total % FILES_A_REPORT === 0) {
          work?.onProgress?.({ stage: 'Counting files', done: cuts.total, unit: 'files' })
          await breathe()
          throwIfCancelled(work)
        }
        break
      case 'seen-link':
        if (seenLinks.push(storedName(event.path)) > MAX_SEEN_LINKS)
          throw new MedoidError('too-many-links', { root, most: MAX_SEEN_LINKS })
        break
      default:
        unreadable++
    }
  }
  if (identityOf(root) !== begun) throw new MedoidError('no-such-folder', { why: 'went-away', path: root })
  if (cuts.total === 0) throw new MedoidError('folder-empty', { path: root, hasUnreadable: unreadable > 0, kept: 0 })
  const plan = planOf({ root, shards, files: cuts.total, ranges: cuts.ranges(shards), seenLinks })
  return { plan, unreadable }
}
