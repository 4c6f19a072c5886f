import { describe, expect, test } from 'vitest'
import { Arena } from '../../../src/core/kernels/kernels.ts'
import { Threads } from '../../../src/core/kernels/threads.ts'
import type { Task } from '../../../src/core/kernels/threads.ts'
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
    const tasks = Array.from({ length: 20 }, (_, at): Task => ({
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
    const outside: Task = { begin: () => ({ kernel: 'gowerRows', args: [-8, -8, 0, 0] }), end: () => undefined }
    await expect(threads.run([outside, outside, outside])).rejects.toThrow(/memory access out of bounds/)
    await threads.close()
  })
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
  const waiting: Task = { begin: () => ({ kernel: 'runNetwork', args: [network, 0] }), end }
  const outside: Task = { begin: () => ({ kernel: 'gowerRows', args: [-8, -8, 0, 0] }), end }
  await expect(threads.run([waiting, outside])).rejects.toThrow(/memory access out of bounds/)
  await expect(threads.run([outside, waiting])).rejects.toThrow(/memory access out of bounds/)
  await threads.close()
})
