import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isRunning } from '../is-running.ts'
import { temporaryFolder } from './catalogue/synthetic.ts'

test('a process lives as long as its parent, and no longer, even in an endless loop', async () => {
  const folder = temporaryFolder()
  const module = JSON.stringify(new URL('../../src/core/end-with-parent.ts', import.meta.url).href)
  writeFileSync(
    join(folder, 'child.mjs'),
    // It says its number and hangs as soon as it is watched.
    `import { endWithParent } from ${module}
     setInterval(() => {}, 1000)
     await endWithParent()
     process.stdout.write(process.pid + '\\n', () => { for (;;); })`
  )
  writeFileSync(
    join(folder, 'parent.mjs'),
    `import { spawn } from 'node:child_process'
     spawn(process.execPath, [${JSON.stringify(join(folder, 'child.mjs'))}], { stdio: 'inherit' })`
  )
  const parent = spawn(process.execPath, [join(folder, 'parent.mjs')], {
    // As on a person's machine: what is compiled once and kept takes less memory to load.
    env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' },
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const said = await new Promise<string>((resolve) => {
    parent.stdout.once('data', (data: Buffer) => resolve(data.toString()))
    parent.once('exit', () => resolve('The child ended before its parent.'))
  })
  const child = Number(said)
  expect(child, said).toBeGreaterThan(0)
  expect(isRunning(child)).toBe(true)
  parent.kill('SIGKILL')
  await expect.poll(() => isRunning(child)).toBe(false)
})
