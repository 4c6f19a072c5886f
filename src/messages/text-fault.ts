import { count } from './format.ts'

/** What can be wrong with a name or a note that somebody wrote. */
export type TextFault =
  | { why: 'unprintable' }
  /** In characters. */
  | { why: 'too-long'; length: number; most: number }

/** @param field what the text is: `label` */
export function textFault(field: string, fault: TextFault) {
  return fault.why === 'unprintable'
    ? { problem: `The ${field} holds a control character.`, remedy: 'Use printable characters only.' }
    : {
        problem: `The ${field} has ${count(fault.length)} characters; at most ${count(fault.most)} are allowed.`,
        remedy: field === 'label' ? 'Shorten it, or put the rest into the note.' : 'Shorten it.'
      }
}
