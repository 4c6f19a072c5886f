import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { MadeElsewhere } from '../../src/api/made-elsewhere.ts'
import type { MadeByPeople } from '../../src/core/catalogue/made-by-people.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const NOTHING: Record<MadeByPeople, string> = {
  names: '',
  selections: '',
  runs: '',
  edits: '',
  reviews: '',
  labels: '',
  features: '',
  corrections: '',
  mappings: ''
}

function following(): { told: [string, MadeByPeople[]][]; elsewhere: MadeElsewhere; write: (what: string) => void } {
  const told: [string, MadeByPeople[]][] = []
  let states = { ...NOTHING }
  let isNew = true
  const elsewhere = new MadeElsewhere(
    () => {
      const answer = isNew ? states : null
      isNew = false
      return Promise.resolve(answer)
    },
    (catalogue, what) => told.push([catalogue, what])
  )
  const write = (what: string): void => {
    states = { ...states, [what]: `${Math.random()}` }
    isNew = true
  }
  return { told, elsewhere, write }
}

it('tells what another process made, once', async () => {
  const { told, elsewhere, write } = following()
  elsewhere.follow('a.sqlite')
  await vi.advanceTimersByTimeAsync(5000)
  expect(told).toEqual([])
  write('names')
  write('edits')
  await vi.advanceTimersByTimeAsync(5000)
  expect(told).toEqual([['a.sqlite', ['names', 'edits']]])
})

it('tells nothing of what this process made', async () => {
  const { told, elsewhere, write } = following()
  elsewhere.follow('a.sqlite')
  await vi.advanceTimersByTimeAsync(5000)
  write('names')
  await elsewhere.seen()
  await vi.advanceTimersByTimeAsync(5000)
  expect(told).toEqual([])
})

it('leaves off with the catalogue', async () => {
  const { told, elsewhere, write } = following()
  elsewhere.follow('a.sqlite')
  await vi.advanceTimersByTimeAsync(5000)
  elsewhere.follow(null)
  write('names')
  await vi.advanceTimersByTimeAsync(5000)
  expect(told).toEqual([])
  expect(vi.getTimerCount()).toBe(0)
})
