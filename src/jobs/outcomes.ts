import { hasBest } from '../core/clustering/remarks.ts'
import type { Work } from '../core/work.ts'
import type { Code, Message } from '../messages/message.ts'
import type { Job } from './contract.ts'
import type { JobOutcome } from './record.ts'
import type { JobName } from './registry.ts'

/** What a host keeps of a result: a message for the job list, and what to open next. */
interface Told {
  message: Message
  outcome: JobOutcome
}

export type Runner = (parameters: Record<string, unknown>, work: Work) => Promise<Told>

/** Why a folder as a whole was not scanned. */
const UNUSABLE: ReadonlySet<string> = new Set([
  'no-such-folder',
  'not-a-folder',
  'unreadable-folder',
  'folder-empty'
] satisfies Code[])

/** Every job of the registry with the words for what came of it; a process loads the one that it runs. */
export const RUNNERS: Record<JobName, Runner> = {
  demo: telling(
    async () => (await import('./demo.ts')).windowSampleJob,
    ({ scan, cluster, catalogue }) => ({
      message: { code: 'sample-made', parameters: { images: scan.images, clusters: cluster.clusters.length } },
      outcome: { catalogue, run: cluster.run, clustering: `${cluster.run}.${cluster.best.k}` }
    })
  ),
  scan: telling(
    async () => (await import('./scan.ts')).scanJob,
    ({ files, instances, remarked, issues, issuesOmitted }) => ({
      message: {
        code: 'scanned',
        parameters: {
          files: files.seen,
          instances,
          remarked,
          issues: issues.length + issuesOmitted,
          // Of the folders that nobody named these were passed over.
          refused: issues.filter(({ code }) => UNUSABLE.has(code)).map(({ message }) => message)
        }
      },
      outcome: {}
    })
  ),
  'remove-source': telling(
    async () => (await import('./sources.ts')).removeSourceJob,
    () => ({
      message: { code: 'removed-source', parameters: {} },
      outcome: {}
    })
  ),
  'move-source': telling(
    async () => (await import('./sources.ts')).moveSourceJob,
    () => ({ message: { code: 'moved-source', parameters: {} }, outcome: {} })
  ),
  'count-values': telling(
    async () => (await import('./count-values.ts')).countValuesJob,
    ({ tags, instances }) => ({
      message: { code: 'values-counted', parameters: { tags, instances } },
      outcome: {}
    })
  ),
  cluster: telling(
    async () => (await import('./cluster.ts')).clusterJob,
    ({ run, n, best, distinctRows, remarks }) => ({
      message: {
        code: 'clustered',
        parameters: { run, images: n, best: hasBest({ best, distinctRows }) ? best.k : null, remarks }
      },
      outcome: { run, clustering: `${run}.${best.k}` }
    })
  ),
  assign: telling(
    async () => (await import('./assign.ts')).assignJob,
    ({ assigned, clustering }) => ({
      message: { code: 'assigned', parameters: { images: assigned, clustering } },
      outcome: { clustering }
    })
  ),
  train: telling(
    async () => (await import('./train.ts')).trainJob,
    ({ model, images, epochs }) => ({
      message: {
        code: 'trained',
        parameters: { model, images, epochs: epochs.length, loss: epochs.at(-1)?.loss ?? null }
      },
      outcome: { model }
    })
  ),
  embed: telling(
    async () => (await import('./embed.ts')).embedJob,
    ({ images, length, files, skipped }) => ({
      message: {
        code: 'vectors-written',
        parameters: { vectors: images, values: length, file: files[0].path, skipped: skipped.length }
      },
      outcome: { files: files.map(({ path }) => path) }
    })
  ),
  evaluate: telling(
    async () => (await import('./evaluate.ts')).evaluateJob,
    ({ evaluation, run, model, sets }) => ({
      message: { code: 'evaluated', parameters: { evaluation, clustering: run, model, images: sets.evaluated } },
      outcome: { evaluation }
    })
  ),
  report: telling(
    async () => (await import('./report.ts')).reportJob,
    ({ clustering, out, json, pictures }) => ({
      message: {
        code: 'report-written',
        parameters: {
          clustering,
          file: out,
          withheld: pictures.withheld,
          pictures: pictures.shown + pictures.withheld
        }
      },
      outcome: { files: [out, json] }
    })
  ),
  'export-labels': telling(
    async () => (await import('./export-labels.ts')).exportLabelsJob,
    ({ rows, out, manifest, uidKey }) => ({
      message: { code: 'labels-exported', parameters: { images: rows, file: out } },
      outcome: { files: uidKey === undefined ? [out, manifest] : [out, manifest, uidKey.file] }
    })
  ),
  'export-features': telling(
    async () => (await import('./features.ts')).exportFeaturesJob,
    ({ rows, columns, out, types, instances, manifest }) => ({
      message: { code: 'features-exported', parameters: { images: rows, columns, file: out } },
      outcome: { files: [out, types, instances, manifest] }
    })
  ),
  check: telling(
    async () => (await import('./check.ts')).checkJob,
    ({ findings }) => ({
      message: { code: 'checked', parameters: { findings: findings.map(({ code }) => code) } },
      outcome: {}
    })
  )
}

function telling<P, R>(load: () => Promise<Job<P, R>>, tell: (result: R) => Told): Runner {
  // The host has checked the parameters against the contract before they come here.
  return async (parameters, work) => tell(await (await load()).run(parameters as P, work))
}
