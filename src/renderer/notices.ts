import type { ShownJob } from '../api/contract.ts'

/** How it ended, for those states of a job that people wait for. */
const ENDS: Partial<Record<ShownJob['state'], string>> = {
  done: 'is done',
  failed: 'failed',
  interrupted: 'was interrupted'
}

/** What the system tells of a job while nobody looks at the window: neither paths nor values, which others may see. */
export interface Notice {
  title: string
  body: string
}

/**
 * Tells of jobs that end, each once: of those that were seen to wait or run.
 * @param titleOf the name of a job
 * @param tell hears each
 */
export function noticing(titleOf: (job: ShownJob) => string, tell: (notice: Notice) => void): (job: ShownJob) => void {
  const live = new Set<string>()
  return (job) => {
    if (job.state === 'waiting' || job.state === 'running') {
      live.add(job.id)
      return
    }
    const end = ENDS[job.state]
    if (!live.delete(job.id) || end === undefined) return
    const title = `${titleOf(job)} ${end}`
    tell({ title, body: job.state === 'done' ? 'Medoid has the result.' : 'Medoid says why, and what to do next.' })
  }
}
