import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { WindowBackend } from '../../src/api/backend.ts'
import { hostMethods } from '../../src/api/host-methods.ts'
import { questions } from '../../src/api/questions.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { fakeBackend, type Started } from './fake-service.ts'

/** A host looks whether the file of its catalogue is there. */
const ARCHIVE = join(temporaryFolder(), 'archive.sqlite')
writeFileSync(ARCHIVE, '')
const CANCELLED = { ok: false, error: { code: 'cancelled' } }
const METHODS = Object.keys({ ...hostMethods, ...questions })
/** What the host answers at once has no time in which it could be cancelled. */
const WAITING = [...Object.keys(questions), 'images.elements', 'images.tiling', 'catalogue.open']

let backend: WindowBackend
let started: Started[]
beforeEach(async () => {
  vi.stubEnv('XDG_DATA_HOME', temporaryFolder())
  ;({ backend, started } = fakeBackend())
  await backend.call('catalogue.open', { file: ARCHIVE })
  // The first question has the host ask what questions are like.
  const first = backend.call('runs.list', {})
  await answered('answer')
  await first
})
afterEach(() => vi.unstubAllEnvs())

/** Answers the question that a process heard last, which is of this kind. */
async function answered(kind: string): Promise<void> {
  await vi.waitFor(() => expect(heard().at(-1)).toMatchObject({ ask: kind }))
  const process = started.find((each) => each.heard.at(-1) === heard().at(-1))!
  process.say({ id: heard().at(-1)!.id, reply: { ok: true, value: null } })
}

const heard = () => started.flatMap((process) => process.heard)
const valid = (method: string): object =>
  ['images.elements', 'images.tiling'].includes(method)
    ? { instance: 1 }
    : method === 'catalogue.open'
      ? { file: '/other.sqlite' }
      : {}

test.each(METHODS)('%s does nothing when it was cancelled before it came', async (method) => {
  const before = heard().length
  expect(await backend.call(method, valid(method), AbortSignal.abort())).toMatchObject(CANCELLED)
  expect(heard()).toHaveLength(before)
  expect(backend.catalogue).toBe(ARCHIVE)
})

test.each(WAITING)('%s never runs when it is cancelled while it waits for its turn', async (method) => {
  // These keep both processes.
  void backend.call('tags.list', {})
  void backend.call('tags.distribution', {})
  await vi.waitFor(() => expect(started).toHaveLength(2))
  // A catalogue that is open is let go of before another one is opened.
  const asked = () => heard().filter(({ ask }) => ask !== 'release')
  const before = asked()
  const controller = new AbortController()
  const reply = backend.call(method, valid(method), controller.signal)
  controller.abort()
  expect(await reply).toMatchObject(CANCELLED)
  for (const { heard, say } of started) say({ id: heard.at(-1)!.id, reply: { ok: true, value: null } })
  expect(asked()).toEqual(before)
})

describe('a question that a process is at', () => {
  const writes = Object.entries(questions).flatMap(([method, { writes }]) => (writes ? [method] : []))
  test.each(WAITING.filter((method) => !writes.includes(method) && method !== 'catalogue.open'))(
    '%s is answered at once when it is cancelled, and the process is told',
    async (method) => {
      const before = heard().length
      const controller = new AbortController()
      const reply = backend.call(method, valid(method), controller.signal)
      await vi.waitFor(() => expect(heard()).toHaveLength(before + 1))
      const { id } = heard().at(-1)!
      controller.abort()
      expect(await reply).toMatchObject(CANCELLED)
      expect(heard().at(-1)).toEqual({ ask: 'cancel', id })
    }
  )

  test('a name that is being given is given, and whoever asked is told so', async () => {
    const before = heard().length
    const controller = new AbortController()
    const reply = backend.call('annotations.put', {}, controller.signal)
    await vi.waitFor(() => expect(heard()).toHaveLength(before + 1))
    controller.abort()
    const { id } = heard().at(-1)!
    const value = { changes: [{ cluster: 3, entry: 1, former: 0 }] }
    started[0].say({ id, reply: { ok: true, value } })
    expect(await reply).toEqual({ ok: true, value })
  })
})
