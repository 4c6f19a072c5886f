import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { WindowBackend } from '../../../src/api/backend.ts'
import type { Arguments, MethodName, Results } from '../../../src/api/contract.ts'
import { forkProcess } from '../../../src/server/fork.ts'
import { temporaryFolder } from '../../core/catalogue/synthetic.ts'
import { slideArchive } from '../../slides.ts'

let backend: WindowBackend
beforeAll(async () => {
  vi.stubEnv('XDG_DATA_HOME', temporaryFolder())
  backend = new WindowBackend('browser', forkProcess)
  await ask('catalogue.open', { file: await slideArchive() })
})
afterAll(async () => {
  await backend.close()
  vi.unstubAllEnvs()
})

async function ask<M extends MethodName>(method: M, given: Arguments<M>): Promise<Results[M]> {
  const reply = await backend.call(method, given)
  if (!reply.ok) throw new Error(reply.error.message)
  return reply.value as Results[M]
}

test('a slide has its levels, and the other images of its series by what they show', async () => {
  const levels = [
    { instance: 0, columns: 310, rows: 180 },
    { instance: 1, columns: 248, rows: 144 }
  ]
  const others = [
    { instance: 2, role: 'label' },
    { instance: 3, role: 'overview' }
  ]
  expect(await ask('images.slide', { instance: 0 })).toEqual({ levels, others, role: 'volume' })
  expect(await ask('images.slide', { instance: 1 })).toEqual({ levels, others, role: 'volume' })
  expect(await ask('images.slide', { instance: 2 })).toMatchObject({
    role: 'label',
    others: [
      { instance: 0, role: 'volume' },
      { instance: 3, role: 'overview' }
    ]
  })
  await expect(ask('images.slide', { instance: 99 })).rejects.toThrow('no such image')
})

test('the label of a slide does not stand for its series', async () => {
  const { series } = await ask('studies.series', { filter: {}, patients: true, study: 0, limit: 10 })
  // The third of four by their numbers would be the label; of the other three it is the second.
  expect(series.find(({ images }) => images === 4)).toMatchObject({ middle: 1 })
})

test('where its tiles lie is read from its file', async () => {
  expect(await ask('images.tiling', { instance: 0 })).toMatchObject({
    columns: 310,
    frames: 60,
    planes: 1,
    remarks: []
  })
  expect(await ask('images.tiling', { instance: 4 })).toMatchObject({
    planes: 2,
    plane: 0,
    tiles: { order: 'placed', places: [0, 0, 0, 64, 32, 0, 64, 32, 1, -1, -1, -1] },
    remarks: [{ code: 'tiles-without-place' }]
  })
  expect(await ask('images.tiling', { instance: 5 })).toMatchObject({
    columns: 4_294_967_295,
    remarks: [{ code: 'tiles-missing' }]
  })
  await expect(ask('images.tiling', { instance: 99 })).rejects.toThrow('no such image')
})

test('the names of optical paths, which are free text, are hidden with patient data', async () => {
  expect(await ask('images.tiling', { instance: 4 })).toMatchObject({ channels: ['A · Slide of Ada Lovelace'] })
  await ask('app.hide', { hides: true })
  expect(await ask('images.tiling', { instance: 4 })).toMatchObject({
    channels: [expect.stringMatching(/^\[hidden \d+\]$/)]
  })
})
