import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openForWriting } from '../../src/core/catalogue/database.ts'
import { reading, writing } from '../../src/jobs/catalogues.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'

const somewhere = () => join(temporaryFolder(), 'c.sqlite')

/** A catalogue that holds nothing. */
async function empty(): Promise<string> {
  const file = somewhere()
  await writing(file, 'test', {}, () => undefined, { create: true })
  return file
}

test('only work that says so makes a catalogue where there is none', async () => {
  const file = somewhere()
  await expect(writing(file, 'test', {}, () => 1)).rejects.toThrow(`There is no catalogue at ${file}`)
  expect(await writing(file, 'test', {}, () => 2, { create: true })).toBe(2)
  expect(await writing(file, 'test', {}, () => 3)).toBe(3)
})

test('a catalogue is closed and its lock released when the work is done, and when it failed', async () => {
  const file = await empty()
  expect(await writing(file, 'first', {}, ({ db }) => db.open)).toBe(true)
  const failing = () => Promise.reject(new Error('in the middle'))
  await expect(writing(file, 'second', {}, failing)).rejects.toThrow('in the middle')
  await expect(reading(file, failing)).rejects.toThrow('in the middle')
  openForWriting(file, 'third').close()
})

test('it stays open until work that takes its time is done', async () => {
  const file = await empty()
  await writing(file, 'test', {}, async ({ db }) => {
    await new Promise((resolve) => setImmediate(resolve))
    expect(db.open).toBe(true)
    await reading(file, async (reader, catalogue) => {
      await new Promise((resolve) => setImmediate(resolve))
      expect([reader.db, catalogue.db.open]).toEqual([catalogue.db, true])
    })
  })
})

test('what SQLite says in the middle of the work becomes what a person can do about it', async () => {
  const file = await empty()
  const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
  await expect(writing(file, 'test', {}, () => Promise.reject(full))).rejects.toMatchObject({
    code: 'disk-full',
    message: expect.stringContaining(`The disk of ${file} is full.`) as string
  })
})
