import { existsSync, renameSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WindowBackend } from '../../src/api/backend.ts'
import type { AppState, Event } from '../../src/api/contract.ts'
import { Service } from '../../src/api/service.ts'
import { forkProcess } from '../../src/server/fork.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { archive, threeKinds } from '../jobs/archive.ts'

let backend: WindowBackend
const states: AppState[] = []
beforeAll(() => {
  process.env.XDG_DATA_HOME = temporaryFolder()
  backend = new WindowBackend('browser', forkProcess)
  backend.listen((event: Event) => {
    if (event.event === 'state') states.push(event.data)
  })
})
afterAll(() => backend.close())

async function opened(images: number): Promise<string> {
  const file = archive(threeKinds(images))
  expect(await backend.call('catalogue.open', { file })).toMatchObject({ ok: true, value: { catalogue: file } })
  expect(await backend.call('archive.summary', {})).toMatchObject({ ok: true, value: { images } })
  return file
}

test('a catalogue that is deleted while it is open is told as that, and every window leaves it', async () => {
  const file = await opened(6)
  rmSync(file)
  for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true })
  // Nobody has to ask for anything in it.
  await expect.poll(() => states.at(-1)?.catalogue).toBeNull()
  expect(states.at(-1)).toMatchObject({
    gone: expect.stringContaining(`The catalogue ${file} was deleted or moved while it was open.`) as string
  })
  expect(await backend.call('archive.summary', {})).toMatchObject({ ok: false, error: { code: 'no-catalogue' } })
})

test('a question about one that was deleted says so', async () => {
  const service = new Service()
  const file = archive(threeKinds(6))
  await service.answer('archive.summary', {}, file)
  rmSync(file)
  await expect(service.answer('archive.summary', {}, file)).rejects.toMatchObject({ code: 'catalogue-gone' })
})

test('no empty catalogue appears in its place when a job is started', async () => {
  const file = await opened(6)
  rmSync(file)
  const reply = await backend.call('jobs.start', { job: 'scan', parameters: { folders: [temporaryFolder()] } })
  expect(reply).toMatchObject({ ok: false, error: { code: 'catalogue-gone', parameters: { path: file } } })
  expect(existsSync(file)).toBe(false)
  expect(backend.jobs.list(file)).toEqual([])
  expect(backend.state.catalogue).toBeNull()
})

test('the word about it goes when another catalogue is opened', async () => {
  await opened(9)
  expect(backend.state.gone).toBeNull()
})

test('a catalogue that another one was put in the place of is read anew', async () => {
  const file = await opened(6)
  renameSync(archive(threeKinds(12)), file)
  expect(await backend.call('archive.summary', {})).toMatchObject({ ok: true, value: { images: 12 } })
})
