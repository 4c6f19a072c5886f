import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Arena } from '../../../src/core/kernels/kernels.ts'
import { type ThreadTask, Threads } from '../../../src/core/kernels/threads.ts'
import { CancelledError } from '../../../src/core/errors.ts'

/** A matrix of no rows: kernels have nothing to do with it. */
function emptyWork() {
  const arena = new Arena()
  const [stop, packed, matrix] = [arena.reserve(4), arena.reserve(64), arena.reserve(64)]
  return { memory: arena.allocate(), stop, args: [packed, matrix, 0, 0] }
}

describe.each([1, 2, 3])('%i thread(s)', (count) => {
  test('do every task once', async () => {
    const { memory, stop, args } = emptyWork()
    const threads = new Threads(memory, stop, count)
    const ended: number[] = []
    const tasks = Array.from({ length: 20 }, (_, at): ThreadTask => ({
      begin: () => ({ kernel: 'gowerRows', args }),
      end: () => ended.push(at)
    }))
    await threads.run(tasks)
    expect(ended.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at))
    await threads.close()
  })

  test('do nothing that is cancelled before', async () => {
    const { memory, stop } = emptyWork()
    const threads = new Threads(memory, stop, count)
    const begin = () => expect.unreachable()
    await expect(threads.run([{ begin, end: () => undefined }], { signal: AbortSignal.abort() })).rejects.toThrow(
      CancelledError
    )
    await threads.close()
  })

  test('pass on what goes wrong', async () => {
    const { memory, stop } = emptyWork()
    const threads = new Threads(memory, stop, count)
    const outside: ThreadTask = { begin: () => ({ kernel: 'gowerRows', args: [-8, -8, 0, 0] }), end: () => undefined }
    await expect(threads.run([outside, outside, outside])).rejects.toThrow(/memory access out of bounds/)
    await threads.close()
  })
})

test('closing them while they start keeps the process until they have ended', async () => {
  const folder = new URL('../../../src/core/kernels/', import.meta.url).href
  const source = `
    import { Arena } from '${folder}kernels.ts'
    import { Threads } from '${folder}threads.ts'
    const arena = new Arena()
    const stop = arena.reserve(4)
    for (let i = 0; i < 5; i++) {
      const threads = new Threads(arena.allocate(), stop, 2)
      // The worker says meanwhile that it has started, and is heard while it is being closed.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
      await threads.close()
    }
    process.exitCode = 7`
  const script = join(await mkdtemp(join(tmpdir(), 'medoid-threads-')), 'script.mjs')
  await writeFile(script, source)
  const child = spawn(process.execPath, [script], { stdio: 'ignore' })
  // Where the process ends before its time, with an await that never settles, Node makes it 13.
  expect(await once(child, 'exit')).toEqual([7, null])
})

test.each([2, 3])('what waits for a thread that failed is stopped, on %i threads', async (count) => {
  const arena = new Arena()
  const [stop, network, slot] = [arena.reserve(4), arena.reserve(68), arena.reserve(64)]
  const memory = arena.allocate()
  // A network whose only picture somebody has taken and nobody will ever finish: `threads`, `slots`, `images` and `next`.
  const fields = new Uint32Array(memory.buffer, network, 17)
  ;[fields[2], fields[3], fields[9], fields[14]] = [1, slot, 1, 1]
  const threads = new Threads(memory, stop, count)
  const end = () => undefined
  const waiting: ThreadTask = { begin: () => ({ kernel: 'runNetwork', args: [network, 0] }), end }
  const outside: ThreadTask = { begin: () => ({ kernel: 'gowerRows', args: [-8, -8, 0, 0] }), end }
  await expect(threads.run([waiting, outside])).rejects.toThrow(/memory access out of bounds/)
  await expect(threads.run([outside, waiting])).rejects.toThrow(/memory access out of bounds/)
  await threads.close()
})
