import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { WrittenFiles } from '../../src/jobs/written-files.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'

let folder: string
let file: string
let files: WrittenFiles

beforeEach(() => {
  folder = temporaryFolder()
  file = join(folder, 'labels.csv')
  writeFileSync(file, 'a,b\n')
  files = new WrittenFiles()
})

async function textOf(job: string, index: number): Promise<string> {
  const { handle, size } = await files.open(job, index)
  try {
    const text = await handle.readFile('utf8')
    expect(size).toBe(Buffer.byteLength(text))
    return text
  } finally {
    await handle.close()
  }
}

const CHANGED = /labels\.csv has been moved, changed or removed since it was written\. Write it again/

test('what a job has written is opened by its place among the files of the job', async () => {
  const manifest = join(folder, 'labels.csv.manifest.json')
  writeFileSync(manifest, '{}')
  files.remember('job', [file, manifest])
  expect(await textOf('job', 0)).toBe('a,b\n')
  expect(await textOf('job', 1)).toBe('{}')
})

test('nothing is opened that no job of this process has written, and nothing of a job that was taken off the list', async () => {
  files.remember('job', [file])
  await expect(files.open('job', 1)).rejects.toThrow('another Medoid wrote it')
  await expect(files.open('other', 0)).rejects.toThrow('another Medoid wrote it')
  files.forget('job')
  expect(files.has('job')).toBe(false)
  await expect(files.open('job', 0)).rejects.toThrow('another Medoid wrote it')
})

test.each([
  ['is longer', () => appendFileSync(file, 'x')],
  ['is as long, and written later', () => utimesSync(file, new Date(), new Date(2000, 1))],
  ['was removed', () => rmSync(file)],
  ['is another one of that name', () => replaceWith(() => writeFileSync(file, 'a,b\n'))],
  ['is a folder', () => replaceWith(() => mkdirSync(file))],
  ['is a link to where it lies now', () => replaceWith(() => symlinkSync(`${file}.before`, file))]
])('a file that %s is not opened', async (_what, change) => {
  files.remember('job', [file])
  change()
  await expect(files.open('job', 0)).rejects.toThrow(CHANGED)
})

function replaceWith(other: () => void): void {
  renameSync(file, `${file}.before`)
  other()
}

test('a file that is gone before its job is done is not opened; the others of the job are', async () => {
  const gone = join(folder, 'gone.csv')
  files.remember('job', [gone, file])
  await expect(files.open('job', 0)).rejects.toThrow('gone.csv has been moved')
  expect(await textOf('job', 1)).toBe('a,b\n')
})

test('where a job wrote through a link, the file behind it is what was written', async () => {
  const link = join(folder, 'link.csv')
  symlinkSync(file, link)
  files.remember('job', [link])
  expect(await textOf('job', 0)).toBe('a,b\n')
  rmSync(link)
  symlinkSync('/etc/hostname', link)
  expect(await textOf('job', 0)).toBe('a,b\n')
})
