import type { Command } from 'commander'
import type { SitesApart } from '../../core/harmonise/apart.ts'
import type { TagBySite } from '../../core/harmonise/plan.ts'
import type { Site } from '../../core/harmonise/sites.ts'
import { harmonise } from '../../jobs/definitions/harmonise.ts'
import type { HarmoniseReport } from '../../jobs/harmonise.ts'
import { count, counted, percent } from '../../messages/format.ts'
import { say } from '../../messages/message.ts'
import { SHELL_TERMS } from '../terms.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { given, withParameters } from '../options.ts'
import { safe, table } from '../text.ts'

/** Rows of the table of tags. */
const SHOWN_TAGS = 25
/** Proposals of one kind that are shown; --json has all. */
const SHOWN_PROPOSALS = 40

export function register(program: Command): void {
  withParameters(common(program.command(harmonise.command)), harmonise.parameters)
    .summary('compare the sites of a catalogue, and make their tags alike')
    .description(
      `Compares the sites of a catalogue: its sources, those of one merged catalogue being one site. Lists what each writes, and proposes
mappings between them: spellings, words for the same thing, other units, and tags that say which site an image is from and nothing else.
What you accept is stored in the catalogue, never in files, and counts for everything that reads tags; --raw reads them as they are.

  medoid harmonise
  medoid harmonise --accept 1f09ab3c,77d0e2aa --reject 90b1c2d3
  medoid harmonise --accept-all
  medoid harmonise --undo

Each site has a range of its own where you accept ranges. They are fixed when they are accepted: a later scan does not change how numbers are read.

  medoid harmonise --ranges
  medoid harmonise --accept 5c0d11ff`
    )
    .action(async (options: CommonOptions, command: Command) => {
      await perform(await harmonise.load(), given(command, harmonise), options, describe)
    })
}

function describe(report: HarmoniseReport & { apart: SitesApart }): string {
  const { sites, tags, proposals, others, apart } = report
  return [
    table(
      ['site', 'images', 'name'],
      sites.map(({ name, images }, place) => [String(place + 1), count(images), safe(name, 80)]),
      '>><'
    ),
    '',
    say('sites-apart', apart, SHELL_TERMS),
    '',
    ...tagLines(tags, sites),
    ...proposalLines(report),
    ...(others.length === 0
      ? []
      : [
          '',
          `Decided before, and proposed by nothing now:`,
          ...others.map(({ id, state, mapping }) => `  ${id}  ${state}  ${say('site-mapping', mapping, SHELL_TERMS)}`)
        ]),
    ...(proposals.some(({ state }) => state === 'open')
      ? ['', 'Accept or reject them: medoid harmonise --accept ID --reject ID, or --accept-all']
      : [])
  ].join('\n')
}

function tagLines(tags: readonly TagBySite[], sites: readonly Site[]): string[] {
  const shown = tags.slice(0, SHOWN_TAGS)
  const rows = shown.map(({ name, filled, own, ownValues }) => [
    safe(name, 44),
    ...filled.map((images, site) => percent(images / sites[site].images, 0)),
    own === null ? '' : percent(sum(own) / Math.max(1, sum(filled)), 0),
    safe(
      ownValues
        .slice(0, 3)
        .map(({ site, value }) => `${site + 1}: ${value}`)
        .join(', '),
      60
    )
  ])
  const head = ['tag', ...sites.map((_, place) => `site ${place + 1}`), 'of one site', 'values of one site alone']
  return [
    table(head, rows, `<${'>'.repeat(sites.length + 1)}<`),
    `Shares of images with a value; "of one site" is the share of values that no other site writes.${
      tags.length > shown.length ? ` ${counted(tags.length - shown.length, 'further tags')} with --json.` : ''
    }`
  ]
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, each) => total + each, 0)
}

function proposalLines({ proposals }: HarmoniseReport): string[] {
  if (proposals.length === 0) return ['', 'No mappings to propose.']
  const shown = proposals.slice(0, SHOWN_PROPOSALS)
  const rows = shown.map(({ id, state, mapping, images, evidence }) => [
    id,
    state === 'open' ? '' : state,
    mapping.kind,
    count(images),
    safe(say('site-mapping', mapping, SHELL_TERMS), 90),
    safe(say('mapping-evidence', evidence, SHELL_TERMS), 110)
  ])
  return [
    '',
    table(['id', '', 'kind', 'images', 'mapping', 'evidence'], rows, '<<<><<'),
    ...(proposals.length > shown.length
      ? [`${counted(proposals.length - shown.length, 'further mappings')} with --json.`]
      : [])
  ]
}
