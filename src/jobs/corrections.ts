import { systemUser } from '../core/author.ts'
import { openReader } from '../core/catalogue/corrections/column-source.ts'
import { listedImages } from '../core/catalogue/listed-images.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import type { CorrectionChange, Decision } from '../core/catalogue/stored/correction.ts'
import { correctableAttribute } from '../core/corrections/correctable.ts'
import { decide, stepBack } from '../core/corrections/decide.ts'
import {
  type CorrectionEntry,
  correctionEntries,
  correctionOverview,
  type CorrectionProgress,
  correctionProgress
} from '../core/corrections/overview.ts'
import { MedoidError } from '../core/errors.ts'
import { matching } from '../core/features/where.ts'
import { adding, reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { AddCorrectionParameters, StepParameters } from './definitions/corrections.ts'
import { PROGRAM_VERSION } from './program.ts'

export interface CorrectionsReport {
  /** Of each tag that somebody decided about. */
  tags: CorrectionProgress[]
}

export const correctionsJob: Job<{ catalogue: string }, CorrectionsReport> = {
  run: ({ catalogue }) => reading(catalogue, (reader) => ({ tags: correctionOverview(reader) }))
}

/** What came of a decision, or of taking one back. */
export interface CorrectionReport {
  entry: number
  change: CorrectionChange
  /** The decision itself, or the one that was undone or redone. */
  decision: Decision
  progress: CorrectionProgress
  /** SOP Instance UIDs of the list that name no image of the catalogue; null where there was no list. */
  unknown: number | null
}

export const addCorrectionJob: Job<AddCorrectionParameters, CorrectionReport> = {
  run: ({ catalogue, tag, value, where, images: file, reason, author = systemUser(), follows }, work) =>
    adding(catalogue, async (reader) => {
      if (where.length === 0 && file === undefined)
        throw new MedoidError('correction-impossible', { why: 'which-images' })
      const listed = file === undefined ? null : await listedImages(reader, file, work)
      const instances = matching(reader, where, listed?.instances ?? reader.images())
      const { entry, change } = decide(
        reader.db,
        {
          tag,
          kind: 'accept',
          value,
          scope: listed === null ? 'conditions' : 'list',
          where,
          reason,
          from: { by: 'person', name: '', probability: null },
          author,
          program: PROGRAM_VERSION,
          follows
        },
        instances
      )
      return {
        entry,
        change,
        decision: change as Decision,
        progress: progressOf(reader, tag),
        unknown: listed?.unknown ?? null
      }
    })
}

export const undoCorrectionJob: Job<StepParameters, CorrectionReport> = { run: (given) => step('undo', given) }

export const redoCorrectionJob: Job<StepParameters, CorrectionReport> = { run: (given) => step('redo', given) }

function step(
  kind: 'undo' | 'redo',
  { catalogue, tag, author = systemUser(), follows }: StepParameters
): Promise<CorrectionReport> {
  return adding(catalogue, (reader) => {
    const { entry, change, decision } = stepBack(reader.db, kind, { tag, author, program: PROGRAM_VERSION, follows })
    return { entry, change, decision, progress: progressOf(reader, tag), unknown: null }
  })
}

/** With what was decided just now. */
function progressOf({ db }: CatalogueReader, tag: string): CorrectionProgress {
  const reader = openReader(db)
  return correctionProgress(reader, correctableAttribute(reader.tags(), tag))
}

export interface CorrectionHistoryReport {
  tag: string
  /** The oldest first. */
  entries: CorrectionEntry[]
}

export const correctionHistoryJob: Job<{ catalogue: string; tag: string }, CorrectionHistoryReport> = {
  run: ({ catalogue, tag }) =>
    reading(catalogue, (reader) => {
      const attribute = correctableAttribute(reader.tags(), tag)
      return { tag: attribute.name, entries: correctionEntries(reader, attribute) }
    })
}
