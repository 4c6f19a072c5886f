import { MedoidError } from '../core/errors.ts'
import { sayMessage } from '../messages/message.ts'
import { WINDOW_TERMS } from './window-terms.ts'

/** What a host sends for an address whose answer is `pack`ed, or JSON with the code and the sentence of what is wrong. */
export interface BytesAnswer {
  status: 200 | 404 | 422
  type: 'application/octet-stream' | 'application/json'
  body: Uint8Array | string
  headers?: undefined
}

/** @param read gives the bytes, or throws what a person has to know */
export async function bytesAnswer(read: () => Promise<Uint8Array>): Promise<BytesAnswer> {
  try {
    return { status: 200, type: 'application/octet-stream', body: await read() }
  } catch (error) {
    return refusedAnswer(error)
  }
}

/** What is wrong, for a person. @throws what is no `MedoidError` */
export function refusedAnswer(error: unknown): BytesAnswer {
  if (!(error instanceof MedoidError)) throw error
  const { code } = error.data
  const message = sayMessage(error.data, WINDOW_TERMS)
  const status = code === 'no-such-instance' || code === 'no-catalogue' ? 404 : 422
  return { status, type: 'application/json', body: JSON.stringify({ code, message }) }
}
