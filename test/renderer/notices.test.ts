import { expect, it } from 'vitest'
import type { ShownJob } from '../../src/api/contract.ts'
import { type Notice, noticing } from '../../src/renderer/notices.ts'

function toldOf(...states: ShownJob['state'][]): Notice[] {
  const told: Notice[] = []
  const hear = noticing(
    () => 'Training',
    (notice) => told.push(notice)
  )
  for (const state of states) hear({ id: '1', state } as ShownJob)
  return told
}

it('tells once of a job that ends', () => {
  expect(toldOf('waiting', 'running', 'running', 'done', 'done')).toEqual([
    { title: 'Training is done', body: 'Medoid has the result.' }
  ])
})

it('tells of one that fails, and of one that goes on and ends', () => {
  expect(toldOf('running', 'failed', 'running', 'done').map(({ title }) => title)).toEqual([
    'Training failed',
    'Training is done'
  ])
})

it('tells nothing of what a person stopped, or of what ended before', () => {
  expect(toldOf('running', 'cancelled')).toEqual([])
  expect(toldOf('running', 'paused')).toEqual([])
  expect(toldOf('done')).toEqual([])
})
