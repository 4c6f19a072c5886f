import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { beforeEach, expect, test } from 'vitest'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const BIN = join(ROOT, 'bin/medoid.mjs')

/** Its data folder, the folder for temporary files and the working folder: in the last two others may write. */
let home: string
let shared: string

beforeEach(() => {
  const folder = temporaryFolder()
  home = join(folder, 'home')
  shared = join(folder, 'shared')
  mkdirSync(home, { mode: 0o700 })
  mkdirSync(shared)
  chmodSync(shared, 0o1777)
})

function medoid(args: string[], more: NodeJS.ProcessEnv = {}): Promise<void> {
  const env = {
    ...process.env,
    XDG_DATA_HOME: home,
    HOME: home,
    TMPDIR: shared,
    NODE_COMPILE_CACHE: undefined,
    ...more
  }
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [BIN, ...args], { env, cwd: shared }, (error, _stdout, stderr) => {
      if (error === null) resolve()
      else reject(new Error(stderr, { cause: error }))
    })
  })
}

const compiled = (): string[] =>
  readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(home, name)).isFile())

// The folder of the platform: elsewhere than on Linux it is no variable's to say.
test.runIf(process.platform === 'linux')('what Node has compiled is kept in the user’s own folder', async () => {
  await medoid(['--version'])
  expect(statSync(join(home, 'medoid/compile-cache')).mode & 0o777).toBe(0o700)
  expect(compiled().length).toBeGreaterThan(0)
  expect(readdirSync(shared)).toEqual([])
})

test.runIf(process.platform === 'linux')('where others may write to that folder, it is kept nowhere', async () => {
  mkdirSync(join(home, 'medoid/compile-cache'), { recursive: true })
  chmodSync(join(home, 'medoid/compile-cache'), 0o777)
  await medoid(['--version'])
  expect(compiled()).toEqual([])
  expect(readdirSync(shared)).toEqual([])
})

/** Runs in every process and thread of the program: notes which files it has loaded. */
const TELL = `import { registerHooks } from 'node:module'
import { appendFileSync } from 'node:fs'
registerHooks({ load: (url, context, next) => {
  if (!url.startsWith('data:')) appendFileSync(process.env.LOADED_FILES, url + '\\n')
  return next(url, context)
} })`

test('nothing is loaded from the working folder or the one for temporary files, by no process and no thread', async () => {
  const archive = join(home, 'archive')
  const catalogue = ['--catalogue', join(home, 'c.sqlite')]
  await writePhantom(archive, { images: 60, seed: 3, size: 16 })
  // What would be found there by name.
  const planted = `throw new Error('planted')`
  for (const name of [
    'commander',
    'better-sqlite3',
    'yauzl',
    '@tensorflow/tfjs-node',
    '@tensorflow/tfjs-node-gpu',
    'webgpu'
  ]) {
    const folder = join(shared, 'node_modules', name)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, main: 'index.js' }))
    writeFileSync(join(folder, 'index.js'), planted)
  }
  for (const name of ['medoid.mjs', 'index.js', 'kernels.wasm']) writeFileSync(join(shared, name), planted)
  const before = readdirSync(shared).toSorted()

  const list = join(home, 'loaded.txt')
  const telling = {
    LOADED_FILES: list,
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(TELL)}`
  }
  await medoid(['scan', archive, ...catalogue], telling)
  await medoid(['cluster', '--k', '3', ...catalogue], telling)
  await medoid(['train', '--images', '8', '--epochs', '1', '--batch', '4', ...catalogue], telling)
  await medoid(['report', '--run', '1', '--out', join(home, 'report.html'), ...catalogue], telling)

  const loaded = [...new Set(readFileSync(list, 'utf8').trim().split('\n'))].filter((url) => !url.startsWith('node:'))
  const ours = pathToFileURL(ROOT).href
  expect(loaded.filter((url) => !url.startsWith(ours))).toEqual([])
  // Threads and processes were heard, too.
  for (const entry of [
    'src/core/kernels/thread.mjs',
    'src/core/pixels/decoder-entry.ts',
    'src/core/catalogue/scan-worker.ts'
  ]) {
    expect(loaded).toContain(ours + entry)
  }
  expect(readdirSync(shared).toSorted()).toEqual(before)
})
