import { hasBest } from '../core/clustering/remarks.ts'
import { count, counted } from '../messages/format.ts'
import { say } from '../messages/message.ts'
import { PLAIN_TERMS } from '../messages/terms.ts'
import type { Work } from '../core/work.ts'
import type { Job } from './contract.ts'
import type { JobOutcome } from './record.ts'
import type { JobName } from './registry.ts'

/** What a host keeps of a result: a sentence for the job list, and what to open next. */
interface Told {
  message: string
  outcome: JobOutcome
}

export type Runner = (parameters: Record<string, unknown>, work: Work) => Promise<Told>

/** Why a folder as a whole was not scanned. */
const UNUSABLE: ReadonlySet<string> = new Set(['no-such-folder', 'not-a-folder', 'unreadable-folder', 'folder-empty'])

/** Every job of the registry with the words for what came of it; a process loads the one that it runs. */
export const RUNNERS: Record<JobName, Runner> = {
  demo: telling(
    async () => (await import('./demo.ts')).windowSampleJob,
    ({ scan, cluster, catalogue }) => ({
      message: `${counted(scan.images, 'images')} in ${counted(cluster.clusters.length, 'clusters')}.`,
      outcome: { catalogue, run: cluster.run, clustering: `${cluster.run}.${cluster.best.k}` }
    })
  ),
  scan: telling(
    async () => (await import('./scan.ts')).scanJob,
    ({ files, instances, remarked, issues, issuesOmitted }) => ({
      message: [
        `${counted(files.seen, 'files')} read; the catalogue holds ${counted(instances, 'instances')}, ${counted(remarked, 'files')} with remarks, ${counted(issues.length + issuesOmitted, 'issues')}.`,
        // Of the folders that nobody named these were passed over.
        ...issues.filter(({ code }) => UNUSABLE.has(code)).map(({ message }) => message)
      ].join('\n'),
      outcome: {}
    })
  ),
  'remove-source': telling(
    async () => (await import('./sources.ts')).removeSourceJob,
    () => ({
      message: 'The source is no longer in the catalogue.',
      outcome: {}
    })
  ),
  'move-source': telling(
    async () => (await import('./sources.ts')).moveSourceJob,
    () => ({ message: 'The source has its new folder.', outcome: {} })
  ),
  'count-values': telling(
    async () => (await import('./count-values.ts')).countValuesJob,
    ({ tags, instances }) => ({
      message: `${counted(tags, 'tags')} of ${counted(instances, 'instances')} counted.`,
      outcome: {}
    })
  ),
  cluster: telling(
    async () => (await import('./cluster.ts')).clusterJob,
    ({ run, n, best, distinctRows, remarks }) => ({
      message: [
        `Run ${run}: ${counted(n, 'images')}${hasBest({ best, distinctRows }) ? `; the best K is ${best.k}` : ''}.`,
        ...remarks
      ].join('\n'),
      outcome: { run, clustering: `${run}.${best.k}` }
    })
  ),
  assign: telling(
    async () => (await import('./assign.ts')).assignJob,
    ({ assigned, clustering }) => ({
      message: `${counted(assigned, 'images')} assigned to the clusters of ${clustering}.`,
      outcome: { clustering }
    })
  ),
  train: telling(
    async () => (await import('./train.ts')).trainJob,
    ({ model, images, epochs }) => ({
      message: `Model ${model}: ${counted(images, 'images')}, ${counted(epochs.length, 'epochs')}, loss ${epochs.at(-1)?.loss.toFixed(4) ?? '–'}.`,
      outcome: { model }
    })
  ),
  embed: telling(
    async () => (await import('./embed.ts')).embedJob,
    ({ images, length, files, skipped }) => ({
      message: `${counted(images, 'vectors')} of ${counted(length, 'values')} in ${files[0].path}.${skipped.length === 0 ? '' : ` ${counted(skipped.length, 'images')} could not be decoded.`}`,
      outcome: { files: files.map(({ path }) => path) }
    })
  ),
  evaluate: telling(
    async () => (await import('./evaluate.ts')).evaluateJob,
    ({ evaluation, run, model, sets }) => ({
      message: `Evaluation ${evaluation}: clustering ${run} with model ${model}, ${counted(sets.evaluated, 'images')}.`,
      outcome: { evaluation }
    })
  ),
  report: telling(
    async () => (await import('./report.ts')).reportJob,
    ({ clustering, out, json, pictures }) => ({
      message: `Clustering ${clustering} in ${out}.${pictures.withheld === 0 ? '' : ` ${count(pictures.withheld)} of ${count(pictures.shown + pictures.withheld)} pictures are not shown, as somebody may be named in them: the page says why of each.`}`,
      outcome: { files: [out, json] }
    })
  ),
  'export-labels': telling(
    async () => (await import('./export-labels.ts')).exportLabelsJob,
    ({ rows, out, manifest, uidKey }) => ({
      message: `${counted(rows, 'images')} in ${out}.`,
      outcome: { files: uidKey === undefined ? [out, manifest] : [out, manifest, uidKey.file] }
    })
  ),
  'export-features': telling(
    async () => (await import('./features.ts')).exportFeaturesJob,
    ({ rows, columns, out, types, instances, manifest }) => ({
      message: `${counted(rows, 'images')} × ${counted(columns, 'columns')} in ${out}.`,
      outcome: { files: [out, types, instances, manifest] }
    })
  ),
  check: telling(
    async () => (await import('./check.ts')).checkJob,
    ({ findings }) => ({
      message:
        findings.length === 0
          ? 'The catalogue is sound.'
          : findings.map(({ code }) => say('check-advice', { finding: code }, PLAIN_TERMS)).join('\n'),
      outcome: {}
    })
  )
}

function telling<P, R>(load: () => Promise<Job<P, R>>, tell: (result: R) => Told): Runner {
  // The host has checked the parameters against the contract before they come here.
  return async (parameters, work) => tell(await (await load()).run(parameters as P, work))
}
