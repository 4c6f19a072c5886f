import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { probe } from '../../../../src/core/embedding/tfjs/probe.ts'

/** Runs a script in place of the one that looks for devices. */
function probedBy(source: string, timeLimit?: number) {
  const script = join(mkdtempSync(join(tmpdir(), 'medoid-probe-')), 'script.mjs')
  writeFileSync(script, source)
  return probe({ name: 'webgpu' }, pathToFileURL(script), timeLimit)
}

test('what the process says is what was found, with what it wrote', async () => {
  const found = await probedBy(`
    process.once('message', ({ name }) => {
      console.log('not heard')
      console.error('a warning')
      process.send({ device: 'a card for ' + name }, () => process.exit())
    })`)
  expect(found).toEqual({ device: 'a card for webgpu', log: 'a warning\n' })
})

test('a driver that crashes is missing, and takes only the process with it', async () => {
  const found = await probedBy(`process.kill(process.pid, 'SIGSEGV')`)
  expect(found).toEqual({ missing: 'its driver or library crashed (SIGSEGV): update it', log: '' })
})

test('a driver that hangs is missing', async () => {
  const found = await probedBy(`setInterval(() => undefined, 1000)`, 300)
  expect(found).toEqual({ missing: 'its driver did not answer in 0.3 s: update it', log: '' })
})

test('a driver that hangs only at the end is there', async () => {
  const found = await probedBy(
    `process.once('message', () => process.send({ device: 'slow' })); setInterval(() => undefined, 1000)`,
    1000
  )
  expect(found).toMatchObject({ device: 'slow' })
})
