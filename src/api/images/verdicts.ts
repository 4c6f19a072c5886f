import { stat } from 'node:fs/promises'
import { fileOnDisk } from '../../core/archives/open-file.ts'
import type { Outcome } from '../reply.ts'
import type { FileQuestion } from './messages.ts'
import type { MessageCode } from '../../messages/message.ts'

/** Verdicts that are remembered at most; the oldest is forgotten. */
const MOST = 1000

/** What a file is found to be only at a cost, and is each time. */
const COSTLY = new Set<MessageCode>(['pixels-too-costly', 'opener-died'])

interface Verdict {
  reply: Outcome<unknown>
  /** Of the file as it was; null where that could not be told. */
  state: string | null
}

/** What questions about files came to that cost much and will come to the same, while the file stays as it is. */
export class Verdicts {
  private readonly known = new Map<string, Verdict>()

  has(question: FileQuestion): boolean {
    return this.known.has(keyOf(question))
  }

  /** @returns null where nothing is known, or the file has changed */
  async of(question: FileQuestion): Promise<Outcome<unknown> | null> {
    const key = keyOf(question)
    const verdict = this.known.get(key)
    if (verdict === undefined) return null
    if (verdict.state !== null && verdict.state === (await stateOf(question))) return verdict.reply
    this.known.delete(key)
    return null
  }

  async remember(question: FileQuestion, reply: Outcome<unknown>): Promise<void> {
    if (reply.ok || !COSTLY.has(reply.error.code)) return
    if (this.known.size >= MOST) this.known.delete(this.known.keys().next().value!)
    this.known.set(keyOf(question), { reply, state: await stateOf(question) })
  }
}

function keyOf(question: FileQuestion): string {
  return `${whatOf(question)} ${bytesOf(question.path).toString('latin1')}`
}

function whatOf(question: FileQuestion): string {
  if (question.ask === 'frame') return `frame ${question.frame}`
  return question.ask === 'compare' ? `compare ${bytesOf(question.other).toString('latin1')}` : question.ask
}

function bytesOf(path: string | Uint8Array): Buffer {
  return typeof path === 'string' ? Buffer.from(path) : Buffer.from(path.buffer, path.byteOffset, path.byteLength)
}

/** Size and time of the last change, of a file in an archive those of the archive; null where the file cannot be looked at, which its next reader will tell. */
async function stateOf(question: FileQuestion): Promise<string | null> {
  const path = fileOnDisk(bytesOf(question.path))
  const found = path === null ? null : await stat(path, { bigint: true }).catch(() => null)
  return found === null ? null : `${found.size} ${found.mtimeNs}`
}
