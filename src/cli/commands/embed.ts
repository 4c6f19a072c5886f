import type { Command } from 'commander'
import { embed, embedShard, mergeVectors } from '../../jobs/definitions/embedding.ts'
import type { EmbedReport } from '../../jobs/embed.ts'
import type { EmbedShardReport } from '../../jobs/embed-shard.ts'
import type { MergeVectorsReport } from '../../jobs/merge-vectors.ts'
import { amongGiven, given, read, withParameters } from '../options.ts'
import { remarkLines, skippedLines } from '../pictures.ts'
import { projectionWords } from '../projection-words.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { count, counted, duration, size } from '../../messages/format.ts'

/** Of all images, of a shard of them, or of the results of all shards. */
const NEEDED = ['model', 'out', 'shard', 'merge'] as const
const { format, overwrite } = mergeVectors.parameters
const { model, run, precision, project, sample, seed, shard, backend } = embedShard.parameters
const ofShards = { model, run, precision, project, sample, seed, shard, backend }

export function register(program: Command): void {
  const command = common(program.command(embed.command))
    .summary('write the vectors that an autoencoder makes of all assigned images')
    .description(
      `Embeds every image that "medoid assign" gave a cluster, and writes the vectors with SOP Instance UID and cluster. It says first how large the file will be; stopped or killed, the same command goes on where it was. Vectors hold what pictures hold: treat the file as patient data.

  medoid embed --model 1 --run 1 --format npy --out vectors.npy        (and vectors.npy.index.csv)
  medoid embed --model 1 --run 1 --format parquet --out vectors.parquet

Vectors that do not fit the disk are refused before anything is computed. --precision f16 halves them, --project 256 keeps 256 principal components of each, and --sample writes those of some images.

A job array of n tasks, numbered from 0, writes a finished file each into one folder, by a catalogue that it only reads; what is there already is left as it is. --merge puts them together, to the same bytes where all of them computed on the same device; where some are missing it says which tasks to run again. Fit a projection first, with "medoid project".

  medoid embed --model 1 --run 1 --shard 3/64 --out RUN/embedded
  medoid embed --merge RUN/embedded --out vectors.parquet`
    )
    .action(async (options: CommonOptions & Partial<Record<(typeof NEEDED)[number], string>>, command: Command) => {
      if (options.merge !== undefined) {
        const other = amongGiven(command, ofShards)
        if (other.length > 0) command.error(`error: --merge does not go with ${other.join(', ')}`)
        const job = await mergeVectors.load()
        await perform(job, read(command, mergeVectors.parameters), options, describeMerged)
        return
      }
      if (options.model === undefined) command.error('error: name a model (--model M), or --merge FOLDER')
      if (options.shard === undefined) {
        await perform(await embed.load(), given(command, embed), options, describe)
        return
      }
      const other = amongGiven(command, { format, overwrite })
      if (other.length > 0) command.error(`error: --shard does not go with ${other.join(', ')}`)
      if (options.out === undefined) command.error('error: --shard needs the folder for its result (--out FOLDER)')
      await perform(await embedShard.load(), given(command, embedShard), options, describeShard)
    })
  withParameters(command, embed.parameters, NEEDED)
  withParameters(command, embedShard.parameters, NEEDED)
  withParameters(command, mergeVectors.parameters, NEEDED)
}

function describe({
  images,
  length,
  model,
  clustering,
  projection,
  files,
  skipped,
  remarks,
  ...report
}: EmbedReport): string {
  const { imagesPerSecond, seconds } = report
  return [
    `${counted(images, 'images')} of clustering ${clustering} embedded by model ${model}: ${counted(length, 'values')} each, ${count(imagesPerSecond)} images/s, ${duration(seconds)}.`,
    ...(projection === null ? [] : [projectionWords(projection)]),
    ...fileLines(files),
    ...skippedLines(skipped),
    ...remarkLines(remarks)
  ].join('\n')
}

function describeShard(report: EmbedShardReport): string {
  const { shard, shards, images, length, file, bytes, skipped, wasThere, seconds } = report
  if (wasThere) return `Shard ${shard} of ${count(shards)} is there already: ${counted(images, 'images')}.`
  return [
    `Shard ${shard} of ${count(shards)}: ${counted(images, 'images')} embedded, ${counted(length, 'values')} each, ${duration(seconds)}.${skipped === 0 ? '' : ` ${counted(skipped, 'images')} could not be decoded.`}`,
    `  ${file} (${size(bytes)})`
  ].join('\n')
}

function describeMerged({
  shards,
  images,
  length,
  model,
  clustering,
  files,
  skipped,
  remarks,
  seconds
}: MergeVectorsReport): string {
  return [
    `${counted(shards, 'shards')} together: ${counted(images, 'images')} of clustering ${clustering} embedded by model ${model}, ${counted(length, 'values')} each, ${duration(seconds)}.`,
    ...fileLines(files),
    ...skippedLines(skipped),
    ...remarkLines(remarks)
  ].join('\n')
}

function fileLines(files: EmbedReport['files']): string[] {
  return files.map(({ path, bytes }) => `  ${path} (${size(bytes)})`)
}
