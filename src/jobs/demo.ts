import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ExportedLabels } from '../core/labels/export.ts'
import { DEFAULT_RESTARTS } from '../core/clustering/kmedoids.ts'
import { DEFAULT_TAGS } from '../core/features/select.ts'
import { writePhantom } from '../core/phantom/phantom.ts'
import { annotateJob } from './annotate.ts'
import { assignJob, type AssignReport } from './assign.ts'
import { clusterJob, type ClusterReport } from './cluster.ts'
import type { Job } from './contract.ts'
import { exportLabelsJob } from './export-labels.ts'
import { scanJob, type ScanReport } from './scan.ts'
import { tagsJob, type TagsReport } from './tags.ts'

export interface DemoParameters {
  /** Folder for everything that the demo makes. */
  out: string
  /** Default: in that folder. */
  catalogue?: string
  images: number
  seed: number
  /** Numbers of clusters to try. */
  k: number[]
}

export interface DemoReport {
  archive: string
  catalogue: string
  scan: ScanReport
  tags: TagsReport
  cluster: ClusterReport
  assign: AssignReport
  exports: ExportedLabels[]
  seconds: number
}

/** The whole way once, on a synthetic archive: from a folder of files to an export of named clusters. */
export const demoJob: Job<DemoParameters, DemoReport> = {
  name: 'demo',
  run: async ({ out, catalogue = join(out, 'catalogue.sqlite'), images, seed, k }, work) => {
    const started = performance.now()
    mkdirSync(out, { recursive: true })
    const archive = join(out, 'archive')
    await writePhantom(archive, { images, seed }, work)
    const scan = await scanJob.run({ catalogue, folders: [archive] }, work)
    const tags = await tagsJob.run({ catalogue }, work)
    const cluster = await clusterJob.run(
      {
        catalogue,
        where: [],
        tags: DEFAULT_TAGS,
        include: [],
        exclude: [],
        k,
        sample: 5000,
        seed,
        algorithm: 'fasterpam',
        restarts: DEFAULT_RESTARTS
      },
      work
    )
    const run = `${cluster.run}.${cluster.best.k}`
    const assign = await assignJob.run({ catalogue, run }, work)
    for (const { id, suggestedLabel: label } of cluster.clusters) {
      await annotateJob.run({ catalogue, run, cluster: id, label, note: 'named by its most distinguishing tags' }, work)
    }
    const exports: ExportedLabels[] = []
    for (const format of ['csv', 'jsonl', 'parquet'] as const) {
      exports.push(
        await exportLabelsJob.run({ catalogue, run, format, out: join(out, `labels.${format}`), columns: [] }, work)
      )
    }
    const seconds = (performance.now() - started) / 1000
    return {
      archive,
      catalogue,
      scan,
      tags,
      cluster,
      assign,
      exports,
      seconds
    }
  }
}
