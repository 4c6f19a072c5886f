import { systemUser } from '../../core/author.ts'
import { decideMappings, stepMappings } from '../../core/catalogue/mappings.ts'
import type { CatalogueReader } from '../../core/catalogue/reader.ts'
import { mapping } from '../../core/catalogue/stored/mapping.ts'
import { MedoidError } from '../../core/errors.ts'
import { boolean, type Infer, list, object, oneOf } from '../../core/schema.ts'
import type { Work } from '../../core/work.ts'
import { adding } from '../../jobs/catalogues.ts'
import { compareSites, type HarmoniseReport, type MappingState, mappingStates } from '../../jobs/harmonise.ts'
import { PROGRAM_VERSION } from '../../jobs/program.ts'
import { sitesApart } from '../../jobs/sites-apart.ts'
import { say } from '../../messages/message.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { change, nothing, slowQuestion } from '../method.ts'
import { WINDOW_TERMS } from '../window-terms.ts'

export type { MappingState }

/** A mapping in a list, in words. */
interface Told {
  words: string
  /** What speaks for it; '' of one that was decided on before and that nothing proposes now. */
  why: string
}

/** How the sites of a catalogue differ. */
export interface ComparedSites extends Omit<HarmoniseReport, 'proposals' | 'others'> {
  proposals: (HarmoniseReport['proposals'][number] & Told)[]
  others: (HarmoniseReport['others'][number] & Told)[]
}

/** What was decided, by the ids of mappings; those that nobody decided on are not in it. */
export interface MappingStates {
  states: Record<string, MappingState>
  canUndo: boolean
  canRedo: boolean
}

const decision = object({ kind: oneOf('accept', 'reject'), mappings: list(mapping, 100_000) })

/** Sites, and mappings between what they write. */
export const sites = {
  'sites.compare': slowQuestion(object({ ranges: boolean }), ({ reader }, { ranges }, work) =>
    ofSites(() => compared(reader, ranges, work))
  ),
  // In words.
  'sites.apart': slowQuestion(nothing, ({ reader }, _, work): Promise<string | null> =>
    ofSites(async () => say('sites-apart', await sitesApart(reader, work), WINDOW_TERMS))
  ),
  'sites.decide': change(decision, decide),
  'sites.step': change(object({ way: oneOf('undo', 'redo') }), ({ file }, { way }) =>
    adding(file, ({ db }): MappingStates => {
      stepMappings(db, by(), way)
      return mappingStates(db)
    })
  )
}

/** null where there is one site alone, and nothing to compare it with. */
async function ofSites<T>(answer: () => Promise<T>): Promise<T | null> {
  try {
    return await answer()
  } catch (error) {
    if (error instanceof MedoidError && error.code === 'one-site') return null
    throw error
  }
}

async function compared(reader: CatalogueReader, ranges: boolean, work: Work): Promise<ComparedSites> {
  const report = await compareSites(reader, ranges, work)
  return {
    ...report,
    proposals: report.proposals.map((each) => ({
      ...each,
      words: say('site-mapping', each.mapping, WINDOW_TERMS),
      why: say('mapping-evidence', each.evidence, WINDOW_TERMS)
    })),
    others: report.others.map((each) => ({ ...each, words: say('site-mapping', each.mapping, WINDOW_TERMS), why: '' }))
  }
}

function decide({ file }: OpenCatalogue, { kind, mappings }: Infer<typeof decision>): Promise<MappingStates> {
  return adding(file, ({ db }) => {
    decideMappings(db, by(), kind, mappings)
    return mappingStates(db)
  })
}

function by() {
  return { author: systemUser(), program: PROGRAM_VERSION }
}
