import type { Command } from 'commander'
import { scan } from '../../jobs/definitions/archive.ts'
import { scanShard, type ScanShardParameters } from '../../jobs/definitions/shards.ts'
import type { ScanReport } from '../../jobs/scan.ts'
import type { ScanShardReport } from '../../jobs/scan-shard.ts'
import { common, type CommonOptions, ExitCode, perform } from '../host.ts'
import { given, read, withParameters } from '../options.ts'
import { count, counted, duration } from '../../messages/format.ts'
import { safe } from '../text.ts'

/** Of each kind. */
const SHOWN_ISSUES = 3

/** A whole source could not be scanned. */
const SOURCE_ISSUES = new Set([
  'no-such-folder',
  'unreadable-folder',
  'not-a-folder',
  'folder-empty',
  'not-that-folder'
])

type Options = CommonOptions & { plan?: string; shard?: number; out?: string }

export function register(program: Command): void {
  const command = withParameters(common(program.command(scan.command)), scan.parameters)
    .summary('read every DICOM header below the folders into the catalogue')
    .description(
      `Reads every DICOM header below the folders into the catalogue. Every file is tried, whatever its name, and those in .zip, .tar, .tgz and .tar.gz archives, too; the folders are only read. A second scan opens only what is new or changed. A scan that was stopped or killed goes on where it was.

With --plan and --shard it reads one range of an archive that several machines scan (medoid plan), on the disk of this machine (SLURM_TMPDIR, TMPDIR), and writes a finished catalogue of it into a folder that all of them see. That is whole or not there at all; of two that make the same one the first wins, and both end with 0.`
    )
    .addHelpText(
      'after',
      `
Examples:
  medoid scan /data/export
  medoid scan --plan RUN/plan.json --shard 3 --out RUN/shards
  medoid scan --plan RUN/plan.json --shard "$SLURM_ARRAY_TASK_ID" --out RUN/shards`
    )
    .action(async (folders: string[], options: Options, command: Command) => {
      if (options.plan !== undefined || options.shard !== undefined || options.out !== undefined) {
        if (options.plan === undefined || options.shard === undefined)
          command.error('error: --plan and --shard go together; --out goes with them')
        if (folders.length > 0 || command.getOptionValueSource('catalogue') === 'cli')
          command.error('error: --plan does not go with folders or --catalogue: both are those of the plan')
        const { scanShardJob } = await import('../../jobs/scan-shard.ts')
        const shard: ScanShardParameters = read(command, scanShard.parameters)
        await perform(scanShardJob, shard, options, describeShard)
        return
      }
      const { issues } = await perform(await scan.load(), given(command, scan), options, describe)
      // A disk that is not mounted must not look like a scan that went well.
      if (issues.some(({ code }) => SOURCE_ISSUES.has(code))) process.exitCode = ExitCode.failed
    })
  withParameters(command, scanShard.parameters, ['plan', 'shard'])
}

function describeShard({ shard, already, planned, files, issues, seconds }: ScanShardReport): string {
  if (files === null) return `Shard ${shard} is there already.`
  return [
    `Shard ${shard}: ${counted(files.seen, 'files')} in ${duration(seconds)}; ${counted(planned, 'files')} when the archive was planned.`,
    `${count(files.dicom)} DICOM, ${count(files.notDicom)} other, ${count(files.failed)} failed; ${counted(issues ?? 0, 'issues')}.`,
    ...(already ? ['Another attempt was first; its result is kept.'] : [])
  ].join('\n')
}

function describe(report: ScanReport): string {
  const { files, catalogued: all } = report
  const lines = [
    `${counted(files.seen, 'files')} in ${duration(report.seconds)} (${count(report.filesPerSecond)} files/s): ${count(files.dicom)} DICOM, ${count(files.notDicom)} other,${files.archives > 0 ? ` ${counted(files.archives, 'archives')},` : ''} ${count(files.failed)} failed, ${count(files.unchanged)} unchanged, ${count(files.removed)} removed.`,
    `The catalogue has ${counted(all.files, 'files')} = ${counted(all.instances, 'instances')} + ${counted(all.duplicates, 'duplicates')} + ${count(all.notDicom)} not DICOM + ${all.archives > 0 ? `${counted(all.archives, 'archives')} + ` : ''}${count(all.failed)} failed; ${counted(report.remarked, 'files')} with remarks.`,
    `The instances (${counted(report.images, 'images')}) are of ${counted(report.series, 'series')} in ${counted(report.studies, 'studies')}, with ${counted(report.tags, 'tags')}.`
  ]
  const issues = report.issues.length + report.issuesOmitted
  if (issues > 0) {
    const byCode = Map.groupBy(report.issues, ({ code }) => code)
    lines.push('', `${counted(issues, 'issues')}; --json lists them all:`)
    for (const [code, those] of byCode) {
      lines.push(`  ${code} (${count(those.length)})`)
      for (const { path, message } of those.slice(0, SHOWN_ISSUES))
        lines.push(`    ${safe(path, 120)}`, `      ${safe(message, 160)}`)
      if (those.length > SHOWN_ISSUES) lines.push(`    … and ${count(those.length - SHOWN_ISSUES)} more`)
    }
  }
  return lines.join('\n')
}
