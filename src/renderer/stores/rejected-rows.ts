import type { RejectedRow } from '../../api/contract.ts'
import { ask } from '../host.ts'

/** Images that are asked for together. */
const PAGE = 1000

/** The rejected images at some places, the last one included; all of them where that is Infinity. @throws HostError */
export async function rejectedRows(clustering: string, first = 0, last = Infinity): Promise<RejectedRow[]> {
  const found: RejectedRow[] = []
  for (let offset = first, end = last; offset <= end; offset += PAGE) {
    const { rows, total } = await ask('clusterings.rejected', {
      clustering,
      offset,
      limit: Math.min(PAGE, end - offset + 1)
    })
    for (const row of rows) found.push(row)
    end = Math.min(last, total - 1)
  }
  return found
}
