import type { Database } from 'better-sqlite3'
import { systemUser } from '../core/author.ts'
import { openUnmapped } from '../core/catalogue/corrections/column-source.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { decidedMappings, decideMappings, mappingId, stepMappings } from '../core/catalogue/mappings.ts'
import type { Mapping } from '../core/catalogue/stored/mapping.ts'
import { MedoidError } from '../core/errors.ts'
import type { SitesApart } from '../core/harmonise/apart.ts'
import { type NamedProposal, planSites, type SitePlan } from '../core/harmonise/plan.ts'
import type { Work } from '../core/work.ts'
import { adding, reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { HarmoniseParameters } from './definitions/harmonise.ts'
import { PROGRAM_VERSION } from './program.ts'
import { sitesApart } from './sites-apart.ts'

/** What became of a proposal. */
export type MappingState = 'open' | 'accepted' | 'rejected'

/** How sites differ, and what somebody decided about it. */
export interface HarmoniseReport extends Omit<SitePlan, 'proposals'> {
  proposals: (NamedProposal & { state: MappingState })[]
  /** Mappings that were decided on and that nothing in the catalogue proposes now. */
  others: { id: string; state: MappingState; mapping: Mapping }[]
  canUndo: boolean
  canRedo: boolean
}

export const harmoniseJob: Job<HarmoniseParameters, HarmoniseReport & { apart: SitesApart }> = {
  run: async (parameters, work) => {
    const { catalogue, ranges, undo, redo } = parameters
    const by = { author: parameters.author ?? systemUser(), program: PROGRAM_VERSION }
    if (undo || redo) await adding(catalogue, ({ db }) => stepMappings(db, by, undo ? 'undo' : 'redo'))
    const report = await reading(catalogue, (reader) => allProposals(reader, work))
    const decided = decisionsOf(report, parameters)
    const { others, proposals, ...rest } = await adding(catalogue, ({ db }) => {
      for (const { kind, mappings } of decided) decideMappings(db, by, kind, mappings)
      return withOpenRanges(withStates(db, report), ranges)
    })
    return { ...rest, apart: await reading(catalogue, (reader) => sitesApart(reader, work)), proposals, others }
  }
}

/**
 * The sites of a catalogue with what was decided.
 * @param ranges whether ranges that nobody has decided on are listed, too
 * @throws as `planSites` does
 */
export async function compareSites(reader: CatalogueReader, ranges: boolean, work: Work): Promise<HarmoniseReport> {
  return withOpenRanges(await allProposals(reader, work), ranges)
}

async function allProposals(reader: CatalogueReader, work: Work): Promise<HarmoniseReport> {
  const { db } = reader
  const { rejected } = decidedMappings(db)
  return withStates(db, await planSites(db, openUnmapped(db), reader.images(), rejected, work))
}

/** Open ranges are listed only where somebody asks for them: they take away real differences, too. */
function withOpenRanges(report: HarmoniseReport, ranges: boolean): HarmoniseReport {
  const isListed = ({ mapping, state }: HarmoniseReport['proposals'][number]): boolean =>
    ranges || mapping.kind !== 'range' || state !== 'open'
  return { ...report, proposals: report.proposals.filter(isListed) }
}

/** What was decided about mappings, by their ids. */
export function mappingStates(db: Database): {
  states: Record<string, MappingState>
  canUndo: boolean
  canRedo: boolean
} {
  const { accepted, rejected, undoes, redoes } = decidedMappings(db)
  const states = Object.fromEntries<MappingState>([
    ...accepted.map((mapping) => [mappingId(mapping), 'accepted'] as const),
    ...rejected.map((mapping) => [mappingId(mapping), 'rejected'] as const)
  ])
  return { states, canUndo: undoes !== null, canRedo: redoes !== null }
}

function withStates(db: Database, plan: SitePlan | HarmoniseReport): HarmoniseReport {
  const { accepted, rejected } = decidedMappings(db)
  const { states, canUndo, canRedo } = mappingStates(db)
  const stateOf = (id: string): MappingState => states[id] ?? 'open'
  const proposed = new Set(plan.proposals.map(({ id }) => id))
  const { sites, images, tags } = plan
  return {
    sites,
    images,
    tags,
    proposals: plan.proposals.map((proposal) => ({ ...proposal, state: stateOf(proposal.id) })),
    others: [...accepted, ...rejected]
      .map((mapping) => ({ id: mappingId(mapping), state: stateOf(mappingId(mapping)), mapping }))
      .filter(({ id }) => !proposed.has(id)),
    canUndo,
    canRedo
  }
}

/** What somebody asked to decide. @throws MedoidError `unknown-mapping` */
function decisionsOf(
  report: HarmoniseReport,
  { acceptAll, accept, reject, ranges }: Pick<HarmoniseParameters, 'acceptAll' | 'accept' | 'reject' | 'ranges'>
): { kind: 'accept' | 'reject'; mappings: Mapping[] }[] {
  const known = [...report.proposals, ...report.others]
  const named = (ids: readonly string[]): Mapping[] =>
    ids.map((id) => {
      const found = known.find((each) => each.id === id)
      if (found === undefined) throw new MedoidError('unknown-mapping', { id })
      return found.mapping
    })
  const [accepted, rejected] = [named(accept), named(reject)]
  const all = acceptAll ? withOpenRanges(report, ranges).proposals : []
  const open = all.filter(({ id, state }) => state === 'open' && !reject.includes(id))
  return [
    { kind: 'accept' as const, mappings: [...accepted, ...open.map(({ mapping }) => mapping)] },
    { kind: 'reject' as const, mappings: rejected }
  ].filter(({ mappings }) => mappings.length > 0)
}
