import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, open, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MedoidError } from '../../src/core/errors.ts'
import { writeAtomically } from '../../src/core/files.ts'
import { unprivileged } from '../unprivileged.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medoid-files-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const failure = (promise: Promise<unknown>): Promise<MedoidError> =>
  promise.then(
    () => Promise.reject(new Error('nothing was thrown')),
    (error: MedoidError) => error
  )

test('writes a new file and replaces an old one, and leaves nothing else in the folder', async () => {
  const path = join(folder, 'out.txt')
  await writeAtomically(path, (file) => file.writeFile('first'))
  await writeAtomically(path, async (file) => {
    await file.writeFile('sec')
    await file.writeFile('ond')
  })
  expect(await readFile(path, 'utf8')).toBe('second')
  expect(await readdir(folder)).toEqual(['out.txt'])
})

test('until the writer is done, a reader sees the old file', async () => {
  const path = join(folder, 'out.txt')
  await writeFile(path, 'old')
  await writeAtomically(path, async (file) => {
    await file.writeFile('new')
    expect(await readFile(path, 'utf8')).toBe('old')
  })
  expect(await readFile(path, 'utf8')).toBe('new')
})

test('a writer that throws leaves the old file and no temporary one, and its error comes through', async () => {
  const path = join(folder, 'out.txt')
  await writeFile(path, 'old')
  const thrown = new Error('the catalogue could not be read')
  const error = await failure(
    writeAtomically(path, async (file) => {
      await file.writeFile('half')
      throw thrown
    })
  )
  expect(error).toBe(thrown)
  expect(await readFile(path, 'utf8')).toBe('old')
  expect(await readdir(folder)).toEqual(['out.txt'])
})

test('a new file is the user’s alone, and so is one that replaces a file that others could read', async () => {
  const path = join(folder, 'out.txt')
  await writeAtomically(path, (file) => file.writeFile('1'))
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  for (const mode of [0o600, 0o664, 0o666]) {
    await chmod(path, mode)
    await writeAtomically(path, (file) => file.writeFile('2'))
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  }
})

test('a symbolic link stays one, and the file that it names is replaced', async () => {
  await mkdir(join(folder, 'elsewhere'))
  await writeFile(join(folder, 'elsewhere', 'real.txt'), 'old')
  await symlink(join('elsewhere', 'real.txt'), join(folder, 'link.txt'))
  await writeAtomically(join(folder, 'link.txt'), (file) => file.writeFile('new'))
  expect(await readFile(join(folder, 'elsewhere', 'real.txt'), 'utf8')).toBe('new')
  expect(await readdir(join(folder, 'elsewhere'))).toEqual(['real.txt'])
})

test('a folder that does not exist is named', async () => {
  const error = await failure(writeAtomically(join(folder, 'no', 'out.txt'), async () => {}))
  expect(error).toBeInstanceOf(MedoidError)
  expect(error.code).toBe('no-such-folder')
  expect(error.message).toContain(`there is no folder ${join(folder, 'no')}`)
})

test('a folder is no file', async () => {
  expect((await failure(writeAtomically(folder, async () => {}))).code).toBe('is-a-folder')
})

test('a path through a file has no folder', async () => {
  await writeFile(join(folder, 'file'), '')
  expect((await failure(writeAtomically(join(folder, 'file', 'out.txt'), async () => {}))).code).toBe('no-such-folder')
})

if (!existsSync('/dev/null')) console.log('The test of devices is skipped: there is no /dev/null here.')

test.skipIf(!existsSync('/dev/null'))('a device is never replaced', async () => {
  expect((await failure(writeAtomically('/dev/null', async () => {}))).code).toBe('not-a-file')
  expect((await stat('/dev/null')).isCharacterDevice()).toBe(true)
})

test('a folder without write permission is named', async () => {
  await chmod(folder, 0o555)
  const error = await unprivileged(() => failure(writeAtomically(join(folder, 'out.txt'), async () => {})))
  await chmod(folder, 0o700)
  expect(error.code).toBe('not-writable')
})

if (!existsSync('/dev/full')) console.log('The test of a full disk is skipped: there is no /dev/full here.')

test.skipIf(!existsSync('/dev/full'))('a full disk is named, and the old file stays', async () => {
  const path = join(folder, 'out.txt')
  await writeFile(path, 'old')
  const error = await failure(
    writeAtomically(path, async (file) => {
      await file.writeFile('half')
      const full = await open('/dev/full', 'w')
      try {
        await full.writeFile('the other half')
      } finally {
        await full.close()
      }
    })
  )
  expect(error.code).toBe('disk-full')
  expect(error.message).toContain(`Cannot write ${path}: the disk is full`)
  expect(await readFile(path, 'utf8')).toBe('old')
  expect(await readdir(folder)).toEqual(['out.txt'])
})

test('a disk that really is full leaves the old file and no temporary one', async ({ skip }) => {
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder])
  if (mounted.status !== 0) {
    console.log('skipped: a small file system of its own needs root (mount -t tmpfs)')
    skip()
  }
  try {
    const path = join(folder, 'out.txt')
    await writeFile(path, 'old')
    const error = await failure(writeAtomically(path, (file) => file.writeFile(Buffer.alloc(100_000))))
    expect(error.code).toBe('disk-full')
    expect(await readFile(path, 'utf8')).toBe('old')
    expect(await readdir(folder)).toEqual(['out.txt'])
  } finally {
    spawnSync('umount', [folder])
  }
})

test.each([['old'], [undefined]])(
  'killed in the middle, the file is as before (%s), and the next writer clears up',
  async (before) => {
    const path = join(folder, 'out.txt')
    if (before !== undefined) await writeFile(path, before)
    const source = new URL('../../src/core/files.ts', import.meta.url).href
    const child = spawn(process.execPath, [
      '--input-type=module',
      '--eval',
      `import { writeAtomically } from ${JSON.stringify(source)}
     await writeAtomically(process.argv[1], async (file) => {
       await file.writeFile('half')
       process.stdout.write('writing')
       await new Promise((resolve) => setTimeout(resolve, 60000))
     })`,
      path
    ])
    await once(child.stdout, 'data')
    // While it lives, nobody touches what it writes.
    await writeAtomically(path, (file) => file.writeFile('somebody else'))
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toHaveLength(1)
    await (before === undefined ? rm(path) : writeFile(path, before))

    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(existsSync(path) ? await readFile(path, 'utf8') : undefined).toBe(before)

    // What it left is removed by the next who writes this file, and by nobody else.
    await writeAtomically(join(folder, 'other.txt'), (file) => file.writeFile('another file'))
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toHaveLength(1)
    await writeAtomically(path, (file) => file.writeFile('new'))
    expect((await readdir(folder)).sort()).toEqual(['other.txt', 'out.txt'])
  }
)
