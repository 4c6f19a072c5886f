import type { Work } from '../core/work.ts'
import { assignJob } from './assign.ts'
import { checkJob } from './check.ts'
import { clusterJob } from './cluster.ts'
import type { Job } from './contract.ts'
import { countValuesJob } from './count-values.ts'
import { demoJob } from './demo.ts'
import { embedJob } from './embed.ts'
import { evaluateJob } from './evaluate.ts'
import { exportLabelsJob } from './export-labels.ts'
import { exportFeaturesJob } from './features.ts'
import type { JobOutcome } from './record.ts'
import type { JobName } from './registry.ts'
import { reportJob } from './report.ts'
import { scanJob } from './scan.ts'
import { moveSourceJob, removeSourceJob } from './sources.ts'
import { trainJob } from './train.ts'

/** What a host keeps of a result: a sentence for the job list, and what to open next. */
interface Told {
  message: string
  outcome: JobOutcome
}

export type Runner = (parameters: Record<string, unknown>, work: Work) => Promise<Told>

/** Why a folder as a whole was not scanned. */
const UNUSABLE: ReadonlySet<string> = new Set(['no-such-folder', 'not-a-folder', 'unreadable-folder', 'folder-empty'])

/** Every job of the registry with the words for what came of it. */
export const RUNNERS: Record<JobName, Runner> = {
  demo: telling(demoJob, ({ scan, cluster, catalogue }) => ({
    message: `${count(scan.images)} images in ${count(cluster.clusters.length)} clusters.`,
    outcome: { catalogue, run: cluster.run, clustering: `${cluster.run}.${cluster.best.k}` }
  })),
  scan: telling(scanJob, ({ files, instances, issues, issuesOmitted }) => ({
    message: [
      `${count(files.seen)} files read; the catalogue holds ${count(instances)} instances, ${count(issues.length + issuesOmitted)} issues.`,
      // Of the folders that nobody named these were passed over.
      ...issues.filter(({ code }) => UNUSABLE.has(code)).map(({ message }) => message)
    ].join('\n'),
    outcome: {}
  })),
  'remove-source': telling(removeSourceJob, () => ({
    message: 'The source is no longer in the catalogue.',
    outcome: {}
  })),
  'move-source': telling(moveSourceJob, () => ({ message: 'The source has its new folder.', outcome: {} })),
  'count-values': telling(countValuesJob, ({ tags, instances }) => ({
    message: `${count(tags)} tags of ${count(instances)} instances counted.`,
    outcome: {}
  })),
  cluster: telling(clusterJob, ({ run, n, best }) => ({
    message: `Run ${run}: ${count(n)} images; the best K is ${best.k}.`,
    outcome: { run, clustering: `${run}.${best.k}` }
  })),
  assign: telling(assignJob, ({ assigned, clustering }) => ({
    message: `${count(assigned)} images assigned to the clusters of ${clustering}.`,
    outcome: { clustering }
  })),
  train: telling(trainJob, ({ model, images, epochs }) => ({
    message: `Model ${model}: ${count(images)} images, ${count(epochs.length)} epochs, loss ${epochs.at(-1)?.loss.toFixed(4) ?? '–'}.`,
    outcome: { model }
  })),
  embed: telling(embedJob, ({ images, length, files, skipped }) => ({
    message: `${count(images - skipped.length)} vectors of ${count(length)} values in ${files[0].path}.`,
    outcome: { files: files.map(({ path }) => path) }
  })),
  evaluate: telling(evaluateJob, ({ evaluation, run, model, sets }) => ({
    message: `Evaluation ${evaluation}: clustering ${run} with model ${model}, ${count(sets.evaluated)} images.`,
    outcome: { evaluation }
  })),
  report: telling(reportJob, ({ clustering, out, json, pictures }) => ({
    message: `Clustering ${clustering} in ${out}.${pictures.withheld === 0 ? '' : ` ${count(pictures.withheld)} of ${count(pictures.shown + pictures.withheld)} pictures are not shown, as somebody may be named in them: the page says why of each.`}`,
    outcome: { files: [out, json] }
  })),
  'export-labels': telling(exportLabelsJob, ({ rows, out, manifest, uidKey }) => ({
    message: `${count(rows)} images in ${out}.`,
    outcome: { files: uidKey === undefined ? [out, manifest] : [out, manifest, uidKey.file] }
  })),
  'export-features': telling(exportFeaturesJob, ({ rows, columns, out, types, instances }) => ({
    message: `${count(rows)} images × ${count(columns)} columns in ${out}.`,
    outcome: { files: [out, types, instances] }
  })),
  check: telling(checkJob, ({ findings }) => ({
    message: findings.length === 0 ? 'The catalogue is sound.' : findings.map(({ advice }) => advice).join('\n'),
    outcome: {}
  }))
}

function telling<P, R>(job: Job<P, R>, tell: (result: R) => Told): Runner {
  // The host has checked the parameters against the contract before they come here.
  return async (parameters, work) => tell(await job.run(parameters as P, work))
}

function count(n: number): string {
  return n.toLocaleString('en-GB')
}
