import { expect, test } from 'vitest'
import { Rate } from '../../src/jobs/rate.ts'

const reading = (done: number) => ({ stage: 'Reading', done, total: 1000, unit: 'files' })

test('the rate is that of the last ten seconds, and so is the time left', () => {
  const rate = new Rate()
  expect(rate.progress(reading(0), 100)).toMatchObject({ rate: null, remaining: null })
  expect(rate.progress(reading(100), 102)).toMatchObject({ rate: 50, remaining: 18 })
  // Since then it is ten times as fast.
  expect(rate.progress(reading(200), 112)).toMatchObject({ rate: 10, remaining: 80 })
})

test('a new stage begins anew', () => {
  const rate = new Rate()
  rate.progress(reading(0), 0)
  expect(rate.progress({ stage: 'Counting', done: 5, unit: 'tags' }, 5)).toMatchObject({ rate: null, remaining: null })
  expect(rate.progress({ stage: 'Counting', done: 15, unit: 'tags' }, 10)).toMatchObject({ rate: 2, remaining: null })
})
