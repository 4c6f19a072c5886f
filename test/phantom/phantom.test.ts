import { mkdtempSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { wholeHeader } from './whole-header.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'medoid-phantom-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const OPTIONS = { images: 320, seed: 5, size: 16 }
/** Where it does not matter what is in the archive. */
const FEW = { ...OPTIONS, images: 40 }

async function filesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

test('what is promised is what lies on the disk', async () => {
  const archive = await writePhantom(join(folder, 'pacs'), OPTIONS)
  const paths = await filesIn(join(folder, 'pacs'))
  const sets = {
    instances: new Set<string>(),
    series: new Set<string>(),
    studies: new Set<string>(),
    images: new Set<string>()
  }
  const found = { dicom: 0, notDicom: 0, dicomdirs: 0, failed: 0 }
  for (const path of paths) {
    const bytes = readFileSync(path)
    if (bytes.toString('latin1', 128, 132) !== 'DICM') {
      found.notDicom++
      continue
    }
    const dataSet = wholeHeader(bytes)
    if (!dataSet) {
      found.failed++
      continue
    }
    if (dataSet.string('x00020002') === '1.2.840.10008.1.3.10') {
      found.notDicom++
      found.dicomdirs++
      continue
    }
    found.dicom++
    const instance = dataSet.string('x00080018')!
    sets.instances.add(instance)
    sets.series.add(dataSet.string('x0020000e')!)
    sets.studies.add(dataSet.string('x0020000d')!)
    if (dataSet.elements.x00280010) sets.images.add(instance)
  }
  expect(archive).toEqual({
    files: paths.length,
    ...found,
    duplicates: found.dicom - sets.instances.size,
    instances: sets.instances.size,
    images: 320,
    pixelsTruncated: 1,
    series: sets.series.size,
    studies: sets.studies.size
  })
  expect(sets.images.size).toBe(320)
  expect(found).toMatchObject({ dicomdirs: 2, failed: 1 })
})

test('a second run keeps the archive that is there', async () => {
  const first = await writePhantom(folder, FEW)
  const [some] = (await filesIn(folder)).filter((path) => path.includes('PA00001'))
  const { mtimeMs } = statSync(some)
  expect(await writePhantom(folder, FEW)).toEqual(first)
  expect(statSync(some).mtimeMs).toBe(mtimeMs)
})

test('an archive that lacks a file is written again', async () => {
  const first = await writePhantom(folder, FEW)
  const [some] = (await filesIn(folder)).filter((path) => path.includes('PA00001'))
  unlinkSync(some)
  expect(await writePhantom(folder, FEW)).toEqual(first)
  expect(statSync(some).size).toBeGreaterThan(0)
})

test('a folder that holds something else is refused, and left as it is', async () => {
  writeFileSync(join(folder, 'thesis.docx'), 'years of work')
  await expect(writePhantom(folder, FEW)).rejects.toMatchObject({ code: 'folder-not-empty' })
  expect(await filesIn(folder)).toHaveLength(1)
})

test('a phantom of other options is refused', async () => {
  await writePhantom(folder, { ...FEW, images: 5 })
  await expect(writePhantom(folder, FEW)).rejects.toMatchObject({
    code: 'phantom-other',
    message: expect.stringContaining('(5 images of 16 pixels, seed 5, edition 1)') as string
  })
})

test('a path that is no folder gets a clear word', async () => {
  writeFileSync(join(folder, 'file'), '')
  await expect(writePhantom(join(folder, 'file'), FEW)).rejects.toMatchObject({ code: 'phantom-not-written' })
})

test('cancelled, it stops; run again, it is as if nothing had happened', async () => {
  const controller = new AbortController()
  const seen: number[] = []
  const cancelled = writePhantom(
    folder,
    { ...OPTIONS, size: 64 },
    {
      signal: controller.signal,
      onProgress: ({ done, total }) => {
        expect(total).toBe(320)
        seen.push(done)
        controller.abort()
      }
    }
  )
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' })
  expect(seen[0]).toBeLessThan(320)
  const archive = await writePhantom(folder, { ...OPTIONS, size: 64 })
  expect(await filesIn(folder)).toHaveLength(archive.files)
})
