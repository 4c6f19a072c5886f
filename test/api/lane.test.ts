import { expect, test } from 'vitest'
import { Lane } from '../../src/api/lane.ts'
import type { FromService, ToService } from '../../src/api/messages.ts'
import type { ChildProcess, StartProcess } from '../../src/jobs/process.ts'
import { forkProcess } from '../../src/server/fork.ts'

/** A process of the service that is told by hand what becomes of it. */
function fakeProcess() {
  const heard: ToService[] = []
  let hear: (message: unknown) => void = () => undefined
  let end: (status: number | null) => void = () => undefined
  let started = 0
  const lane = new Lane((): ChildProcess => {
    started++
    return {
      pid: 1,
      send: (message) => void heard.push(message as ToService),
      onMessage: (listener) => (hear = listener),
      onOutput: () => undefined,
      onExit: (listener) => (end = listener),
      kill: () => undefined,
      end: () => undefined
    }
  }, 'test')
  return { lane, heard, say: (message: FromService) => hear(message), started: () => started, end: () => end(1) }
}

test('a process that has not started has nothing to let go of', () => {
  const { lane, started } = fakeProcess()
  lane.release('/archive.sqlite')
  expect(started()).toBe(0)
})

test('a process that ends before it lets go takes nobody with it; the next question starts another', async () => {
  const { lane, heard, started, end } = fakeProcess()
  const asked = lane.ask({ ask: 'locate', instance: 1, catalogue: '/archive.sqlite' })
  // A rejection that nobody handles would end the host, and fails this test.
  lane.release('/archive.sqlite')
  end()
  await expect(asked).rejects.toThrow('The process that reads the catalogue ended unexpectedly.')
  expect(heard.map(({ ask }) => ask)).toEqual(['locate'])
  void lane.ask({ ask: 'locate', instance: 1, catalogue: '/archive.sqlite' })
  expect(started()).toBe(2)
})

/** A process that never is done with instance 0. */
function stuckLane() {
  const started: ChildProcess[] = []
  const start: StartProcess = (_entry, name) => {
    const child = forkProcess(new URL('./stuck-service.ts', import.meta.url), name)
    started.push(child)
    return child
  }
  const lane = new Lane(start, 'test', 50)
  const locate = (instance: number, signal?: AbortSignal) =>
    lane.ask({ ask: 'locate', instance, catalogue: '/archive.sqlite' }, { signal })
  return { lane, started, locate }
}

test('a process that does not stop with a cancelled question is ended, and what waited goes to another one', async () => {
  const { lane, started, locate } = stuckLane()
  const first = await locate(1)
  const controller = new AbortController()
  const stuck = locate(0, controller.signal)
  const waiting = locate(2)
  controller.abort()
  await expect(stuck).rejects.toMatchObject({ code: 'cancelled' })
  const second = await waiting
  expect([first, second]).toEqual(started.map(({ pid }) => pid))
  expect(first).not.toBe(second)
  lane.close()
})

test('lists in lists without end are refused, and the next question is answered', async () => {
  const { lane, locate } = stuckLane()
  let given: unknown = []
  for (let depth = 0; depth < 100_000; depth++) given = [given]
  const endless = lane.ask({ ask: 'answer', method: 'tags.list', given, catalogue: null, marks: false })
  await expect(endless).rejects.toMatchObject({ code: 'invalid-arguments' })
  await expect(locate(1)).resolves.toEqual(expect.any(Number))
  lane.close()
})

test('a question that waits for something lets the next one in; one that is at work does not', () => {
  const { lane, heard, say } = fakeProcess()
  const locate = (instance: number) => lane.ask({ ask: 'locate', instance, catalogue: '/archive.sqlite' })
  void locate(1)
  void locate(2)
  void locate(3)
  const ids = () => heard.map(({ id }) => id)
  expect(ids()).toEqual([1])
  say({ id: 1, waits: true })
  expect(ids()).toEqual([1, 2])
  say({ id: 1, reply: { ok: true, value: '/1.dcm' } })
  expect(ids()).toEqual([1, 2])
  say({ id: 2, reply: { ok: true, value: '/2.dcm' } })
  expect(ids()).toEqual([1, 2, 3])
})
