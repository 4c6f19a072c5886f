import type { Command } from 'commander'
import { projectVectors } from '../../jobs/definitions/embedding.ts'
import type { ProjectReport } from '../../jobs/project.ts'
import { counted, duration } from '../../messages/format.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { given, withParameters } from '../options.ts'
import { projectionWords } from '../projection-words.ts'

export function register(program: Command): void {
  withParameters(common(program.command(projectVectors.command)), projectVectors.parameters)
    .summary('fit a projection of vectors to fewer values, and store it with the model')
    .description(
      `Finds the principal components of the vectors of up to 1,024 images that the model learnt from, and stores them with the model, for "medoid embed --project" and "medoid evaluate --project". These fit it themselves where there is none; tasks of a job array only read the catalogue, and need it before. Where the model has one already, nothing is done.

  medoid project --model 1 --values 256`
    )
    .action(async (options: CommonOptions, command: Command) => {
      await perform(await projectVectors.load(), given(command, projectVectors), options, describe)
    })
}

function describe({ model, length, isNew, seconds, ...projection }: ProjectReport): string {
  const words = projectionWords(projection)
  return isNew
    ? `Model ${model}, vectors of ${counted(length, 'values')}. ${words} ${duration(seconds)}.`
    : `Model ${model} has it already. ${words}`
}
