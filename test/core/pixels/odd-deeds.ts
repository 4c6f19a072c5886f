import { existsSync, writeFileSync } from 'node:fs'
import { MedoidError } from '../../../src/core/errors.ts'
import type { MadePicture } from '../../../src/core/pixels/decoder-protocol.ts'
import { PICTURE_BYTES } from '../../../src/core/pixels/picture.ts'
import type { WorkBudget } from '../../../src/core/processes/work-budget.ts'

/** Bytes of UTF-16 in a string that fills the heap. */
const LARGE = 1 << 26

/** What a decoder process for tests does instead of making a picture: what the path says. The picture is as bright as the path is long. */
export async function doDeed(path: string | Buffer, budget: WorkBudget): Promise<MadePicture> {
  const [deed, text, more] = String(path).split(':')
  if (deed === 'die') process.kill(process.pid, 'SIGKILL')
  if (deed === 'die-once' && isFirst(text)) process.kill(process.pid, 'SIGKILL')
  if (deed === 'no-memory') throw new RangeError('Array buffer allocation failed')
  if (deed === 'no-memory-once' && isFirst(text)) throw new RangeError('Array buffer allocation failed')
  if (deed === 'hang') for (;;);
  if (deed === 'burn') {
    if (more !== undefined) budget.allow(Number(more))
    const until = usedMicroseconds() + Number(text) * 1000
    while (usedMicroseconds() < until);
  }
  if (deed === 'wait') await new Promise((resolve) => setTimeout(resolve, Number(text)))
  if (deed === 'print') process.stdout.write('a codec prints')
  if (deed === 'fill') for (const heap: number[][] = []; ;) heap.push(new Array<number>(LARGE / 8).fill(1.5))
  if (deed === 'refuse') throw new MedoidError('pixels-damaged', { why: 'frame-not-inflated', reason: text })
  if (deed === 'fail') throw new TypeError(text)
  return { picture: new Uint8Array(PICTURE_BYTES).fill(path.length), remarks: [] }
}

function usedMicroseconds(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

/** @param mark a file that says that it was tried before */
function isFirst(mark: string): boolean {
  if (existsSync(mark)) return false
  writeFileSync(mark, '')
  return true
}
