/** The jobs that a host starts in processes of their own, and what it has to know of them before it does. */
export const JOBS = {
  demo: { title: 'Make the sample archive', writes: true },
  scan: { title: 'Scan', writes: true },
  'remove-source': { title: 'Remove a source', writes: true },
  'move-source': { title: 'Move a source', writes: true },
  'count-values': { title: 'Count values', writes: true },
  cluster: { title: 'Cluster', writes: true },
  assign: { title: 'Assign images', writes: true },
  train: { title: 'Train', writes: false },
  embed: { title: 'Write vectors', writes: false },
  evaluate: { title: 'Evaluate', writes: false },
  report: { title: 'Write the report', writes: false },
  'export-labels': { title: 'Export labels', writes: false },
  'export-features': { title: 'Export features', writes: false },
  check: { title: 'Check the catalogue', writes: false }
} as const satisfies Record<string, { title: string; /** To the catalogue: one at a time. */ writes: boolean }>

export type JobName = keyof typeof JOBS
