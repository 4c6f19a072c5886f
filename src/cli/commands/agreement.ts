import type { Command } from 'commander'
import type { Kappa, KappaWithError } from '../../core/evaluation/kappa.ts'
import type { NamingAgreement, Reader } from '../../jobs/agreement.ts'
import { agreement } from '../../jobs/definitions/agreement.ts'
import { count, counted, decimal, percent } from '../../messages/format.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { given, withParameters } from '../options.ts'
import { safe, table } from '../text.ts'

export function register(program: Command): void {
  withParameters(common(program.command(agreement.command)), agreement.parameters)
    .summary('how far two readers agree on names')
    .description(
      "Compares the names that two readers gave to the same clusters: Cohen's kappa over the clusters that both named, and where they differ. A second reader names clusters without seeing the other names with: medoid annotate --run R.K 0 --label TEXT --naming NAME"
    )
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>()
      await perform(await agreement.load(), given(command, agreement), options, describe)
    })
}

function describe({ clustering, first, second, clusters, both, agreed, kappa, byImages }: NamingAgreement): string {
  const differing = clusters.filter(({ isSame }) => isSame === false)
  const single = clusters.filter((each) => (each.first === null) !== (each.second === null)).length
  return [
    `${clustering}: ${readerWords(first)}, ${readerWords(second)}.`,
    both === 0
      ? 'No cluster has a name in both.'
      : `${counted(both, 'clusters')} ${both === 1 ? 'has' : 'have'} a name in both, ${count(agreed)} the same (${percent(agreed / both)})${single === 0 ? '' : `; ${count(single)} in one only`}.`,
    ...(kappa === null ? [] : [kappaWords(kappa)]),
    ...(byImages === null
      ? []
      : [`By images: ${percent(byImages.observed)} the same, kappa ${decimal(byImages.kappa, 3)}.`]),
    ...(differing.length === 0
      ? []
      : [
          '',
          table(
            ['cluster', 'images', nameOf(first), nameOf(second)],
            differing.map((each) => [
              String(each.cluster),
              count(each.images),
              safe(each.first!.label, 60),
              safe(each.second!.label, 60)
            ]),
            '>><<'
          )
        ])
  ].join('\n')
}

function nameOf({ naming }: Reader): string {
  return naming === '' ? 'shared' : safe(naming, 40)
}

function readerWords(reader: Reader): string {
  const { naming, authors, named } = reader
  const by = authors.length === 0 ? '' : ` by ${authors.map((author) => safe(author, 40)).join(', ')}`
  return `${counted(named, 'clusters')} ${naming === '' ? 'in the shared naming' : `in "${safe(naming, 60)}"`}${by}`
}

/** Also where it is not defined. */
function kappaWords({ kappa, standardError, interval, things }: KappaWithError & Kappa): string {
  if (kappa === null) {
    return 'Kappa is not defined: both readers use one name only, so chance alone would agree on everything.'
  }
  if (interval === null) {
    return `Cohen's kappa ${decimal(kappa, 3)}, of ${counted(things, 'clusters')}; all or none agree, so its error cannot be estimated.`
  }
  return `Cohen's kappa ${decimal(kappa, 3)} (standard error ${decimal(standardError, 3)}; 95 % interval ${decimal(interval[0], 3)} to ${decimal(interval[1], 3)}).`
}
