import type { Command } from 'commander'
import { exportLabels } from '../../jobs/definitions/labels.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { given, withParameters } from '../options.ts'
import { count, counted } from '../../messages/format.ts'

export function register(program: Command): void {
  const exported = program
    .command('export')
    .summary('write the labels to a file')
    .description('Writes what the catalogue knows to files.')
  withParameters(common(exported.command('labels')), exportLabels.parameters)
    .description(
      `Writes cluster, label and code of every assigned image, with a manifest beside it. The file holds UIDs and nothing else from the headers; --columns adds what you name.`
    )
    .action(async (options: CommonOptions & { run: string }, command: Command) => {
      await perform(await exportLabels.load(), given(command, exportLabels), options, (result) => {
        const rest =
          result.unassigned === 0
            ? ''
            : `\n${counted(result.unassigned, 'images')} came or changed since and are not in it: medoid assign --run ${options.run}`
        const { excluded } = result
        const others =
          excluded === 0
            ? ''
            : `\n${counted(excluded, 'further images')} of the clustering do not satisfy the conditions.`
        const { inheritedRows = 0 } = result
        const heirs =
          inheritedRows === 0
            ? ''
            : `\n${counted(inheritedRows, 'images')} ${inheritedRows === 1 ? 'has the label' : 'have the labels'} of ${inheritedRows === 1 ? 'its' : 'their'} series.`
        const { clusters, labelledClusters, suggestedRows } = result
        const nameless = clusters - labelledClusters
        const empty =
          nameless === 0
            ? ''
            : suggestedRows === undefined
              ? `\n${count(nameless)} of ${counted(clusters, 'clusters')} ${nameless === 1 ? 'has' : 'have'} no name, and their images no label: name them with medoid annotate, or take suggested names with --unnamed suggested.`
              : `\n${counted(suggestedRows, 'images')} ${suggestedRows === 1 ? 'has' : 'have'} a suggested label, which nobody has confirmed.`
        const key =
          result.uidKey === undefined
            ? ''
            : `\nUIDs are remapped with ${result.uidKey.file}: keep it apart from the labels.`
        return `${counted(result.rows, 'images')} in ${result.out}; ${result.manifest} describes it${heirs}${empty}${others}${key}${rest}`
      })
    })
}
