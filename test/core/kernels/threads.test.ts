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
