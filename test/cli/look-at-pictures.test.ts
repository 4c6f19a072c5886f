import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { Service } from '../../src/api/service.ts'
import { register as check } from '../../src/cli/commands/check.ts'
import { register as features } from '../../src/cli/commands/features.ts'
import { register as pictures } from '../../src/cli/commands/pictures.ts'
import { register as scan } from '../../src/cli/commands/scan.ts'
import { register as tags } from '../../src/cli/commands/tags.ts'
import { register as train } from '../../src/cli/commands/train.ts'
import { register as vectors } from '../../src/cli/commands/vectors.ts'
import { openForReading } from '../../src/core/catalogue/database.ts'
import { CatalogueReader } from '../../src/core/catalogue/reader.ts'
import type { PicturesReport } from '../../src/jobs/look-at-pictures.ts'
import { openPixels } from '../../src/jobs/stored-pixels.ts'
import type { VectorsReport } from '../../src/jobs/vectors.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { waves, writeImage, writeOddPictures } from '../odd-pictures.ts'
import { runCommand } from './in-process.ts'

/** Pictures of each kind, from the scan to what is found. */

let folder: string
let archive: string
let here: string[]

beforeEach(async () => {
  folder = temporaryFolder()
  archive = join(folder, 'archive')
  mkdirSync(archive)
  here = ['--catalogue', join(folder, 'c.sqlite')]
  writeOddPictures(archive)
  await runCommand(scan, 'scan', archive, ...here)
})

async function look(): Promise<PicturesReport> {
  const { code, stdout, stderr } = await runCommand(pictures, 'pictures', '--json', ...here)
  expect(stderr).toBe('')
  expect(code).toBe(0)
  return JSON.parse(stdout) as PicturesReport
}

async function valuesOf(keyword: string): Promise<Record<string, number>> {
  const { stdout } = await runCommand(tags, 'tags', '--tag', keyword, '--format', 'json', ...here)
  const { values } = JSON.parse(stdout) as { values: { value: string; count: number }[] }
  return Object.fromEntries(values.map(({ value, count }) => [value, count]))
}

/** The names of files, by the value of a tag. */
function files(keyword: string): Record<string, string[]> {
  const catalogue = openForReading(join(folder, 'c.sqlite'))
  const reader = new CatalogueReader(catalogue.db)
  const live = reader.live()
  const { codes, texts } = reader.column(reader.find(keyword)!.id, live)
  const found: Record<string, string[]> = {}
  live.forEach((instance, i) =>
    (found[texts[codes[i]] || '-'] ??= []).push(reader.readablePath(instance).split('/').at(-1)!)
  )
  catalogue.close()
  return found
}

describe('medoid pictures', () => {
  test('finds each kind, as tags whose counts add up', async () => {
    const report = await look()
    expect(report).toMatchObject({ images: 9, looked: 9, groups: 1, skipped: [] })
    expect(files('PictureContent')).toEqual({
      normal: ['a-disc', 'b-copy', 'c-near', 'd-waves', 'g-strip', 'h-tiny'],
      constant: ['e-constant'],
      'nearly black': ['f-black'],
      unreadable: ['i-none']
    })
    expect(files('PictureShape')).toEqual({
      normal: ['a-disc', 'b-copy', 'c-near', 'd-waves', 'e-constant', 'f-black', 'i-none'],
      elongated: ['g-strip'],
      tiny: ['h-tiny']
    })
    expect(files('PictureDuplicate')).toEqual({
      representative: ['a-disc'],
      'exact copy': ['b-copy'],
      'near duplicate': ['c-near'],
      unique: ['d-waves', 'f-black', 'g-strip', 'h-tiny'],
      'not compared': ['e-constant', 'i-none']
    })
    expect(files('PictureDuplicateGroup')).toMatchObject({ '1': ['a-disc', 'b-copy', 'c-near'] })
    for (const { values } of report.found) expect(values.reduce((sum, { count }) => sum + count, 0)).toBe(9)
    expect(await valuesOf('PictureContent')).toEqual({ normal: 6, constant: 1, 'nearly black': 1, unreadable: 1 })
  })

  test('says it in words', async () => {
    const { stdout } = await runCommand(pictures, 'pictures', ...here)
    expect(stdout).toContain('9 images, 9 of them looked at now')
    expect(stdout).toMatch(/PictureContent +normal +6 +66\.7 %/)
    expect(stdout).toMatch(/nearly black +1 +11\.1 %/)
  })

  test('looks at nothing twice, and the check finds nothing', async () => {
    await look()
    expect(await look()).toMatchObject({ images: 9, looked: 0, groups: 1 })
    const { code, stdout } = await runCommand(check, 'check', ...here)
    expect(stdout).toContain('Everything is as it should be.')
    expect(code).toBe(0)
  })

  test('the features of a catalogue have none of it, and say why', async () => {
    await look()
    const { stdout } = await runCommand(features, 'features', '--json', ...here)
    const { rejected } = JSON.parse(stdout) as { rejected: { name: string; reason: string }[] }
    const derived = rejected.filter(({ reason }) => reason === 'derived').map(({ name }) => name)
    expect(derived.sort()).toEqual(['PictureContent', 'PictureDuplicate', 'PictureDuplicateGroup', 'PictureShape'])
  })

  test('conditions take it: images to train on are drawn among those', async () => {
    await look()
    const few = ['--architecture', 'compact', '--images', '2', '--epochs', '1', '--batch', '2', '--reserve', '0']
    const where = ['--where', 'PictureContent=normal', '--where', 'PictureDuplicate!=exact copy']
    const { stderr } = await runCommand(train, 'train', ...few, ...where, '--backend', 'wasm', ...here)
    expect(stderr).not.toContain('unknown')
    const catalogue = openForReading(join(folder, 'c.sqlite'))
    expect(catalogue.db.prepare('SELECT count(*) FROM model').pluck().get()).toBe(1)
    catalogue.close()
  })

  test('after a scan new and changed files have none until it looks again; a group whose images are gone is none', async () => {
    await look()
    writeImage(archive, 'a-disc', (x, y) => waves(y, x))
    rmSync(join(archive, 'b-copy'))
    writeImage(archive, 'j-new', () => 9)
    await runCommand(scan, 'scan', ...here)
    // c-near is left alone; a-disc is another image now.
    expect(files('PictureDuplicate')).toMatchObject({ unique: ['c-near', 'd-waves', 'f-black', 'g-strip', 'h-tiny'] })
    expect(files('PictureContent')['-']).toEqual(['a-disc', 'j-new'])
    expect(files('PictureDuplicateGroup')).toEqual({ '-': expect.any(Array) as string[] })
    expect(await look()).toMatchObject({ images: 9, looked: 2, groups: 0 })
    expect(files('PictureContent').constant).toEqual(['e-constant', 'j-new'])
  })

  test('an image whose file is gone for now is tried again the next time', async () => {
    const bytes = readFileSync(join(archive, 'd-waves'))
    rmSync(join(archive, 'd-waves'))
    const report = await look()
    expect(report.looked).toBe(8)
    expect(report.skipped).toEqual([
      {
        path: join(archive, 'd-waves'),
        reason: expect.objectContaining({ code: 'file-unreadable', message: expect.any(String) as string }) as object
      }
    ])
    expect(files('PictureContent')['-']).toEqual(['d-waves'])
    writeFileSync(join(archive, 'd-waves'), bytes)
    expect(await look()).toMatchObject({ looked: 1, skipped: [] })
    expect(files('PictureContent').normal).toContain('d-waves')
  })

  test('an empty catalogue has nothing to look at', async () => {
    rmSync(archive, { recursive: true })
    mkdirSync(archive)
    writeFileSync(join(archive, 'note.txt'), 'no DICOM')
    const empty = ['--catalogue', join(folder, 'empty.sqlite')]
    await runCommand(scan, 'scan', archive, ...empty)
    const { code, stdout } = await runCommand(pictures, 'pictures', '--json', ...empty)
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ images: 0, looked: 0, groups: 0 })
  })

  test('a window is told of it, with the images of each finding', async () => {
    const service = new Service()
    const ask = (method: string, given: object) => service.answer(method, given, join(folder, 'c.sqlite'))
    expect(await ask('pictures.findings', {})).toEqual({ images: 9, looked: 0, found: [], groups: 0 })
    await look()
    expect(await ask('pictures.findings', {})).toEqual({
      images: 9,
      looked: 9,
      found: [
        { keyword: 'PictureContent', value: 'constant', count: 1 },
        { keyword: 'PictureContent', value: 'nearly black', count: 1 },
        { keyword: 'PictureContent', value: 'unreadable', count: 1 },
        { keyword: 'PictureShape', value: 'elongated', count: 1 },
        { keyword: 'PictureShape', value: 'tiny', count: 1 },
        { keyword: 'PictureDuplicate', value: 'exact copy', count: 1 },
        { keyword: 'PictureDuplicate', value: 'near duplicate', count: 1 }
      ],
      groups: 1
    })
    const near = { keyword: 'PictureDuplicate', value: 'near duplicate', offset: 0, limit: 2 }
    expect(await ask('pictures.images', near)).toEqual({
      total: 3,
      rows: [
        { instance: 0, group: '1' },
        { instance: 1, group: '1' }
      ]
    })
    const tiny = { keyword: 'PictureShape', value: 'tiny', offset: 0, limit: 10 }
    expect(await ask('pictures.images', tiny)).toEqual({ total: 1, rows: [{ instance: 7, group: null }] })
  })
})

describe('medoid vectors', () => {
  async function store(): Promise<{ report: VectorsReport; stderr: string }> {
    const { code, stdout, stderr } = await runCommand(vectors, 'vectors', '--backend', 'wasm', '--json', ...here)
    expect(code).toBe(0)
    return { report: JSON.parse(stdout) as VectorsReport, stderr }
  }

  test('stores a vector for each picture beside the catalogue, once; the search finds a copy at distance 0', async () => {
    const few = ['--architecture', 'compact', '--images', '4', '--epochs', '1', '--batch', '2', '--reserve', '0']
    await runCommand(train, 'train', ...few, '--backend', 'wasm', ...here)
    const { report } = await store()
    expect(report).toMatchObject({
      model: 1,
      added: report.images,
      length: 5120,
      file: join(folder, 'c.sqlite.vectors-1')
    })
    expect(report.images + report.skipped.length).toBe(9)
    expect(report.skipped.map(({ path }) => path)).toContain(join(archive, 'i-none'))
    if (process.platform !== 'win32') expect(statSync(report.file).mode & 0o777).toBe(0o600)
    expect((await store()).report).toMatchObject({ added: 0, images: report.images })

    // Every picture was decoded: there is nothing left to look at.
    expect(await look()).toMatchObject({ images: 9, looked: 0, groups: 1 })

    writeImage(archive, 'j-new', (x, y) => waves(y, x))
    rmSync(join(archive, 'd-waves'))
    await runCommand(scan, 'scan', ...here)
    expect((await store()).report).toMatchObject({ added: 1, images: report.images })

    const opened = openForReading(join(folder, 'c.sqlite'))
    const { pixels, without } = openPixels(new CatalogueReader(opened.db), opened, undefined, {})
    expect(pixels.instances).toHaveLength(report.images)
    expect(without).toBe(9 - report.images)
    const query = (await pixels.vectorOf({ file: join(archive, 'b-copy') }, {}))!
    const [first, copy] = pixels.exactDistances(query, Uint32Array.of(0, 1))
    expect(first).toBeLessThan(1e-4)
    expect(copy).toBeLessThan(1e-4)
    expect(pixels.distances(query)[0]).toBeLessThan(1e-4)
    expect(await pixels.vectorOf({ file: join(archive, 'i-none') }, {})).toBeNull()
    await pixels.close()
    opened.close()
  })

  test('without a model, or without stored vectors, it says what to do', async () => {
    const { code, stderr } = await runCommand(vectors, 'vectors', ...here)
    expect(code).toBe(1)
    expect(stderr).toContain('medoid train')
    const opened = openForReading(join(folder, 'c.sqlite'))
    const reader = new CatalogueReader(opened.db)
    expect(() => openPixels(reader, opened, undefined, {})).toThrow(
      expect.objectContaining({ code: 'no-stored-vectors' }) as Error
    )
    opened.close()
  })
})
