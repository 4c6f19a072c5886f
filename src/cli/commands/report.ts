import type { Command } from 'commander'
import { report } from '../../jobs/definitions/evaluation.ts'
import type { ReportResult } from '../../jobs/report.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { given, withParameters } from '../options.ts'
import { counted, size } from '../../messages/format.ts'

export function register(program: Command): void {
  withParameters(common(program.command(report.command)), report.parameters)
    .summary('one page about a clustering, to pass on')
    .description(
      `Writes what is known of a clustering as one page that needs nothing beside it: archive, tags, features, silhouettes, clusters with their medoids, the method of the run beside the other one, the autoencoder, the evaluation, the paper's figures beside them, and what it takes to make it again. Beside report.html stands report.json with all of it but the pictures.

Of the headers it shows values of chosen features that tell of no person, and counts. Pictures are shown only where Burned In Annotation says NO, and never of ultrasound, secondary captures and photographs; --pictures all shows all of them.`
    )
    .action(async (options: CommonOptions, command: Command) => {
      await perform(await report.load(), given(command, report), options, describe)
    })
}

function describe({ clustering, model, evaluation, out, bytes, json, pictures }: ReportResult): string {
  const lines = [`Clustering ${clustering} in ${out} (${size(bytes)}); its numbers are in ${json}.`]
  if (pictures.withheld > 0) {
    lines.push(
      `${pictures.withheld} of ${counted(pictures.shown + pictures.withheld, 'pictures')} are not shown: the page says why of each.`
    )
  }
  if (model === null) lines.push('Without an autoencoder: make one with medoid train.')
  else if (evaluation === null) {
    lines.push(`Without an evaluation: make one with medoid evaluate --run ${clustering} --model ${model}`)
  }
  return lines.join('\n')
}
