import type { Command } from 'commander'
import type { LeftBehind } from '../../core/catalogue/merge/mark.ts'
import { MedoidError } from '../../core/errors.ts'
import { merge } from '../../jobs/definitions/merge.ts'
import type { MergedReport } from '../../jobs/merge.ts'
import { count, counted, duration } from '../../messages/format.ts'
import { common, type CommonOptions, perform, print } from '../host.ts'
import { given, withParameters } from '../options.ts'
import { safe } from '../text.ts'

const LEFT_BEHIND: Readonly<Record<keyof LeftBehind, string>> = {
  runs: 'runs',
  names: 'names of clusters',
  changes: 'changes of clusters',
  models: 'models',
  evaluations: 'evaluations',
  selections: 'selections',
  labelSets: 'label sets',
  featureSets: 'feature sets',
  corrections: 'corrections of values'
}

export function register(program: Command): void {
  withParameters(common(program.command(merge.command)), merge.parameters)
    .summary('make one catalogue of the shards of a plan, or of several catalogues')
    .description(
      `Makes a new catalogue (--catalogue) of the shards of a run folder, as one scan of the archive would: medoid merge RUN --catalogue archive.sqlite. Where shards are missing it makes nothing, and prints --array=… with their numbers, which sbatch takes. Or of catalogues of several archives, whose sources stay apart: medoid merge A.sqlite B.sqlite --catalogue C.sqlite. Of files with one SOP Instance UID the first counts. The catalogues are only read; runs, models and names that were made of them are not merged.`
    )
    .action(async (_inputs: string[], options: CommonOptions, command: Command) => {
      try {
        await perform(await merge.load(), given(command, merge), options, describe)
      } catch (error) {
        // For a script: what it may say to sbatch.
        if (error instanceof MedoidError && error.code === 'shards-missing' && options.json !== true) {
          const { array } = (error as MedoidError<'shards-missing'>).parameters
          await print(`--array=${array}\n`)
        }
        throw error
      }
    })
}

function describe(report: MergedReport): string {
  const { catalogue, merged, done, leftBehind } = report
  const lines =
    done === null
      ? [`${safe(catalogue, 200)} is there already, made of the same.`]
      : [`Merged ${counted(merged, 'catalogues')} into ${safe(catalogue, 200)} in ${duration(report.seconds)}.`]
  lines.push(
    `${counted(report.instances, 'instances')} (${counted(report.images, 'images')}) of ${counted(report.series, 'series')} in ${counted(report.studies, 'studies')}, with ${counted(report.tags, 'tags')}; ${counted(report.duplicates, 'duplicates')}${done === null ? '' : `, ${count(done.duplicates)} of them instances of a catalogue before`}.`
  )
  if (done !== null && done.unsettled > 0) {
    lines.push(
      `${counted(done.unsettled, 'duplicates')} of instances that are gone were left out: the next scan reads them.`
    )
  }
  if (done !== null && done.refused > 0) {
    lines.push(
      `There was no room for all tags of ${counted(done.refused, 'files')}; a remark on each says how many were left out.`
    )
  }
  const left = Object.entries(leftBehind).filter(([, n]) => n > 0)
  if (left.length > 0) {
    const named = left.map(([name, n]) => counted(n, LEFT_BEHIND[name as keyof LeftBehind]))
    lines.push(`Not merged, and still where they were: ${named.join(', ')}.`)
  }
  return lines.join('\n')
}
