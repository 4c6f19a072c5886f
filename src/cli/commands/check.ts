import type { Command } from 'commander'
import { textOfCondition } from '../../core/text-of-condition.ts'
import type { Work } from '../../core/work.ts'
import { checkJob, quarantineJob } from '../../jobs/check.ts'
import type { CheckTagsReport } from '../../jobs/check-tags.ts'
import { check, checkTags } from '../../jobs/definitions/archive.ts'
import type { FindingCode } from '../../messages/en/check.ts'
import { say } from '../../messages/message.ts'
import { common, type CommonOptions, ExitCode, perform } from '../host.ts'
import { count, counted } from '../../messages/format.ts'
import { given, withParameters } from '../options.ts'
import { SHELL_TERMS } from '../terms.ts'
import { safe } from '../text.ts'
import { quoted } from '../../messages/command-line.ts'

export function register(program: Command): void {
  const command = common(program.command(check.command))
    .summary('verify the catalogue, and say what to do about what is found')
    .description(
      `Verifies the catalogue: the database, its columns against its counts, and its files against the disk. Changes nothing. Exits with 1 where something is found.`
    )
    .option('--quarantine', 'set a damaged catalogue aside under a new name, so that a scan can make a new one')
    .action(async (options: CommonOptions & { quarantine?: true }) => {
      const { catalogue } = options
      if (options.quarantine) {
        await perform(quarantineJob, { catalogue }, options, ({ quarantined }) => `Set aside as ${quarantined}`)
        return
      }
      const report = await perform(advised, { catalogue }, options, describe)
      if (!report.ok) process.exitCode = ExitCode.failed
    })
  withParameters(common(command.command('tags')), checkTags.parameters)
    .summary('find values that contradict each other')
    .description(
      'Finds values that contradict each other, before anything is clustered: each with its images, and the conditions by which they are found. Changes nothing.'
    )
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>()
      await perform(await checkTags.load(), given(command, checkTags), options, contradictions)
    })
}

function contradictions({ images, contradictions }: CheckTagsReport): string {
  if (contradictions.length === 0) return `No values of ${counted(images, 'images')} contradict each other.`
  const lines = [`Checked the tags of ${counted(images, 'images')}.`]
  for (const { code, title, says, images: n, groups, others } of contradictions) {
    lines.push('', `${title} (${code}, ${counted(n, 'images')}): ${says}`)
    for (const group of groups) {
      const where = group.where.map((condition) => `--where ${quoted(textOfCondition(condition))}`).join(' ')
      lines.push(`  ${count(group.images)}  ${safe(where, 300)}`)
    }
    if (others > 0) lines.push(`  … and ${counted(others, 'further images')}`)
  }
  lines.push('', '"medoid corrections add" with these conditions corrects values.')
  return lines.join('\n')
}

/** The check, with what to do about each finding in the words of the shell. */
const advised = {
  ...checkJob,
  run: async (parameters: { catalogue: string }, work: Work) => {
    const report = await checkJob.run(parameters, work)
    const findings = report.findings.map((finding) => ({ ...finding, advice: adviceOn(finding.code) }))
    return { ...report, findings }
  }
}

function adviceOn(finding: FindingCode): string {
  return say('check-advice', { finding }, SHELL_TERMS)
}

function describe({ ok, checked, findings }: Awaited<ReturnType<typeof advised.run>>): string {
  const lines = [
    `Checked ${counted(checked.columns, 'columns')}, ${counted(checked.instances, 'instances')} and ${counted(checked.files, 'files')}.`
  ]
  if (ok) lines.push('Everything is as it should be.')
  for (const { code, count: n, examples, advice } of findings) {
    lines.push('', `${code} (${count(n)}): ${advice}`, ...examples.map((example) => `  ${safe(example, 120)}`))
    if (n > examples.length) lines.push(`  … and ${count(n - examples.length)} more`)
  }
  return lines.join('\n')
}
