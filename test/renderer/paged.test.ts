import { expect, test } from 'vitest'
import { effectScope } from 'vue'
import { paged } from '../../src/renderer/paged.ts'

interface Page {
  total: number
  rows: number[]
}

/** A list of so many numbers, and the pages that it was asked for. */
function list(count: () => number) {
  const asked: number[] = []
  const all = effectScope().run(() =>
    paged<Page>(async ({ offset, limit }) => {
      asked.push(offset)
      await Promise.resolve()
      const rows = Array.from({ length: Math.max(0, Math.min(limit, count() - offset)) }, (_, i) => offset + i)
      return { total: count(), rows }
    })
  )!
  const quiet = async (): Promise<void> => {
    while (all.busy.value) await Promise.resolve()
  }
  return { all, asked, quiet }
}

test('the first page comes when it is asked for, others when they are in sight', async () => {
  const { all, asked, quiet } = list(() => 250)
  all.need(0, 20)
  expect(asked).toEqual([])
  await all.load()
  expect([all.total.value, all.at(99), all.at(100)]).toEqual([250, 99, undefined])
  all.need(190, 210)
  await quiet()
  expect([asked, all.at(249)]).toEqual([[0, 100, 200], 249])
})

test('what is passed by while a page is on its way is left out', async () => {
  const { all, asked, quiet } = list(() => 1000)
  await all.load()
  all.need(200, 210)
  all.need(500, 510)
  all.need(800, 810)
  await quiet()
  expect(asked).toEqual([0, 200, 800])
})

test('asked anew, what is in sight stays until it comes, and what is not there any more is gone', async () => {
  let count = 250
  const { all, asked } = list(() => count)
  await all.load()
  count = 40
  const again = all.load()
  expect([all.total.value, all.at(99)]).toEqual([250, 99])
  await again
  expect([all.total.value, all.at(39), all.at(99)]).toEqual([40, 39, undefined])
  expect(asked).toEqual([0, 0])
})

test('a list that was cut short where it was looked at is asked for from its beginning', async () => {
  let count = 1000
  const { all, quiet } = list(() => count)
  await all.load()
  all.need(900, 920)
  await quiet()
  count = 10
  await all.load()
  expect(all.total.value).toBe(10)
})

test('an empty list is asked for once', async () => {
  const { all, asked, quiet } = list(() => 0)
  await all.load()
  all.need(0, 20)
  await quiet()
  expect([all.total.value, asked]).toEqual([0, [0]])
})

test('who leaves while a page is on its way gets it on coming back', async () => {
  const { all, asked, quiet } = list(() => 10)
  void all.load()
  all.leave()
  expect([all.busy.value, all.total.value]).toEqual([false, null])
  all.comeBack()
  await quiet()
  expect([all.total.value, asked]).toEqual([10, [0, 0]])
})

test('an error stays until the list is asked for anew', async () => {
  let fails = true
  const all = effectScope().run(() =>
    paged<Page>(() => (fails ? Promise.reject(new Error('lost')) : Promise.resolve({ total: 1, rows: [7] })))
  )!
  await all.load()
  expect([all.error.value?.message, all.busy.value]).toEqual(['lost', false])
  fails = false
  await all.load()
  expect([all.error.value, all.at(0)]).toEqual([null, 7])
})
