import { type Message, sayMessage } from '../../messages/message.ts'
import { WINDOW_TERMS } from '../window-terms.ts'

/** A remark on a picture as the window shows it. */
export interface ToldRemark {
  /** Stable, kebab-case. */
  code: string
  message: string
}

/** What is described of a file, with sentences for the remarks on it. */
export type Told<T extends { remarks: readonly Message[] }> = Omit<T, 'remarks'> & { remarks: ToldRemark[] }

export function told<T extends { remarks: readonly Message[] }>(described: T): Told<T> {
  const remarks = described.remarks.map((remark) => ({ code: remark.code, message: sayMessage(remark, WINDOW_TERMS) }))
  return { ...described, remarks }
}
