import { expect, it } from 'vitest'
import { windowTitle } from '../../src/renderer/window-title.ts'

const job = (state: 'running' | 'waiting', done?: number, total?: number) => ({
  title: 'Cluster',
  state,
  progress: done === undefined ? null : { stage: '', done, total, unit: 'images', rate: null, remaining: null }
})

it.each([
  ['Archive', null, [], 'Medoid'],
  ['Clusters', '/data/heads.sqlite', [], 'Clusters · heads.sqlite · Medoid'],
  ['Clusters', String.raw`C:\data\heads.sqlite`, [], 'Clusters · heads.sqlite · Medoid'],
  ['Map', '/heads.sqlite', [job('running', 45, 100)], '45 % Cluster · Map · heads.sqlite · Medoid'],
  ['Map', '/heads.sqlite', [job('running', 101, 100)], '100 % Cluster · Map · heads.sqlite · Medoid'],
  ['Map', '/heads.sqlite', [job('running')], 'Cluster… · Map · heads.sqlite · Medoid'],
  ['Map', '/heads.sqlite', [job('running', 7)], 'Cluster… · Map · heads.sqlite · Medoid'],
  ['Map', '/heads.sqlite', [job('waiting')], 'Map · heads.sqlite · Medoid']
])('%s of %s', (view, catalogue, jobs, title) => {
  expect(windowTitle(view, catalogue, jobs)).toBe(title)
})
