import type { Database } from 'better-sqlite3'
import { openReader } from '../catalogue/corrections/column-source.ts'
import { addCorrection, historyTag, lastOf, loadHistory, type TagInstances } from '../catalogue/corrections/log.ts'
import type { CatalogueReader } from '../catalogue/reader.ts'
import { AS_IN_FILES, type TagId } from '../catalogue/types.ts'
import type { CorrectionChange, Decision, SuggestionEvidence, CorrectionScope } from '../catalogue/stored/correction.ts'
import type { Condition } from '../conditions.ts'
import { MedoidError } from '../errors.ts'
import { type Attribute, attributeColumn, ROWS_AT_A_TIME } from '../features/attributes.ts'
import { givenText } from '../given-text.ts'
import { FIRST_VALUE } from '../tag-codes.ts'
import { correctableAttribute, correctedValue } from './correctable.ts'
import { MOST_REASON } from './limits.ts'

/** What somebody decides about the values of some images. */
interface AskedDecision {
  /** As `findAttribute` takes it. */
  tag: string
  kind: Decision['kind']
  /** New, or suggested; '' for no value. */
  value: string
  scope: CorrectionScope
  /** By which the images were chosen. */
  where: readonly Condition[]
  reason: string
  from: SuggestionEvidence
  author: string
  program: string
  /** The latest entry of the attribute has to be this one, 0 for none; else nothing is decided. */
  follows?: number
}

/** An entry that was added to the history of an attribute. */
interface AddedCorrection {
  /** Name of the attribute. */
  tag: string
  entry: number
  change: CorrectionChange
}

/** Values that an entry tells apart; the columns have all of them. */
const MOST_FOUND = 20

/**
 * Adds a decision to the log, with the images that it is about, in a transaction of its own.
 * @param instances ids, ascending, of the live images that are meant
 * @throws MedoidError `correction-impossible`, `corrected-meanwhile`, `unknown-tag`, `ambiguous-tag`
 */
export function decide(db: Database, asked: AskedDecision, instances: Uint32Array): AddedCorrection {
  const reader = openReader(db, AS_IN_FILES)
  const attribute = correctableAttribute(reader.tags(), asked.tag)
  if (instances.length === 0) throw new MedoidError('correction-impossible', { why: 'no-images' })
  const reason = givenText(asked.reason, MOST_REASON, true)
  if (typeof reason !== 'string') throw new MedoidError('bad-reason', reason)
  const change: Decision = {
    kind: asked.kind,
    // What is rejected or skipped is what was suggested, whether or not an element can have it.
    value: asked.kind === 'accept' ? correctedValue(attribute, asked.value) : asked.value,
    scope: asked.scope,
    where: [...asked.where],
    images: instances.length,
    ...foundIn(reader, attribute, instances),
    reason,
    from: asked.from
  }
  const { author, program, follows } = asked
  const places = placesOf(reader, attribute, instances)
  return add(db, attribute, { author, program, follows }, () => ({ change, places }))
}

/**
 * Takes back the last decision about an attribute that has an effect, or makes it again.
 * @throws MedoidError `correction-impossible` where there is none, `corrected-meanwhile`
 */
export function stepBack(
  db: Database,
  kind: 'undo' | 'redo',
  asked: Pick<AskedDecision, 'tag' | 'author' | 'program' | 'follows'>
): AddedCorrection & { decision: Decision } {
  const attribute = correctableAttribute(openReader(db, AS_IN_FILES).tags(), asked.tag)
  let decision: Decision
  const added = add(db, attribute, asked, (tag) => {
    const { stack } = loadHistory(db, tag)
    const last = stack[kind === 'undo' ? 'done' : 'undone'].at(-1)
    if (last === undefined)
      throw new MedoidError('correction-impossible', { why: `nothing-to-${kind}`, tag: asked.tag })
    decision = last.change
    return { change: { kind, entry: last.id }, places: [] }
  })
  return { ...added, decision: decision! }
}

function add(
  db: Database,
  { name, parts }: Attribute,
  { author, program, follows }: Pick<AskedDecision, 'author' | 'program' | 'follows'>,
  made: (tag: TagId) => { change: CorrectionChange; places: TagInstances[] }
): AddedCorrection {
  const write = db.transaction((): AddedCorrection => {
    const ids = parts.map(({ id }) => id)
    const tag = historyTag(db, ids)
    if (follows !== undefined && follows !== lastOf(db, tag))
      throw new MedoidError('corrected-meanwhile', { tag: name })
    const { change, places } = made(tag)
    return { tag: name, entry: addCorrection(db, { program, author, tag, change }, places), change }
  })
  return write.immediate()
}

/** The values that images have in their files. */
function foundIn(
  reader: CatalogueReader,
  attribute: Attribute,
  instances: Uint32Array
): Pick<Decision, 'found' | 'others'> {
  const counts = new Map<string, number>()
  for (let from = 0; from < instances.length; from += ROWS_AT_A_TIME) {
    const { codes, texts } = attributeColumn(reader, attribute, instances.subarray(from, from + ROWS_AT_A_TIME))
    for (const code of codes) {
      const text = code < FIRST_VALUE ? '' : texts[code]
      counts.set(text, (counts.get(text) ?? 0) + 1)
    }
  }
  const all = Array.from(counts, ([value, images]) => ({ value, images })).sort((a, b) => b.images - a.images)
  const found = all.slice(0, MOST_FOUND)
  return { found, others: instances.length - found.reduce((sum, { images }) => sum + images, 0) }
}

/**
 * Which of the tags of an attribute hold the values of images: all that have one. Where none does, it is the first, the top level.
 */
function placesOf(reader: CatalogueReader, { parts }: Attribute, instances: Uint32Array): TagInstances[] {
  if (parts.length === 1) return [{ tag: parts[0].id, instances }]
  const isPlaced = new Uint8Array(instances.length)
  const places = parts.map(({ id }): TagInstances => {
    const { codes } = reader.column(id, instances)
    codes.forEach((code, row) => {
      if (code >= FIRST_VALUE) isPlaced[row] = 1
    })
    return { tag: id, instances: instances.filter((_, row) => codes[row] >= FIRST_VALUE) }
  })
  const own = new Set(places[0].instances as Uint32Array)
  places[0].instances = instances.filter((id, row) => own.has(id) || isPlaced[row] === 0)
  return places.filter((place) => place.instances.length > 0)
}
