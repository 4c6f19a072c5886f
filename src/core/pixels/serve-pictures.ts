import { endWithParent } from '../end-with-parent.ts'
import { MedoidError } from '../errors.ts'
import { helperParent } from '../processes/helper-parent.ts'
import {
  type DecoderReply,
  type DecoderRequest,
  type MadePicture,
  type PictureOutcome,
  READY
} from './decoder-protocol.ts'

/** Memory of WebAssembly grows with the largest image and never shrinks: a process that has this many bytes is replaced. */
const FULL = 768 << 20

/**
 * Runs a decoder process: takes requests from the parent one after another, until the parent goes.
 * @param makePicture of the file at a path
 */
export function servePictures(makePicture: (path: string | Buffer) => Promise<MadePicture>): void {
  const parent = helperParent()
  // Ctrl-C reaches every process of a terminal; when to end is for the parent to say.
  process.on('SIGINT', () => {})
  // A codec that hangs keeps this thread from hearing that the parent has gone.
  endWithParent()
  let last = Promise.resolve()
  parent.onMessage((message) => {
    const { path } = message as DecoderRequest
    last = last.then(async () => {
      const outcome = await outcomeOf(makePicture, path)
      parent.send({ outcome, isFull: process.memoryUsage.rss() > FULL } satisfies DecoderReply)
    })
  })
  parent.send(READY)
}

/** Anything but a MedoidError is a defect of the decoder, and no reason to lose the other images. */
async function outcomeOf(
  makePicture: (path: string | Buffer) => Promise<MadePicture>,
  path: string | Buffer
): Promise<PictureOutcome> {
  try {
    return await makePicture(path)
  } catch (error) {
    if (error instanceof MedoidError) return { code: error.code, reason: error.message }
    return { code: 'decoder-failed', reason: `The decoder failed: ${(error as Error)?.stack ?? String(error)}` }
  }
}
