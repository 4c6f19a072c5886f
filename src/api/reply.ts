import { MedoidError } from '../core/errors.ts'
import type { Reply } from './contract.ts'

/** Does something and says how it ended; what a person cannot act on is a defect, which goes to the log with its stack. */
export async function replyTo<T>(work: () => Promise<T> | T): Promise<Reply<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    const { code, syscall, message, stack } = error as NodeJS.ErrnoException
    if (error instanceof MedoidError) return failed(error as MedoidError)
    if (code !== undefined && syscall !== undefined) return { ok: false, error: { code, message } }
    process.stderr.write(`medoid: this is a defect, please report it: ${stack ?? message}\n`)
    return { ok: false, error: { code: 'defect', message: `This is a defect of Medoid, please report it: ${message}` } }
  }
}

/** What a call comes to that did not go well. */
export function failed({ code, message }: MedoidError): Reply<never> {
  return { ok: false, error: { code, message } }
}

/** @throws MedoidError what the other side said */
export function valueOf<T>(reply: Reply<T>): T {
  if (reply.ok) return reply.value
  throw new MedoidError(reply.error.code, reply.error.message)
}
