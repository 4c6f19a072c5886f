import type { Command } from 'commander'
import { annotateJob, type AnnotateParameters, annotationHistoryJob, annotationsJob } from '../../jobs/annotate.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { safe, table } from '../text.ts'
import { wholeNumber } from '../values.ts'

type Options = CommonOptions & Omit<AnnotateParameters, 'catalogue' | 'cluster' | 'label'> & { label?: string }

export function register(program: Command): void {
  common(program.command('annotate'))
    .summary('name a cluster')
    .description(
      'Names a cluster. Earlier names are kept as its history; an empty label takes the name away. Without a label it shows the names that a cluster has had; without a cluster, the names of all.'
    )
    .requiredOption('--run <R[.K]>', 'the run; with K, one K of it instead of the best')
    .argument('[cluster]', 'number of the cluster', wholeNumber(0))
    .option('--label <text>', 'its name')
    .option('--code <value>', 'code value, e.g. 12738006 (with --scheme and --meaning)')
    .option('--scheme <designator>', 'coding scheme designator, e.g. SCT')
    .option('--meaning <text>', 'code meaning, e.g. Brain')
    .option('--note <text>', 'anything worth remembering')
    .action(async (cluster: number | undefined, options: Options, command: Command) => {
      const { catalogue, run, label, code, scheme, meaning, note } = options
      if (cluster === undefined && label === undefined) {
        await perform(annotationsJob, { catalogue, run }, options, ({ clustering, annotations }) =>
          annotations.length === 0
            ? `No cluster of ${clustering} has a name yet.`
            : table(
                ['cluster', 'label', 'code', 'note'],
                annotations.map((a) => [String(a.cluster), safe(a.label), safe(a.code), safe(a.note)]),
                '><<<'
              )
        )
        return
      }
      if (cluster === undefined) command.error('error: name the cluster that gets the --label')
      if (label === undefined) {
        await perform(annotationHistoryJob, { catalogue, run, cluster }, options, ({ clustering, history }) =>
          history.length === 0
            ? `Cluster ${cluster} of ${clustering} has had no name.`
            : table(
                ['since', 'label', 'code', 'note'],
                history.map((a) => [
                  a.created.slice(0, 16).replace('T', ' '),
                  safe(a.label),
                  safe(a.code),
                  safe(a.note)
                ]),
                '<<<<'
              )
        )
        return
      }
      await perform(
        annotateJob,
        { catalogue, run, cluster, label, code, scheme, meaning, note },
        options,
        ({ clustering, history }) => {
          const [before, now] = [history.at(-2), history.at(-1)!]
          const name = `Cluster ${cluster} of ${clustering}`
          if (now.label === '') return `${name} has no name now.`
          return `${name} is now "${safe(now.label, 200)}"${before ? `; before: "${safe(before.label, 200)}"` : ''}.`
        }
      )
    })
}
