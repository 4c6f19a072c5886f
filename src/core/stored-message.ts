import * as v from 'valibot'
import { type Message, readMessage } from '../messages/message.ts'
import { jsonOrNull } from './json.ts'
import { anyText, fields, record, type Schema } from './schema.ts'

/** What a version up to 0.2.0 stored in place of a message: a sentence. */
export function saidBefore(sentence: string): Message {
  return { code: 'said-before', parameters: { sentence } }
}

const asData = fields({ code: anyText, parameters: record })

/** One that this version cannot say, since a newer one stored it, is told by its code. */
function known(given: v.InferOutput<typeof asData>): Message {
  return readMessage(given) ?? saidBefore(given.code)
}

/** @param text of a message as JSON, or the sentence that was stored in its place */
export function readMessageText(text: string): Message {
  const read = v.safeParse(asData, jsonOrNull(text))
  return read.success ? known(read.output) : saidBefore(text)
}

/** A message, or the sentence that was stored in its place. */
export const storedMessage: Schema<Message> = v.pipe(
  v.union([anyText, asData], 'a message'),
  v.transform((given) => (typeof given === 'string' ? saidBefore(given) : known(given)))
)

/** A remark on a picture: a message, or the code and the sentence that were stored in its place. */
export const storedRemark: Schema<Message> = v.pipe(
  v.union([asData, fields({ code: anyText, message: anyText })], 'a remark'),
  v.transform((given) => {
    if ('parameters' in given) return known(given)
    const { code, message: sentence } = given
    return readMessage({ code, parameters: { sentence } }) ?? saidBefore(sentence)
  })
)

/** Further fields of what is a message or a remark itself. */
export function withFields<T>(of: Schema<Message>, further: Schema<T>): Schema<Message & T> {
  return v.pipe(
    v.intersect([of, further]),
    v.transform((both): Message & T => both)
  )
}
