import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { fileURLToPath } from 'node:url'
import type { Arguments, ShownJob, MethodName, Reply, Results } from '../../src/api/contract.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'

const BIN = fileURLToPath(new URL('../../bin/medoid.mjs', import.meta.url))
const running: ChildProcess[] = []
afterEach(() => running.splice(0).forEach((child) => child.kill('SIGKILL')))

/** `medoid serve`, and a window that is already inside. */
async function host(catalogue: string): Promise<{
  child: ChildProcess
  stdout: () => string
  call: <M extends MethodName>(method: M, given: Arguments<M>) => Promise<Results[M]>
}> {
  const child = spawn(process.execPath, [BIN, 'serve', '--catalogue', catalogue], {
    env: { ...process.env, XDG_DATA_HOME: temporaryFolder() }
  })
  running.push(child)
  let stdout = ''
  let stderr = ''
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => {
      stdout += data.toString()
      resolve()
    })
    child.on('exit', () => reject(new Error(stderr)))
  })
  const link = new URL(stdout.trim())
  const entered = await fetch(link, { redirect: 'manual' })
  const cookie = entered.headers.getSetCookie()[0].split(';')[0]
  const call = async <M extends MethodName>(method: M, given: Arguments<M>): Promise<Results[M]> => {
    const response = await fetch(new URL('call', link), {
      method: 'POST',
      headers: { cookie, origin: link.origin, 'content-type': 'application/json' },
      body: JSON.stringify({ method, given })
    })
    const reply = (await response.json()) as Reply<Results[M]>
    if (!reply.ok) throw new Error(reply.error.message)
    return reply.value
  }
  return { child, stdout: () => stdout, call }
}

async function over(call: Awaited<ReturnType<typeof host>>['call'], id: string): Promise<ShownJob> {
  for (;;) {
    const record = (await call('jobs.list', {})).find((job) => job.id === id)!
    if (record.state !== 'running' && record.state !== 'waiting') return record
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

test('the link is the first thing on stdout; a folder is scanned in a process of its own and can be looked at', async () => {
  const folder = temporaryFolder()
  await writePhantom(join(folder, 'archive'), { images: 60, seed: 1 })
  const catalogue = join(folder, 'c.sqlite')
  const { child, stdout, call } = await host(catalogue)
  expect(stdout()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{16}\/\?token=[\w-]{32}\n$/)
  expect(await call('app.state', {})).toMatchObject({ host: 'browser', catalogue, recent: [catalogue] })

  const scan = await call('jobs.start', { job: 'scan', parameters: { folders: [join(folder, 'archive')] } })
  expect(scan.pid).not.toBe(child.pid)
  expect(await over(call, scan.id)).toMatchObject({ state: 'done' })
  const summary = await call('archive.summary', {})
  expect(summary.images).toBe(60)
  expect(summary.modality.reduce((sum, { count }) => sum + count, 0)).toBe(60)
  const { tags } = await call('tags.list', {})
  const modality = tags.find(({ keyword }) => keyword === 'Modality')!
  const found = await call('tags.distribution', { tag: modality.tag, path: '', creator: '', search: 'm', limit: 10 })
  expect(found.values.every(({ value }) => value.includes('M'))).toBe(true)
  expect(found.matching).toBeLessThan(found.distinct)

  const failed = await call('jobs.start', { job: 'scan', parameters: { folders: [join(folder, 'nowhere')] } })
  expect(await over(call, failed.id)).toMatchObject({
    state: 'failed',
    message: expect.stringContaining('nowhere is not there') as string
  })
  expect(await call('jobs.log', { id: failed.id })).toContain('nowhere is not there')

  child.kill('SIGINT')
  await new Promise((resolve) => child.once('exit', resolve))
  expect(child.exitCode).toBe(0)
  expect(existsSync(`${catalogue}-jobs`)).toBe(true)
})

test('what cannot be answered says what to do next', async () => {
  const folder = temporaryFolder()
  const { call } = await host(join(folder, 'c.sqlite'))
  await expect(call('clusterings.report', { clustering: '1.5' })).rejects.toThrow(
    'There is no run "1.5". There is none yet'
  )
  await expect(call('catalogue.open', { file: folder })).rejects.toThrow('is a folder; a catalogue is a file')
  await expect(call('catalogue.open', { file: join(folder, 'no.sqlite') })).rejects.toThrow('There is no catalogue at')
  await call('catalogue.close', {})
  await expect(call('tags.list', {})).rejects.toThrow('No catalogue is open.')
})

test('a folder that is not there is refused before a catalogue is made', async () => {
  const folder = temporaryFolder()
  const catalogue = join(folder, 'c.sqlite')
  const nowhere = join(folder, 'nowhere')
  const child = spawn(process.execPath, [BIN, 'serve', nowhere, '--catalogue', catalogue], {
    env: { ...process.env, XDG_DATA_HOME: folder }
  })
  running.push(child)
  let stderr = ''
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
  const status = await new Promise((resolve) => child.once('close', resolve))
  expect(stderr).toContain(`${nowhere} is not there. Check the spelling`)
  expect(status).toBe(1)
  expect(readdirSync(folder)).toEqual([])
})
