import { type Command, Option } from 'commander'
import { TABLE_FORMATS } from '../../core/tables/table.ts'
import { exportLabelsJob, type ExportLabelsParameters } from '../../jobs/export-labels.ts'
import { common, type CommonOptions, overwriteOption, perform } from '../host.ts'
import { counted } from '../../messages/format.ts'
import { collectNames } from '../values.ts'

export function register(program: Command): void {
  const exported = program
    .command('export')
    .summary('write the labels to a file')
    .description('Writes what the catalogue knows to files.')
  common(exported.command('labels'))
    .description(
      `Writes cluster, label and code of every assigned image, with a manifest beside it. The file holds UIDs and nothing else from the headers; --columns adds what you name.`
    )
    .requiredOption('--run <R[.K]>', 'the run; with K, one K of it instead of the best')
    .requiredOption('--out <file>', 'the file to write')
    .addOption(new Option('--format <format>', 'its format').choices(TABLE_FORMATS).default('csv'))
    .option(
      '--columns <columns>',
      'further columns: +path (holds what folder names hold), +Modality, …; commas or repeated',
      collectNames,
      []
    )
    .option(
      '--remap-uids <key-file>',
      'replace UIDs; the same key file (made where it does not exist) gives the same UIDs again'
    )
    .addOption(overwriteOption())
    .action(async (options: CommonOptions & Omit<ExportLabelsParameters, 'uidKeyFile'> & { remapUids?: string }) => {
      const { catalogue, run, format, out, columns, remapUids, overwrite } = options
      await perform(
        exportLabelsJob,
        { catalogue, run, format, out, columns, uidKeyFile: remapUids, overwrite },
        options,
        (result) => {
          const rest =
            result.unassigned === 0
              ? ''
              : `\n${counted(result.unassigned, 'images')} came or changed since and are not in it: medoid assign --run ${run}`
          const key =
            result.uidKey === undefined
              ? ''
              : `\nUIDs are remapped with ${result.uidKey.file}: keep it apart from the labels.`
          return `${counted(result.rows, 'images')} in ${result.out}; ${result.manifest} describes it${key}${rest}`
        }
      )
    })
}
