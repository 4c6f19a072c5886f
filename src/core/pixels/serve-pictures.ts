import { openAhead } from '../archives/open-file.ts'
import { endWithParent } from '../end-with-parent.ts'
import { MedoidError } from '../errors.ts'
import { helperParent } from '../processes/helper-parent.ts'
import { WorkBudget } from '../processes/work-budget.ts'
import {
  type DecoderReply,
  type DecoderRequest,
  type MadePicture,
  type Undecoded,
  READY,
  undecoded
} from './decoder-protocol.ts'

/** Memory of WebAssembly grows with the largest image and never shrinks: a process that has this many bytes is replaced. */
const FULL = 768 << 20

type MakePicture = (path: string | Buffer, budget: WorkBudget, inColour: boolean) => Promise<MadePicture>

/** Runs a process that makes pictures. @param makePicture of the file at a path; it tells the budget how large the image is */
export function servePictures(makePicture: MakePicture, budget?: WorkBudget): void {
  serveDecoder(({ path, colour }: DecoderRequest, each) => makePicture(path, each, colour), budget)
}

/**
 * Runs a decoder process: takes requests from the parent one after another, until the parent goes.
 * @param make what is asked for of a file; it tells the budget how large the image is
 */
export function serveDecoder<R extends { path: string | Buffer }, M>(
  make: (request: R, budget: WorkBudget) => Promise<M>,
  budget = new WorkBudget()
): void {
  const parent = helperParent()
  // Ctrl-C reaches every process of a terminal; when to end is for the parent to say.
  process.on('SIGINT', () => {})
  // A codec that hangs keeps this thread from hearing that the parent has gone.
  const watched = endWithParent(budget)
  let last = watched
  parent.onMessage((message) => {
    const request = message as R
    last = last.then(async () => {
      openAhead(request.path)
      budget.begin()
      const outcome = await outcomeOf(() => make(request, budget))
      budget.end()
      parent.send({ outcome, isFull: process.memoryUsage.rss() > FULL } satisfies DecoderReply<M>)
    })
  })
  void watched.then(() => parent.send(READY))
}

/** Anything but a MedoidError is a defect of the decoder, and no reason to lose the other images. */
async function outcomeOf<M>(make: () => Promise<M>): Promise<M | Undecoded> {
  try {
    return await make()
  } catch (error) {
    if (error instanceof MedoidError) return { reason: error.data }
    if (isOutOfMemory(error)) return undecoded('out-of-memory', {})
    const reason = (error as Error)?.stack ?? String(error)
    return undecoded('decoder-failed', { why: 'defect', reason })
  }
}

/** V8 says so with a RangeError. */
function isOutOfMemory(error: unknown): boolean {
  return error instanceof RangeError && /allocation failed|out of memory/i.test(error.message)
}
