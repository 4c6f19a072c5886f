import { effectScope } from 'vue'
import { expect, test } from 'vitest'
import type { TagSearchPage } from '../../../src/api/contract.ts'
import { tagKey, valueSearch } from '../../../src/renderer/stores/value-search.ts'

const body = { tag: '(0018,0015)', path: '', privateCreator: '' }
const page = (values: string[], done: number, next: TagSearchPage['next']): TagSearchPage => ({
  ...{ found: values.length === 0 ? [] : [{ ...body, values }], done, total: 4, next }
})

/** A search whose pages are given one by one. */
function search() {
  const questions: {
    search: string
    from: object
    signal: AbortSignal
    answer: (page: TagSearchPage) => void
    fail: (error: Error) => void
  }[] = []
  const searched = effectScope().run(() =>
    valueSearch(
      (search, from, signal) =>
        new Promise((answer, fail) => {
          questions.push({ search, from, signal, answer, fail })
        })
    )
  )!
  return { ...searched, questions }
}

/** Lets what was answered arrive. */
const arrived = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('pages are asked for until nothing is left; what was found is there meanwhile', async () => {
  const { start, found, share, busy, questions } = search()
  const done = start('spine')
  expect([busy.value, share.value]).toEqual([true, 0])
  questions[0].answer(page(['SPINE'], 1, { tag: 1, chunk: 7 }))
  await arrived()
  expect(questions[1]).toMatchObject({ search: 'spine', from: { tag: 1, chunk: 7 } })
  expect([...found.value]).toEqual([[tagKey(body), ['SPINE']]])
  expect([busy.value, share.value]).toEqual([true, 0.25])
  // A tag that was looked at in two parts has the values of both.
  questions[1].answer(page(['SPINE', 'L_SPINE'], 4, null))
  await done
  expect(found.value.get(tagKey(body))).toEqual(['SPINE', 'L_SPINE'])
  expect([busy.value, share.value]).toEqual([false, 1])
})

test('another search takes the place of the one before, which is cancelled', async () => {
  const { start, found, questions } = search()
  void start('one')
  const done = start('two')
  expect(questions[0].signal.aborted).toBe(true)
  questions[0].answer(page(['ONE'], 4, null))
  questions[1].answer(page(['TWO'], 4, null))
  await done
  expect(found.value.get(tagKey(body))).toEqual(['TWO'])
})

test('one that was stopped goes on where it was', async () => {
  const { start, stop, goOn, isDone, busy, questions } = search()
  void start('spine')
  questions[0].answer(page([], 2, { tag: 2, chunk: 0 }))
  await arrived()
  stop()
  expect(questions[1].signal.aborted).toBe(true)
  expect([busy.value, isDone()]).toEqual([false, false])
  const done = goOn()
  expect(questions[2].from).toEqual({ tag: 2, chunk: 0 })
  questions[2].answer(page([], 4, null))
  await done
  expect(isDone()).toBe(true)
})

test('what went wrong is told, and can be tried again', async () => {
  const { start, goOn, error, isDone, questions } = search()
  const first = start('spine')
  questions[0].fail(new Error('The service ended.'))
  await first
  expect([error.value?.message, isDone()]).toEqual(['The service ended.', false])
  void goOn()
  expect(error.value).toBeNull()
})

test('without words nothing is searched for', async () => {
  const { start, share, isDone, questions } = search()
  await start('  ')
  expect([questions.length, share.value, isDone()]).toEqual([0, null, true])
})
