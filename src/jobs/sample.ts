import { mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { formatClustering } from '../core/catalogue/clustering-name.ts'
import { refuseNetworkFileSystem } from '../core/catalogue/database.ts'
import { SUGGESTED_NOTE } from '../core/labels/suggested-note.ts'
import { writePhantom } from '../phantom/phantom.ts'
import { annotateJob } from './annotate.ts'
import { assignJob, type AssignReport } from './assign.ts'
import { clusterJob, type ClusterReport } from './cluster.ts'
import type { Job } from './contract.ts'
import type { SampleParameters } from './definitions/archive.ts'
import { cluster } from './definitions/cluster.ts'
import { withDefaults } from './parameter.ts'
import { scanJob, type ScanReport } from './scan.ts'
import { tagsJob, type TagsReport } from './tags.ts'

export interface SampleInFolder extends Omit<SampleParameters, 'catalogue'> {
  /** Folder for everything that is made. */
  out: string
  /** Default: in that folder. */
  catalogue?: string
}

export interface SampleReport {
  archive: string
  catalogue: string
  scan: ScanReport
  tags: TagsReport
  cluster: ClusterReport
  assign: AssignReport
  seconds: number
}

/** Share of the archive that chooses K; `demoJob` evaluates on images that neither this nor its training has seen. */
const SAMPLE_SHARE = 0.4

/** A synthetic archive, from a folder of files to named clusters: what there is to look at in a window. */
export const sampleJob: Job<SampleInFolder, SampleReport> = {
  run: async ({ out, catalogue = join(out, 'catalogue.sqlite'), images, seed, k }, work) => {
    const started = performance.now()
    refuseNetworkFileSystem(resolve(catalogue))
    mkdirSync(out, { recursive: true })
    const archive = join(out, 'archive')
    await writePhantom(archive, { images, seed }, work)
    const scan = await scanJob.run({ catalogue, folders: [archive] }, work)
    const tags = await tagsJob.run({ catalogue }, work)
    const sample = Math.min(5000, Math.floor(images * SAMPLE_SHARE))
    const clustered = await clusterJob.run(
      { ...withDefaults(cluster.parameters, { k: k.filter((each) => each < sample), sample, seed }), catalogue },
      work
    )
    const clustering = formatClustering({ run: clustered.run, k: clustered.best.k })
    const assign = await assignJob.run({ catalogue, run: clustering }, work)
    for (const { id, suggestedLabel: label } of clustered.clusters) {
      if (label === '') continue
      await annotateJob.run({ catalogue, run: clustering, cluster: id, label, note: SUGGESTED_NOTE }, work)
    }
    return { archive, catalogue, scan, tags, cluster: clustered, assign, seconds: (performance.now() - started) / 1000 }
  }
}

/** The sample of a window, which has a folder of its own with its catalogue. */
export const windowSampleJob: Job<SampleParameters, SampleReport> = {
  run: (parameters, work) => sampleJob.run({ ...parameters, out: dirname(parameters.catalogue) }, work)
}
