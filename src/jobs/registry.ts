/** The jobs that a host starts in processes of their own, and what it has to know of them before it does. */
export const JOBS = {
  demo: { title: 'Make the sample archive', writes: true },
  scan: { title: 'Scan', writes: true },
  'remove-source': { title: 'Remove a source', writes: true },
  'move-source': { title: 'Move a source', writes: true },
  'count-values': { title: 'Count values', writes: true },
  cluster: { title: 'Cluster', writes: true },
  assign: { title: 'Assign images', writes: true },
  train: { title: 'Train', writes: false, computes: true },
  embed: { title: 'Write vectors', writes: false, computes: true },
  evaluate: { title: 'Evaluate', writes: false, computes: true },
  report: { title: 'Write the report', writes: false },
  'export-labels': { title: 'Export labels', writes: false },
  'export-features': { title: 'Export features', writes: false },
  check: { title: 'Check the catalogue', writes: false }
} as const satisfies Record<string, JobKind>

interface JobKind {
  title: string
  /** To the catalogue: one at a time. */
  writes: boolean
  /** For long, on all cores or the graphics card: one at a time on this machine, as two would each take more than twice as long. */
  computes?: boolean
}

export type JobName = keyof typeof JOBS

/** Whether a job has to wait until another one has ended. */
export function waitsFor(
  job: { job: JobName; catalogue: string },
  other: { job: JobName; catalogue: string }
): boolean {
  const [kind, running]: JobKind[] = [JOBS[job.job], JOBS[other.job]]
  if (kind.computes && running.computes) return true
  return kind.writes && running.writes && job.catalogue === other.catalogue
}
