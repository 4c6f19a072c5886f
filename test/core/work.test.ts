import { MessageChannel } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { CancelledError, MedoidError } from '../../src/core/errors.ts'
import { breathe, throwIfCancelled } from '../../src/core/work.ts'

test('work goes on until it is cancelled, and then ends with an error that a host can tell from others', () => {
  const controller = new AbortController()
  throwIfCancelled(undefined)
  throwIfCancelled({})
  throwIfCancelled({ signal: controller.signal })
  controller.abort()
  expect(() => throwIfCancelled({ signal: controller.signal })).toThrow(CancelledError)
  expect(new CancelledError()).toBeInstanceOf(MedoidError)
  expect(new CancelledError()).toMatchObject({ code: 'cancelled', name: 'CancelledError' })
})

test('between two pieces of work a message that was waiting comes in', async () => {
  const { port1, port2 } = new MessageChannel()
  const received: unknown[] = []
  port2.on('message', (message) => received.push(message))
  port1.postMessage('stop')
  while (received.length === 0) await breathe()
  expect(received).toEqual(['stop'])
  port1.close()
})

test('an error that a person can act on has a stable code, and its cause', () => {
  const cause = new Error('ENOSPC')
  const error = new MedoidError('disk-full', { why: 'full', path: 'a.csv' }, { cause })
  expect(error).toMatchObject({
    name: 'MedoidError',
    code: 'disk-full',
    parameters: { why: 'full', path: 'a.csv' },
    cause
  })
  expect(error.message).toContain('Cannot write a.csv: the disk is full')
})
