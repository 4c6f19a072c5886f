import type { Command } from 'commander'
import { vectors } from '../../jobs/definitions/embedding.ts'
import type { VectorsReport } from '../../jobs/vectors.ts'
import { count, counted, duration, size } from '../../messages/format.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { given, withParameters } from '../options.ts'
import { skippedLines } from '../pictures.ts'

export function register(program: Command): void {
  withParameters(common(program.command(vectors.command)), vectors.parameters)
    .summary('store the vectors of all images, for finding similar ones')
    .description(
      `Stores beside the catalogue what an autoencoder makes of every image that has no vector yet, and a short form of it (principal components) that is searched in milliseconds. It says first how large the file will be; stopped or killed, the same command goes on where it was. After a scan it adds the new images. The file holds what pictures hold: treat it as patient data. To write vectors for other programs, see "medoid embed".

  medoid vectors                    (of the latest model)
  medoid vectors --model 1`
    )
    .action(async (options: CommonOptions, command: Command) => {
      await perform(await vectors.load(), given(command, vectors), options, describe)
    })
}

function describe({ model, images, added, length, shortLength, file, bytes, skipped, seconds }: VectorsReport): string {
  return [
    `${counted(images, 'images')} have a vector of model ${model}, ${count(added)} of them new: ${counted(length, 'values')} each, ${counted(shortLength, 'values')} in the short form, ${duration(seconds)}.`,
    `  ${file} (${size(bytes)})`,
    ...skippedLines(skipped, 'have no vector')
  ].join('\n')
}
