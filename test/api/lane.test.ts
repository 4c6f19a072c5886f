import { expect, test } from 'vitest'
import { Lane } from '../../src/api/lane.ts'
import type { ToService } from '../../src/api/messages.ts'
import type { ChildProcess } from '../../src/jobs/process.ts'

/** A process of the service that is told by hand what becomes of it. */
function fakeProcess() {
  const heard: ToService[] = []
  let end: (status: number | null) => void = () => undefined
  let started = 0
  const lane = new Lane((): ChildProcess => {
    started++
    return {
      pid: 1,
      send: (message) => void heard.push(message as ToService),
      onMessage: () => undefined,
      onOutput: () => undefined,
      onExit: (listener) => (end = listener),
      kill: () => undefined
    }
  }, 'test')
  return { lane, heard, started: () => started, end: () => end(1) }
}

test('a process that has not started has nothing to let go of', () => {
  const { lane, started } = fakeProcess()
  lane.release('/archive.sqlite')
  expect(started()).toBe(0)
})

test('a process that ends while it lets go takes nobody with it; the next question starts another', async () => {
  const { lane, heard, started, end } = fakeProcess()
  const asked = lane.ask({ ask: 'locate', instance: 1, catalogue: '/archive.sqlite' })
  // A rejection that nobody handles would end the host, and fails this test.
  lane.release('/archive.sqlite')
  end()
  await expect(asked).rejects.toThrow('The process that reads the catalogue ended unexpectedly.')
  expect(heard.map(({ ask }) => ask)).toEqual(['locate', 'release'])
  void lane.ask({ ask: 'locate', instance: 1, catalogue: '/archive.sqlite' })
  expect(started()).toBe(2)
})
