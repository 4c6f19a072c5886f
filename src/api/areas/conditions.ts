import { listSelections } from '../../core/catalogue/selections.ts'
import { readCondition } from '../../core/condition-text.ts'
import {
  type Condition,
  condition as schema,
  conditions as where,
  conditionWords,
  labelSetOf,
  SELECTION_TAG
} from '../../core/conditions.ts'
import { MedoidError } from '../../core/errors.ts'
import { attributesOf } from '../../core/features/attributes.ts'
import { type Completion, completeCondition, type Completions } from '../../core/features/complete-condition.ts'
import { findAttribute } from '../../core/features/names.ts'
import { matching } from '../../core/features/where.ts'
import { type Infer, object, parse, text } from '../../core/schema.ts'
import { conditionFault } from '../../messages/en/features.ts'
import type { ParametersOf } from '../../messages/message.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { slowQuestion } from '../method.ts'
import { WINDOW_TERMS } from '../window-terms.ts'
import { limit } from './arguments.ts'

export type { Completion, Completions }

/** A condition as somebody typed it. */
type TypedCondition =
  { condition: Condition; words: string; images: number; fault: null } | { condition: null; fault: TypedConditionFault }

/** What is wrong, and where in the text, in UTF-16 units from 0. */
export interface TypedConditionFault {
  begin: number
  end: number
  message: string
}

const typed = text({ max: 60_000, empty: true })
const reading = object({ text: typed, where })
const completing = object({ text: typed, limit })

/** What people type into a field for conditions. */
export const conditions = {
  'conditions.read': slowQuestion(reading, readTyped),
  'conditions.complete': slowQuestion(completing, complete)
}

/** A fault is an answer: it is told where it was typed. */
function readTyped({ reader }: OpenCatalogue, { text, where }: Infer<typeof reading>): TypedCondition {
  const fault = (begin: number, end: number, message: string): TypedCondition => ({
    condition: null,
    fault: { begin, end, message: message.charAt(0).toUpperCase() + message.slice(1) }
  })
  const attributes = attributesOf(reader.tags())
  let read
  try {
    read = readCondition(text)
  } catch (error) {
    if (!(error instanceof MedoidError)) throw error
    const given = error.parameters as ParametersOf<'invalid-condition'>
    const piece = text.slice(given.begin, given.end).trim()
    const near = given.why === 'no-operator' ? nearest(() => findAttribute(attributes, piece, piece)) : ''
    return fault(given.begin, given.end, `${conditionFault(given)}.${near}`)
  }
  for (const { name, from, to } of read.tags) {
    if (name === SELECTION_TAG || labelSetOf(name) !== null) continue
    try {
      findAttribute(attributes, name, name)
    } catch (error) {
      if (!(error instanceof MedoidError)) throw error
      return fault(from, to, error.explain(WINDOW_TERMS))
    }
  }
  try {
    const condition = parse(schema, read.condition, 'This')
    const among = matching(reader, where, reader.images())
    const images = matching(reader, [condition], among).length
    if (images > 0) return { condition, words: conditionWords(condition), images, fault: null }
    const beside = where.length === 0 ? '' : ' and what is there already'
    return fault(0, text.length, `No image satisfies “${conditionWords(condition)}”${beside}.`)
  } catch (error) {
    if (!(error instanceof MedoidError)) throw error
    return fault(0, text.length, error.explain(WINDOW_TERMS))
  }
}

/** The tags that may be meant, as a sentence; '' where there is none. */
function nearest(find: () => unknown): string {
  try {
    find()
  } catch (error) {
    if (error instanceof MedoidError && error.code === 'unknown-tag') {
      const { near = [] } = error.parameters as { near?: string[] }
      if (near.length > 0) return ` Did you mean ${near.join(' or ')}?`
    }
  }
  return ''
}

function complete({ reader }: OpenCatalogue, { text, limit }: Infer<typeof completing>): Completions {
  const behind = new RegExp(`(?:^|[\\s(!])${SELECTION_TAG}\\s*!?=\\s*([^|]*)$`).exec(text)
  if (behind === null) return completeCondition(reader, text, limit)
  const names = listSelections(reader.db).map(({ name }) => name)
  const wanted = behind[1].toLowerCase()
  return {
    from: text.length - behind[1].length,
    options: names
      .filter((name) => name.toLowerCase().includes(wanted))
      .slice(0, limit)
      .map((name) => ({
        text: name.includes('|') ? `"${name.replaceAll('"', '""')}"` : name,
        label: name,
        count: null
      }))
  }
}
