import type { Command } from 'commander'
import { embed } from '../../jobs/definitions/embedding.ts'
import type { EmbedReport } from '../../jobs/embed.ts'
import { given, withParameters } from '../options.ts'
import { remarkLines, skippedLines } from '../pictures.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { count, counted, duration, size } from '../../messages/format.ts'

export function register(program: Command): void {
  withParameters(common(program.command(embed.command)), embed.parameters)
    .summary('write the vectors that an autoencoder makes of all assigned images')
    .description(
      `Embeds every image that "medoid assign" gave a cluster, and writes the vectors with SOP Instance UID and cluster. It says first how large the file will be; stopped or killed, the same command goes on where it was. Vectors hold what pictures hold: treat the file as patient data.

  medoid embed --model 1 --run 1 --format npy --out vectors.npy        (and vectors.npy.index.csv)
  medoid embed --model 1 --run 1 --format parquet --out vectors.parquet`
    )
    .action(async (options: CommonOptions, command: Command) => {
      await perform(await embed.load(), given(command, embed), options, describe)
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
