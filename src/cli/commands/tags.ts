import { type Command, Option } from 'commander'
import type { Totals } from '../../core/catalogue/summary.ts'
import { csvRow } from '../../core/csv.ts'
import { countValues, tag, tags } from '../../jobs/definitions/archive.ts'
import type { TagReport, TagsReport } from '../../jobs/tags.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { given, withParameters } from '../options.ts'
import { count, counted, percent } from '../../messages/format.ts'
import { bar, safe, table, tagName } from '../text.ts'

/** On a terminal the beginning is shown; elsewhere everything that is not too much for a table. */
const TERMINAL_ROWS = 40
const TABLE_ROWS = 100_000

type Options = CommonOptions & { tag?: string; format: 'text' | 'csv' | 'json' }

export function register(program: Command): void {
  const command = common(program.command(tags.command))
    .summary('which tags the archive holds, how often, and their most frequent values')
    .description('The frequency analysis: every tag with its missing share, distinct and most frequent values.')
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'csv', 'json']).default('text'))
    .action(async (asked: Options, command: Command) => {
      const { format } = asked
      const options = format === 'json' ? { ...asked, json: true as const } : asked
      if (asked.tag === undefined)
        await perform(await tags.load(), given(command, tags), options, format === 'csv' ? tagsCsv : tagsText)
      else await perform(await tag.load(), given(command, tag), options, format === 'csv' ? valuesCsv : valuesText)
    })
  withParameters(command, tag.parameters, ['tag'])
  common(command.command('count'))
    .description(
      'Counts the values of all tags again. A scan does this at its end; use it after a scan that was stopped.'
    )
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>()
      await perform(await countValues.load(), given(command, countValues), options, countedText)
    })
}

function countedText({ tags, instances }: Totals): string {
  return `${counted(tags, 'tags')} of ${counted(instances, 'instances')} counted.`
}

function tagsText({ instances, tags }: TagsReport): string {
  const shown = process.stdout.isTTY ? tags.slice(0, TERMINAL_ROWS) : tags
  const rows = shown.map(({ tag, vr, missingShare, distinct, top, ...place }) => [
    tag,
    tagName(place),
    vr,
    percent(missingShare),
    count(distinct),
    safe(top.map(({ value }) => value).join(', '), 50)
  ])
  const rest = tags.length - shown.length
  const note = rest > 0 ? `\n… and ${counted(rest, 'tags')} more: "medoid tags | less", --format csv or --json.` : ''
  const corrected = tags.filter((tag) => tag.corrected > 0)
  const rests =
    corrected.length === 0
      ? ''
      : `\n\nCorrected values: ${corrected.map((tag) => `${tagName(tag)} of ${counted(tag.corrected, 'instances')}`).join(', ')}. --raw shows values as they are in the files.`
  const nested = tags.filter(({ path }) => path !== '').length
  return `${counted(tags.length, 'tags')}, ${count(nested)} of them in sequences, of ${counted(instances, 'instances')}\n\n${table(['tag', 'name', 'VR', 'missing', 'distinct', 'most frequent values'], rows, '<<<>><')}${note}${rests}`
}

function tagsCsv({ tags }: TagsReport): string {
  const head = [
    'tag',
    'path',
    'keyword',
    'privateCreator',
    'vr',
    'present',
    'nonEmpty',
    'distinct',
    'missingShare',
    'topValue',
    'topCount',
    'privateName',
    'corrected'
  ]
  const rows = tags.map((t) =>
    csvRow([
      t.tag,
      t.path,
      t.keyword,
      t.privateCreator,
      t.vr,
      t.present,
      t.nonEmpty,
      t.distinct,
      t.missingShare,
      t.top[0]?.value ?? null,
      t.top[0]?.count ?? null,
      t.privateName,
      t.corrected
    ])
  )
  return [csvRow(head), ...rows].join('').slice(0, -1)
}

function valuesText(report: TagReport): string {
  const { tag, vr, present, nonEmpty, distinct, instances, values, corrected } = report
  const largest = values[0]?.count ?? 1
  const shown = values.slice(0, process.stdout.isTTY ? TERMINAL_ROWS : TABLE_ROWS)
  const rows = shown.map(({ value, count: n }) => [count(n), percent(n / instances), bar(n / largest), safe(value, 70)])
  const rest = values.length - shown.length
  const note = rest > 0 ? `\n… and ${counted(rest, 'values')} more: --format csv or json.` : ''
  return `${tagName(report, 200)} ${tag} ${vr}: present in ${count(present)} of ${counted(instances, 'instances')}, non-empty in ${count(nonEmpty)}, ${counted(distinct, 'distinct values')}${corrected === 0 ? '' : `, corrected in ${count(corrected)}`}\n\n${table(['instances', 'share', '', 'value'], rows, '>><<')}${note}`
}

function* valuesCsv({ values }: TagReport): Generator<string> {
  yield csvRow(['value', 'count']).trimEnd()
  for (const { value, count: n } of values) yield `\n${csvRow([value, n]).slice(0, -1)}`
}
