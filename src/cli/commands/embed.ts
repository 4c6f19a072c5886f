import { type Command, Option } from 'commander'
import { VECTOR_FORMATS } from '../../core/vectors/layout.ts'
import { embedJob, type EmbedParameters, type EmbedReport } from '../../jobs/embed.ts'
import { backendOption, remarkLines, skippedLines } from '../pictures.ts'
import { common, type CommonOptions, overwriteOption, perform } from '../host.ts'
import { count, counted, duration, size } from '../../messages/format.ts'

export function register(program: Command): void {
  common(program.command('embed'))
    .summary('write the vectors that an autoencoder makes of all assigned images')
    .description(
      `Embeds every image that "medoid assign" gave a cluster, and writes the vectors with SOP Instance UID and cluster. It says first how large the file will be; stopped or killed, the same command goes on where it was. Vectors hold what pictures hold: treat the file as patient data.

  medoid embed --model 1 --run 1 --format npy --out vectors.npy        (and vectors.npy.index.csv)
  medoid embed --model 1 --run 1 --format parquet --out vectors.parquet`
    )
    .requiredOption('--model <number>', 'the autoencoder')
    .option('--out <file>', 'where to write (default: vectors-MODEL.FORMAT)')
    .option('--run <R[.K]>', 'the clustering (default: the one that was assigned last)')
    .addOption(
      new Option('--format <format>', 'parquet, or npy for NumPy').choices([...VECTOR_FORMATS]).default('parquet')
    )
    .addOption(backendOption())
    .addOption(overwriteOption())
    .action(async (options: CommonOptions & EmbedParameters) => {
      await perform(embedJob, options, options, describe)
    })
}

function describe({
  images,
  length,
  model,
  clustering,
  files,
  skipped,
  remarks,
  imagesPerSecond,
  seconds
}: EmbedReport): string {
  return [
    `${counted(images, 'images')} of clustering ${clustering} embedded by model ${model}: ${counted(length, 'values')} each, ${count(imagesPerSecond)} images/s, ${duration(seconds)}.`,
    ...files.map(({ path, bytes }) => `  ${path} (${size(bytes)})`),
    ...skippedLines(skipped),
    ...remarkLines(remarks)
  ].join('\n')
}
