import type { Job } from '../../../src/jobs/contract.ts'

/** Every job that writes, by its name. A process is started for each boundary, so that it loads only the one that it runs. */
const JOBS: Record<string, () => Promise<unknown>> = {
  annotate: async () => (await import('../../../src/jobs/annotate.ts')).annotateJob,
  assign: async () => (await import('../../../src/jobs/assign.ts')).assignJob,
  'check --quarantine': async () => (await import('../../../src/jobs/check.ts')).quarantineJob,
  cluster: async () => (await import('../../../src/jobs/cluster.ts')).clusterJob,
  'count values': async () => (await import('../../../src/jobs/count-values.ts')).countValuesJob,
  'corrections add': async () => (await import('../../../src/jobs/corrections.ts')).addCorrectionJob,
  'corrections undo': async () => (await import('../../../src/jobs/corrections.ts')).undoCorrectionJob,
  cut: async () => (await import('../../../src/jobs/cut.ts')).cutJob,
  'edit merge': async () => (await import('../../../src/jobs/edit.ts')).mergeJob,
  'edit reject': async () => (await import('../../../src/jobs/edit.ts')).rejectJob,
  embed: async () => (await import('../../../src/jobs/embed.ts')).embedJob,
  evaluate: async () => (await import('../../../src/jobs/evaluate.ts')).evaluateJob,
  'export dataset': async () => (await import('../../../src/jobs/export-dataset.ts')).exportDatasetJob,
  'export labels': async () => (await import('../../../src/jobs/export-labels.ts')).exportLabelsJob,
  'feature-sets add': async () => (await import('../../../src/jobs/feature-sets.ts')).addFeatureSetJob,
  'import mappings': async () => (await import('../../../src/jobs/share-mappings.ts')).importMappingsJob,
  map: async () => (await import('../../../src/jobs/map.ts')).mapJob,
  'sources move': async () => (await import('../../../src/jobs/sources.ts')).moveSourceJob,
  'sources remove': async () => (await import('../../../src/jobs/sources.ts')).removeSourceJob,
  report: async () => (await import('../../../src/jobs/report.ts')).reportJob,
  scan: async () => (await import('../../../src/jobs/scan.ts')).scanJob,
  'scan a shard': async () => (await import('../../../src/jobs/scan-shard.ts')).scanShardJob,
  train: async () => (await import('../../../src/jobs/train.ts')).trainJob,
  tree: async () => (await import('../../../src/jobs/tree.ts')).treeJob
}

export async function jobNamed(name: string): Promise<Job<never, unknown>> {
  return (await JOBS[name]()) as Job<never, unknown>
}
