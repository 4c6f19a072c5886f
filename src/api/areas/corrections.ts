import { systemUser } from '../../core/author.ts'
import { MOST_AUTHOR } from '../../core/given-text.ts'
import { openReader } from '../../core/catalogue/corrections/column-source.ts'
import { decidedTags } from '../../core/catalogue/corrections/log.ts'
import type { CatalogueReader } from '../../core/catalogue/reader.ts'
import { AS_IN_FILES, type TagId } from '../../core/catalogue/types.ts'
import { type CorrectionChange, type Decision, EVIDENCE, SCOPES } from '../../core/catalogue/stored/correction.ts'
import { conditions } from '../../core/conditions.ts'
import { correctableAttribute, MOST_VALUE } from '../../core/corrections/correctable.ts'
import { decide, stepBack } from '../../core/corrections/decide.ts'
import { MOST_REASON } from '../../core/corrections/limits.ts'
import {
  type CorrectionEntry,
  correctionEntries,
  correctionOverview,
  type CorrectionProgress,
  correctionProgress,
  decisionsOf
} from '../../core/corrections/overview.ts'
import { MedoidError } from '../../core/errors.ts'
import { matching } from '../../core/features/where.ts'
import { type Infer, integer, list, object, oneOf, optional, text } from '../../core/schema.ts'
import { FIRST_VALUE } from '../../core/tag-codes.ts'
import { adding } from '../../jobs/catalogues.ts'
import { PROGRAM_VERSION } from '../../jobs/program.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { question, slowChange, slowQuestion } from '../method.ts'
import { instance, limit, offset, type Page } from './arguments.ts'
import { checkInstance, seriesOf } from './images.ts'

export type { CorrectionChange, CorrectionEntry, CorrectionProgress, Decision }

/** What came of a decision, or of taking one back. */
export interface CorrectionAnswer {
  catalogue: string
  entry: number
  change: CorrectionChange
  /** The decision itself, or the one that was undone or redone. */
  decision: Decision
  progress: CorrectionProgress
}

/** A corrected value of one image, beside that of its file. */
export interface CorrectedValue {
  /** The number of the tag that holds it, and its path; as an element view knows them. */
  tag: string
  path: string
  keyword: string
  privateCreator: string
  /** '' for none. */
  found: string
  value: string
}

const tag = text({ max: 1000 })
const decision = object({
  tag,
  kind: oneOf('accept', 'reject', 'skip'),
  /** New, or suggested; '' for no value. */
  value: text({ max: MOST_VALUE, empty: true }),
  /** `image`: those listed; `series`: all of their series; `alike`: those listed, or that satisfy the conditions. */
  scope: oneOf(...SCOPES),
  instances: optional(list(instance, 100_000)),
  where: optional(conditions),
  reason: optional(text({ max: MOST_REASON, empty: true })),
  from: optional(EVIDENCE),
  author: optional(text({ max: MOST_AUTHOR, empty: true })),
  /** The entry that has to be the latest one of the tag; else nothing is decided. */
  follows: optional(integer(0, Number.MAX_SAFE_INTEGER))
})
const step = object({
  tag,
  author: optional(text({ max: MOST_AUTHOR, empty: true })),
  follows: optional(integer(0, Number.MAX_SAFE_INTEGER))
})
const one = object({ tag })
const page = object({ tag, offset, limit })
const image = object({ instance })
const some = object({ tag, instances: list(instance, 100_000) })

/** What people decide about the values of tags. */
export const corrections = {
  'corrections.decide': slowChange(decision, decideAbout),
  'corrections.undo': slowChange(step, (catalogue, given) => stepOf(catalogue, 'undo', given)),
  'corrections.redo': slowChange(step, (catalogue, given) => stepOf(catalogue, 'redo', given)),
  /** Every tag that somebody decided about. */
  'corrections.list': slowQuestion(object({}), ({ reader }): CorrectionProgress[] => correctionOverview(reader)),
  'corrections.progress': slowQuestion(one, ({ reader }, { tag }): CorrectionProgress =>
    correctionProgress(reader, correctableAttribute(reader.tags(), tag))
  ),
  /** The newest entry first. */
  'corrections.history': question(page, ({ reader }, { tag, offset, limit }): Page<CorrectionEntry> => {
    const entries = correctionEntries(reader, correctableAttribute(reader.tags(), tag)).reverse()
    return { total: entries.length, rows: entries.slice(offset, offset + limit) }
  }),
  /** What was decided last about each of some images, in their order; see `DECISIONS`. */
  'corrections.decided': question(some, ({ reader }, { tag, instances }): ('none' | Decision['kind'])[] =>
    decisionsOf(reader, correctableAttribute(reader.tags(), tag), instances)
  ),
  'corrections.ofImage': question(image, ofImage)
}

/** @throws MedoidError `no-such-instance`, and as `decide` does */
async function decideAbout(catalogue: OpenCatalogue, given: Infer<typeof decision>): Promise<CorrectionAnswer> {
  const { tag, kind, value, scope, reason = '', author = systemUser(), follows } = given
  const where = given.where ?? []
  const from = given.from ?? { by: 'person' as const, name: '', probability: null }
  const instances = chosen(catalogue, given)
  return adding(catalogue.file, ({ db }) => {
    const asked = { tag, kind, value, scope, where, reason, from, author, program: PROGRAM_VERSION, follows }
    const { entry, change } = decide(db, asked, instances)
    return answer(catalogue, openReader(db), tag, { entry, change, decision: change as Decision })
  })
}

/** Ids of the images that are meant, ascending. */
function chosen(catalogue: OpenCatalogue, { scope, instances, where }: Infer<typeof decision>): Uint32Array {
  const { reader } = catalogue
  if (instances === undefined) {
    if (where === undefined) throw new MedoidError('correction-impossible', { why: 'which-images' })
    return matching(reader, where, reader.images())
  }
  for (const instance of instances) checkInstance(reader, instance)
  const all = scope === 'series' ? instances.flatMap((instance) => seriesOf(catalogue, instance)) : instances
  return Uint32Array.from(new Set(all)).sort()
}

async function stepOf(
  catalogue: OpenCatalogue,
  kind: 'undo' | 'redo',
  { tag, author = systemUser(), follows }: Infer<typeof step>
): Promise<CorrectionAnswer> {
  return adding(catalogue.file, ({ db }) => {
    const { entry, change, decision } = stepBack(db, kind, { tag, author, program: PROGRAM_VERSION, follows })
    return answer(catalogue, openReader(db), tag, { entry, change, decision })
  })
}

function answer(
  { file }: OpenCatalogue,
  reader: CatalogueReader,
  tag: string,
  made: Pick<CorrectionAnswer, 'entry' | 'change' | 'decision'>
): CorrectionAnswer {
  return { catalogue: file, ...made, progress: correctionProgress(reader, correctableAttribute(reader.tags(), tag)) }
}

/** @throws MedoidError `no-such-instance` */
function ofImage({ reader }: OpenCatalogue, { instance }: Infer<typeof image>): CorrectedValue[] {
  checkInstance(reader, instance)
  const itself = Uint32Array.of(instance)
  const raw = openReader(reader.db, AS_IN_FILES)
  const valueIn = (from: CatalogueReader, id: TagId): string => {
    const { codes, texts } = from.column(id, itself)
    return codes[0] < FIRST_VALUE ? '' : texts[codes[0]]
  }
  return decidedTags(reader.db).flatMap((id) => {
    const { tag, path, keyword, privateCreator } = reader.tag(id)
    const [found, value] = [valueIn(raw, id), valueIn(reader, id)]
    return found === value ? [] : [{ tag, path, keyword, privateCreator, found, value }]
  })
}
