import type { Command } from 'commander'
import { annotate, annotationHistory, annotations } from '../../jobs/definitions/labels.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { given, withParameters } from '../options.ts'
import { safe, table } from '../text.ts'

export function register(program: Command): void {
  const command = common(program.command(annotate.command))
    .summary('name a cluster')
    .description(
      'Names a cluster. Earlier names are kept as its history; an empty label takes the name away. Without a label it shows the names that a cluster has had; without a cluster, the names of all.'
    )
    .action(async (cluster: number | undefined, options: CommonOptions & { label?: string }, command: Command) => {
      const { label } = options
      if (cluster === undefined && label === undefined) {
        await perform(await annotations.load(), given(command, annotations), options, ({ clustering, annotations }) =>
          annotations.length === 0
            ? `No cluster of ${clustering} has a name yet.`
            : table(
                ['cluster', 'label', 'code', 'note', 'by'],
                annotations.map((a) => [
                  String(a.cluster),
                  safe(a.label),
                  safe(a.code),
                  safe(a.note),
                  safe(a.author, 40)
                ]),
                '><<<<'
              )
        )
        return
      }
      if (cluster === undefined) command.error('error: name the cluster that gets the --label')
      if (label === undefined) {
        await perform(
          await annotationHistory.load(),
          given(command, annotationHistory),
          options,
          ({ clustering, history }) =>
            history.length === 0
              ? `Cluster ${cluster} of ${clustering} has had no name.`
              : table(
                  ['since', 'label', 'code', 'note', 'by'],
                  history.map((a) => [
                    a.created.slice(0, 16).replace('T', ' '),
                    safe(a.label),
                    safe(a.code),
                    safe(a.note),
                    safe(a.author, 40)
                  ]),
                  '<<<<<'
                )
        )
        return
      }
      await perform(await annotate.load(), given(command, annotate), options, ({ clustering, history }) => {
        const [before, now] = [history.at(-2), history.at(-1)!]
        const name = `Cluster ${cluster} of ${clustering}`
        if (now.label === '') return `${name} has no name now.`
        return `${name} is now "${safe(now.label, 200)}"${before ? `; before: "${safe(before.label, 200)}"` : ''}.`
      })
    })
  withParameters(command, annotate.parameters, ['cluster', 'label'])
}
