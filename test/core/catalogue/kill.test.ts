import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { check } from '../../../src/core/catalogue/check.ts'
import { openForWriting } from '../../../src/core/catalogue/database.ts'
import { scan } from '../../../src/core/catalogue/scan.ts'
import { Random } from '../../../src/core/random.ts'
import { dicomFile } from '../../dicom-file.ts'
import { snapshot } from './snapshot.ts'
import { newCatalogue, temporaryFolder } from './synthetic.ts'

const FILES = 24_000
const ATTEMPTS = 8

test('a scan that is killed at random moments goes on, and ends as an uninterrupted one', async () => {
  const root = temporaryFolder()
  for (let i = 0; i < FILES; i++) {
    const folder = join(root, String(i % 23))
    if (i < 23) mkdirSync(folder)
    const elements = {
      '00080018': ['UI', `1.${i % 23_000}`],
      '00080060': ['CS', i % 3 ? 'CT' : 'MR'],
      '00200013': ['IS', String(i)]
    } as const
    writeFileSync(join(folder, `IM${i}`), i % 50 === 7 ? 'no image' : dicomFile({ ...elements } as never))
  }
  const file = join(temporaryFolder(), 'killed.sqlite')
  const random = new Random(3)
  const committed: number[] = []
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const child = fork(new URL('./scan-once.ts', import.meta.url), [root, file], { stdio: 'ignore' })
    const ended = once(child, 'exit')
    const target = Math.floor((FILES * (attempt + random.below(100) / 100)) / ATTEMPTS)
    child.on('message', (done: number) => {
      if (done >= target) child.kill('SIGKILL')
    })
    await ended
    const catalogue = openForWriting(file, 'test')
    expect(catalogue.db.pragma('integrity_check', { simple: true })).toBe('ok')
    committed.push(catalogue.db.prepare('SELECT count(*) FROM file').pluck().get() as number)
    catalogue.close()
  }
  console.log(`files committed when killed: ${committed.join(', ')} of ${FILES}`)
  expect(committed).toEqual(committed.toSorted((a, b) => a - b))

  const killed = openForWriting(file, 'test')
  await scan(killed, [root], { workers: 2 })
  const whole = newCatalogue()
  await scan(whole, [root], { workers: 2 })
  expect(await snapshot(killed)).toEqual(await snapshot(whole))
  expect((await check(killed)).findings).toEqual([])
})
