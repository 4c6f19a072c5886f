import { expect, test } from 'vitest'
import { hostMethods } from '../../src/api/host-methods.ts'
import { questions } from '../../src/api/questions.ts'
import { Calls } from '../../src/main/calls.ts'

/** A backend that answers nothing until it is cancelled. */
function patient() {
  const cancelled: unknown[] = []
  const calls = new Calls({
    call: (method, _given, signal) =>
      new Promise((resolve) => {
        signal!.addEventListener('abort', () => {
          cancelled.push(method)
          resolve({ ok: false, error: { code: 'cancelled', parameters: { what: 'any' }, message: 'Cancelled.' } })
        })
      })
  })
  return { calls, cancelled }
}

test.each(Object.keys({ ...hostMethods, ...questions }))('a message over the bridge cancels %s', async (method) => {
  const { calls, cancelled } = patient()
  void calls.answer('another', {}, 1)
  const reply = calls.answer(method, {}, 2)
  calls.cancel(2)
  expect(await reply).toMatchObject({ ok: false, error: { code: 'cancelled' } })
  expect(cancelled).toEqual([method])
})

test('a page that was loaded again counts anew, and waits for nothing of the page before', () => {
  const { calls, cancelled } = patient()
  void calls.answer('of the page before', {}, 1)
  void calls.answer('of this page', {}, 1)
  expect(cancelled).toEqual(['of the page before'])
  calls.cancelAll()
  expect(cancelled).toEqual(['of the page before', 'of this page'])
})

test('a number that no call has cancels nothing', () => {
  const { calls, cancelled } = patient()
  void calls.answer('app.state', {}, 1)
  for (const id of [2, '1', null, undefined]) calls.cancel(id)
  expect(cancelled).toEqual([])
})
