import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { decodersFor, DecoderPool } from '../../../src/core/pixels/decoder-pool.ts'
import { forkDecoder, type DecoderProcess } from '../../../src/core/pixels/decoder-process.ts'
import { type DecoderReply, type PictureOutcome, READY } from '../../../src/core/pixels/decoder-protocol.ts'
import { isRunning } from '../../is-running.ts'
import { imageFile, temporaryFolder } from './image-file.ts'

const oddDecoder = new URL('./odd-decoder.ts', import.meta.url)
const frugalDecoder = new URL('./frugal-decoder.ts', import.meta.url)
const impatientDecoder = new URL('./impatient-decoder.ts', import.meta.url)
let pids: number[] = []
let pool: DecoderPool

/** A pool whose processes do what a path says; see odd-deeds.ts. */
function oddPool(size: number, entry = oddDecoder): DecoderPool {
  pids = []
  return (pool = new DecoderPool(size, { start: () => forkDecoder(entry, (pid) => pids.push(pid)) }))
}

/** A name of a file that is not there. */
const unused = (): string => join(temporaryFolder(), 'mark')

afterEach(() => pool.close())

/** Waits until processes are gone. */
async function gone(processes: number[]): Promise<void> {
  while (processes.some(isRunning)) await delay(20)
}

/** Of a picture, its first level; else the code. */
function brief(outcome: PictureOutcome): number | string {
  return 'picture' in outcome ? outcome.picture[0] : outcome.reason.code
}

describe('decoder processes', () => {
  test('make pictures of files, and say why there is none', async () => {
    pool = new DecoderPool(2)
    const good = imageFile({ rows: 2, columns: 2 }, Uint8Array.of(0, 1, 2, 3))
    const bad = imageFile({ rows: 2, columns: 2, frames: 4 }, Uint8Array.of(0, 1))
    const outcomes = await Promise.all([good, bad, '/nowhere', Buffer.from(good)].map((path) => pool.picture(path)))
    expect(outcomes.map(brief)).toEqual([0, 'pixels-truncated', 'file-unreadable', 0])
    expect((outcomes[0] as { picture: Uint8Array }).picture).toEqual((outcomes[3] as { picture: Uint8Array }).picture)
  })

  test('are given paths that are not UTF-8 as they are', async () => {
    const outcome = await oddPool(1).picture(Buffer.from([0xff, 0xfe, 0xfd]))
    expect(brief(outcome)).toBe(3)
  })

  test('one that dies is replaced, and of the pictures only the one that it was at is lost', async () => {
    oddPool(1)
    const outcomes = await Promise.all(['a', 'die', 'abc', 'abcd', 'die', 'abcdef'].map((path) => pool.picture(path)))
    expect(outcomes.map(brief)).toEqual([1, 'decoder-died', 3, 4, 'decoder-died', 6])
    expect(outcomes[1]).toMatchObject({
      reason: { code: 'decoder-died', parameters: { how: 'SIGKILL' } }
    })
    // One for each death, and for what came after it: the two pictures are tried again, alone, when all others are done.
    expect(pids.length).toBe(5)
  })

  test('one that is killed from outside while it works loses no picture', async () => {
    oddPool(2)
    await pool.picture('a')
    const pictures = Array.from({ length: 30 }, (_, i) => pool.picture(i % 3 === 0 ? 'wait:30' : 'abc'))
    process.kill(pids[0], 'SIGKILL')
    expect((await Promise.all(pictures)).map(brief)).toEqual(
      Array.from({ length: 30 }, (_, i) => (i % 3 === 0 ? 7 : 3))
    )
  })

  test.each(['die-once', 'no-memory-once'])(
    '%s: a picture that the machine may have spoilt is tried again',
    async (deed) => {
      oddPool(2)
      const path = `${deed}:${unused()}`
      const outcomes = await Promise.all([path, 'abc', 'abcd', 'ab'].map((each) => pool.picture(each)))
      expect(outcomes.map(brief)).toEqual([path.length % 256, 3, 4, 2])
    }
  )

  test('it is tried again alone: the other processes are gone, and what comes meanwhile waits', async () => {
    oddPool(2)
    const path = `die-once:${unused()}`
    const order: (string | number)[] = []
    const first = pool.picture(path).then(() => order.push('again'))
    await Promise.all(['wait:200', 'abc'].map((each) => pool.picture(each)))
    const later = pool.picture('abcd').then(() => order.push('later'))
    await Promise.all([first, later])
    expect(order).toEqual(['again', 'later'])
    // The last one has made it, and went on.
    await gone(pids.slice(0, -1))
  })

  test('what finds no memory, also alone, is said to', async () => {
    oddPool(1)
    expect(await pool.picture('no-memory')).toEqual({ reason: { code: 'out-of-memory', parameters: {} } })
  })

  test('one that uses more processor time than its image may is ended, and replaced', async () => {
    oddPool(1, frugalDecoder)
    const outcomes = await Promise.all(['a', 'hang', 'abc'].map((path) => pool.picture(path)))
    expect(outcomes.map(brief)).toEqual([1, 'pixels-too-costly', 3])
    await gone([pids[0]])
  })

  test('a larger image may use more', async () => {
    oddPool(1, frugalDecoder)
    // 1 s, where 0.5 s are for any image and 20 s for ten million samples.
    const paths = ['burn:1000:10000000', 'burn:60000:1000']
    const outcomes = await Promise.all(paths.map((path) => pool.picture(path)))
    expect(outcomes.map(brief)).toEqual([paths[0].length, 'pixels-too-costly'])
  })

  test('a machine that is busy loses no good picture: of three seconds, one that was stopped had none', async () => {
    oddPool(1, impatientDecoder)
    await pool.picture('a')
    process.kill(pids[0], 'SIGSTOP')
    const pictures = ['burn:100', 'abc', 'abcd'].map((path) => pool.picture(path))
    await delay(3000)
    process.kill(pids[0], 'SIGCONT')
    expect((await Promise.all(pictures)).map(brief)).toEqual([8, 3, 4])
    expect(pids.length).toBe(1)
  })

  test('one that waits for what does not come, as while its disk does not answer, is given up', async () => {
    oddPool(1, impatientDecoder)
    const outcomes = await Promise.all(['wait:600000', 'abc'].map((path) => pool.picture(path)))
    expect(outcomes.map(brief)).toEqual(['decoder-late', 3])
  })

  test('one that has given up and cannot be ended is left behind', async () => {
    const ends: (() => void)[] = []
    const stuck = (): DecoderProcess => {
      let tell: (message: DecoderReply | typeof READY) => void
      return {
        send: () => tell({ outcome: { reason: { code: 'decoder-late', parameters: {} } }, isFull: true }),
        onMessage: (listener) => (tell = listener)(READY),
        onEnd: (listener) => ends.push(() => listener('')),
        kill: () => {}
      }
    }
    const first = [stuck()]
    pool = new DecoderPool(1, { start: () => first.pop() ?? forkDecoder(oddDecoder) })
    const outcomes = await Promise.all(['a', 'abc'].map((path) => pool.picture(path)))
    expect(outcomes.map(brief)).toEqual(['decoder-late', 3])
    ends[0]()
  })

  test('one that eats its heap dies alone', async () => {
    oddPool(1)
    const outcomes = await Promise.all(['a', 'fill', 'abc'].map((path) => pool.picture(path)))
    expect(outcomes.map(brief)).toEqual([1, 'decoder-died', 3])
  })

  test('give the reason of what they refuse, and of a defect', async () => {
    oddPool(1)
    expect(await pool.picture('refuse:no pixels')).toEqual({
      reason: { code: 'pixels-damaged', parameters: { why: 'frame-not-inflated', reason: 'no pixels' } }
    })
    expect(await pool.picture('fail:a defect')).toMatchObject({
      reason: {
        code: 'decoder-failed',
        parameters: { why: 'defect', reason: expect.stringContaining('TypeError: a defect') as string }
      }
    })
  })

  test('end with the pool, whatever they do, and what is still in the making is rejected', async () => {
    oddPool(2)
    await Promise.all([pool.picture('a'), pool.picture('b')])
    const pictures = Promise.allSettled(['hang', 'hang', 'a', 'b'].map((path) => pool.picture(path)))
    await pool.close(new Error('enough'))
    expect((await pictures).map((result) => (result as PromiseRejectedResult).reason as unknown)).toEqual(
      new Array(4).fill(new Error('enough'))
    )
    await gone(pids)
    await expect(pool.picture('a')).rejects.toThrow('enough')
  })

  test('that cannot begin fail the work, with their last words', async () => {
    const missing = new URL('./no-such-decoder.ts', import.meta.url)
    pool = new DecoderPool(1, { start: () => forkDecoder(missing) })
    await expect(pool.picture('a')).rejects.toMatchObject({
      code: 'decoder-failed',
      message: expect.stringContaining('no-such-decoder') as string
    })
  })

  test('that cannot be started at all fail the work', async () => {
    const start = (): DecoderProcess => {
      throw new Error('EAGAIN')
    }
    pool = new DecoderPool(1, { start })
    await expect(pool.picture('a')).rejects.toMatchObject({ code: 'decoder-failed' })
  })

  test('end when their parent is killed, also in an endless loop; their prints go nowhere', async () => {
    pool = new DecoderPool(1)
    const script = fileURLToPath(new URL('./pool-parent.ts', import.meta.url))
    const parent = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'ignore'] })
    const [line] = (await once(createInterface(parent.stdout), 'line')) as [string]
    const children = JSON.parse(line) as number[]
    const alive = children.filter(isRunning)
    parent.kill('SIGKILL')
    expect(alive.length).toBe(2)
    await gone(children)
  })

  test('are as many as cores, at most 8, and fewer for few images', () => {
    expect(decodersFor(1)).toBe(1)
    expect(decodersFor(50)).toBe(1)
    expect(decodersFor(1e6)).toBeLessThanOrEqual(8)
  })
})
