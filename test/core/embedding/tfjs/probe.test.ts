import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterEach, expect, test, vi } from 'vitest'
import { isRunning } from '../../../is-running.ts'
import { missing, probe } from '../../../../src/core/embedding/tfjs/probe.ts'

afterEach(() => void vi.useRealTimers())

const turn = () => new Promise((resolve) => setImmediate(resolve))

/** Runs a script in place of the one that looks for devices. */
function probedBy(source: string, timeLimit?: number, signal?: AbortSignal) {
  const script = join(mkdtempSync(join(tmpdir(), 'medoid-probe-')), 'script.mjs')
  writeFileSync(script, source)
  return probe({ name: 'webgpu' }, signal, pathToFileURL(script), timeLimit)
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
  expect(found).toEqual({ missing: missing({ why: 'crashed', how: 'SIGSEGV' }), log: '' })
})

test('a driver that hangs is missing', async () => {
  const found = await probedBy(`setInterval(() => undefined, 1000)`, 300)
  expect(found).toEqual({ missing: missing({ why: 'late', seconds: 0.3 }), log: '' })
})

test('a driver that hangs only at the end is there', async () => {
  const mark = join(mkdtempSync(join(tmpdir(), 'medoid-probe-')), 'answered')
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const found = probedBy(`
    import { writeFileSync } from 'node:fs'
    process.once('message', () => process.send({ device: 'slow' }, () => writeFileSync(${JSON.stringify(mark)}, '')))
    setInterval(() => undefined, 1000)`)
  while (!existsSync(mark)) await turn()
  // Until what was sent before is heard.
  for (let n = 0; n < 10; n++) await turn()
  vi.runAllTimers()
  expect(await found).toMatchObject({ device: 'slow' })
})

test('a search that is cancelled ends at once, and its process with it', async () => {
  const pidFile = join(mkdtempSync(join(tmpdir(), 'medoid-probe-')), 'pid')
  const controller = new AbortController()
  const found = probedBy(hangs(pidFile), undefined, controller.signal)
  const pid = await pidIn(pidFile)
  controller.abort()
  await expect(found).rejects.toMatchObject({ code: 'cancelled' })
  await gone(pid)
  await expect(probedBy(hangs(pidFile), undefined, controller.signal)).rejects.toMatchObject({ code: 'cancelled' })
})

test('a driver that hangs does not outlive whoever looks for it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'medoid-probe-'))
  const pidFile = join(folder, 'pid')
  const hook = join(folder, 'hook.cjs')
  // Importing the package with the driver never comes back, as when its native code hangs.
  writeFileSync(
    hook,
    `require('node:module').registerHooks({
      resolve(name, context, next) {
        if (name === 'webgpu') { ${hangs(pidFile)} }
        return next(name, context)
      }
    })`
  )
  const source = new URL('../../../../src/core/embedding/tfjs/probe.ts', import.meta.url).href
  const parent = spawn(
    process.execPath,
    ['--input-type=module', '--eval', `import { missing, probe } from '${source}'; await probe({ name: 'webgpu' })`],
    { stdio: 'ignore', env: { ...process.env, NODE_OPTIONS: `--require ${JSON.stringify(hook)}` } }
  )
  const pid = await pidIn(pidFile)
  parent.kill('SIGKILL')
  await gone(pid)
})

/** A script that writes the number of its process into a file, and hears nothing any more. */
function hangs(pidFile: string): string {
  return `
    process.getBuiltinModule('node:fs').writeFileSync(${JSON.stringify(pidFile)}, process.pid + '\\n')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)`
}

async function pidIn(file: string): Promise<number> {
  while (!existsSync(file) || !readFileSync(file, 'utf8').endsWith('\n')) await delay(10)
  return Number(readFileSync(file, 'utf8'))
}

async function gone(pid: number): Promise<void> {
  while (isRunning(pid)) await delay(20)
}
