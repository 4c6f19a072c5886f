import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

const START = join(import.meta.dirname, '../../bin/start.mjs')

/** Starts Medoid as `npm start` does. @returns what it says, until it has said that */
async function said(env: Record<string, string>, until: RegExp): Promise<string> {
  const data = mkdtempSync(join(tmpdir(), 'start-'))
  const child = spawn(process.execPath, [START, '--port', '0'], {
    env: { PATH: process.env.PATH, HOME: data, XDG_DATA_HOME: data, ...env },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  onTestFinished(() => void child.kill())
  let all = ''
  await new Promise<void>((resolve) => {
    const hear = (text: Buffer): void => {
      all += String(text)
      if (until.test(all)) resolve()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('exit', () => resolve())
  })
  return all
}

describe.runIf(process.platform === 'linux')('npm start', () => {
  it('opens in the browser where there is no display, and says so', async () => {
    expect(await said({}, /http:/)).toMatch(
      /^There is no display for a window\. Opening Medoid in the browser instead\.[^]*http:\/\/127\.0\.0\.1:\d+\//
    )
  })

  it('says that it waits for a display, and gives up on one that does not answer', async () => {
    const server = createServer(() => undefined)
    // Displays of other machines have ports from 6000 on.
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const number = (server.address() as AddressInfo).port - 6000
    const DISPLAY = `127.0.0.1:${number}`
    expect(await said({ DISPLAY }, /http:/)).toMatch(
      new RegExp(
        `^Waiting for the display ${DISPLAY} to answer\\.\nThe display ${DISPLAY} does not answer within 10 s\\. Opening Medoid in the browser`
      )
    )
  })
})
