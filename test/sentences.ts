import { type Message, sayMessage } from '../src/messages/message.ts'
import { PLAIN_TERMS } from '../src/messages/terms.ts'

/** What messages say, as programs and logs have it. */
export function sentencesOf(messages: readonly Message[]): string[] {
  return messages.map((message) => sayMessage(message, PLAIN_TERMS))
}
