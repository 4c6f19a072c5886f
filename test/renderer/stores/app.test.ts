import { createPinia, setActivePinia } from 'pinia'
import { createApp, watch } from 'vue'
import { expect, test, vi } from 'vitest'
import type { Event, ShownJob } from '../../../src/api/contract.ts'
import { useApp } from '../../../src/renderer/stores/app.ts'
import { useJobs } from '../../../src/renderer/stores/jobs.ts'

const job = { id: '1', job: 'scan', state: 'running', changed: '' } as ShownJob
// A host that tells of the job before it has told its own state.
vi.hoisted(() => {
  let tell: (event: Event) => void
  const call = (method: string) => {
    if (method === 'jobs.list') return Promise.resolve({ ok: true, value: [job] })
    tell({ event: 'job', data: job })
    return Promise.resolve({ ok: true, value: { catalogue: 'c.sqlite', hidesPatientData: false, jobs: {} } })
  }
  const listen = (listener: typeof tell) => void (tell = listener)
  vi.stubGlobal('window', { medoid: { call, listen, showFile: () => Promise.resolve() } })
})
// There is no page.
vi.mock(import('../../../src/renderer/theme/apply-tokens.ts'), () => ({
  applyTokens: () => undefined,
  keepStill: () => undefined
}))

test('a job that is told of before the host has told its state is shown with the list', async () => {
  const pinia = createPinia()
  createApp({}).use(pinia)
  setActivePinia(pinia)
  const shown: string[][] = []
  const now = (): string[][] => useJobs().list.map(({ id }) => [id, useApp().state?.catalogue ?? 'none'])
  watch(now, (found) => shown.push(...found), { flush: 'sync', deep: true })

  await useApp().begin()
  // What shows a job takes its title from the state.
  expect(shown).toEqual([['1', 'c.sqlite']])
})
