import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openForReading } from '../../src/core/catalogue/database.ts'
import { CatalogueReader } from '../../src/core/catalogue/reader.ts'
import { similar } from '../../src/jobs/definitions/similar.ts'
import { withDefaults } from '../../src/jobs/parameter.ts'
import { sampleJob } from '../../src/jobs/sample.ts'
import { type SimilarReport, similarJob } from '../../src/jobs/similar.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { closeBrowser, HOSTS, pressTogether, type Running, settled } from './hosts.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const folder = temporaryFolder()
const catalogue = join(folder, 'demo/catalogue.sqlite')
/** Files that are in no archive. */
const outside = join(folder, 'outside.dcm')
const notes = join(folder, 'notes.txt')

/** What the command finds, from an image of the catalogue or a file. */
async function found(image: string): Promise<SimilarReport['similar']> {
  const parameters = { ...withDefaults(similar.parameters, { image, run: '1', count: 60 }), catalogue }
  return (await similarJob.run(parameters, {})).similar
}

function look<T>(use: (reader: CatalogueReader) => T): T {
  const opened = openForReading(catalogue)
  try {
    return use(new CatalogueReader(opened.db))
  } finally {
    opened.close()
  }
}

beforeAll(async () => {
  await sampleJob.run({ out: join(folder, 'demo'), images: 200, seed: 6, k: [4] }, {})
  // A copy of an image with a UID of its own, of the same length.
  const path = look((reader) => reader.readablePath(reader.images()[20]))
  const uid = look((reader) => uidOf(reader, reader.images()[20]))
  const bytes = readFileSync(path)
  const other = uid.slice(0, -2) + (uid.endsWith('11') ? '22' : '11')
  for (let at = bytes.indexOf(uid); at >= 0; at = bytes.indexOf(uid, at + 1)) bytes.write(other, at, 'latin1')
  writeFileSync(outside, bytes)
  writeFileSync(notes, 'No DICOM.')
  copyFileSync(path, join(folder, 'copy.dcm'))
})
afterAll(closeBrowser)

function uidOf(reader: CatalogueReader, instance: number): string {
  const { codes, texts } = reader.column(reader.find('SOPInstanceUID')!.id, Uint32Array.of(instance))
  return texts[codes[0]]
}

/** The instances that the gallery shows, in its order: those in sight. */
function shown(page: Page): Promise<number[]> {
  return page
    .getByTestId('similar-gallery')
    .locator('[data-instance]')
    .evaluateAll((all) => all.map((each) => Number((each as HTMLElement).dataset.instance)))
}

async function faults(page: Page): Promise<string[]> {
  await settled(page)
  await page.evaluate(AXE)
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run()
  )
  return violations.filter(({ impact }) => impact !== 'minor').map(({ id, help }) => `${id}: ${help}`)
}

describe.each(HOSTS)('in $name', ({ start }) => {
  let program: Running
  beforeAll(async () => {
    program = await start({ catalogue })
  })
  afterAll(() => program.end())

  test('M in a gallery shows the images that are most like the one that is chosen, and M goes on from there', async () => {
    const { page, close, problems } = await program.open()
    await page.getByRole('link', { name: /^Clusters/ }).click()
    await page.getByTestId('clusters').waitFor()
    await page.getByTestId('clusters').focus()
    await page.keyboard.press('Enter')
    await page.getByTestId('gallery').locator('#member-1 [data-instance]').waitFor()
    await page.getByTestId('gallery').focus()
    await page.keyboard.press('ArrowRight')
    const asked = Number(await page.locator('#member-1 [data-instance]').getAttribute('data-instance'))
    await page.keyboard.press('m')
    await page.getByTestId('similar-gallery').waitFor()
    const expected = await found(look((reader) => uidOf(reader, asked)))
    await expect
      .poll(async () => (await shown(page)).slice(0, 5))
      .toEqual(expected.slice(0, 5).map(({ instance }) => instance))
    await page.getByTestId('why').getByText(`on ${expected[0].why!.shared} of ${expected[0].why!.columns}`).waitFor()

    // The keyboard is in the gallery: to the second, and on to what is like that.
    await page.keyboard.press('ArrowRight')
    await page.getByTestId('why').getByText(`on ${expected[1].why!.shared} of ${expected[1].why!.columns}`).waitFor()
    await page.keyboard.press('m')
    const next = await found(expected[1].sopInstanceUid)
    await expect.poll(async () => (await shown(page))[0]).toBe(next[0].instance)
    await page.keyboard.press('Escape')
    await expect.poll(async () => (await shown(page))[0]).toBe(expected[0].instance)
    await page.keyboard.press('Escape')
    await page.getByTestId('gallery').waitFor()
    expect(problems).toEqual([])
    await close()
  })

  test('the menu of a picture leads to what is like it, and the image view does, too', async () => {
    const { page, close } = await program.open()
    await page.getByRole('link', { name: /^Clusters/ }).click()
    await page.getByTestId('cluster-0').locator('[data-instance]').click({ button: 'right' })
    await page.getByText('Similar images', { exact: true }).click()
    await page.getByTestId('similar-gallery').waitFor()
    await page.getByTestId('similar-gallery').focus()
    await page.keyboard.press('Enter')
    await page.getByTestId('similar').click()
    await page.getByTestId('similar-gallery').waitFor()
    await close()
  })

  test('whoever points at a picture finds a button that leads there', async () => {
    const { page, close } = await program.open()
    await page.getByRole('link', { name: /^Clusters/ }).click()
    const medoid = page.getByTestId('cluster-1').locator('[data-instance]')
    const instance = await medoid.getAttribute('data-instance')
    await medoid.hover()
    await medoid.getByTestId('similar-of').click()
    await page.getByTestId('asked').locator(`[data-instance="${instance}"]`).waitFor()
    await close()
  })

  test('a file outside the archive is compared with all of it', async () => {
    const { page, close, choose, problems } = await program.open()
    await page.getByRole('link', { name: /^Similar/ }).click()
    await choose(outside, () => page.getByTestId('open-file').click())
    await page.getByTestId('asked').getByText('outside.dcm').waitFor()
    await page.getByTestId('asked').getByRole('img', { name: 'The file' }).waitFor()
    const expected = await found(outside)
    expect(expected[0].distance).toBe(0)
    await expect.poll(async () => (await shown(page))[0]).toBe(expected[0].instance)
    await page.getByTestId('why').getByText('distance by tags 0.000').waitFor()
    expect(problems).toEqual([])
    await close()
  })

  test('a file that is no DICOM file is refused, and one that the archive has is told of', async () => {
    const { page, close, choose } = await program.open()
    await page.getByRole('link', { name: /^Similar/ }).click()
    await choose(notes, () => page.getByTestId('open-file').click())
    await page.getByText(`${notes} is not a DICOM file.`).first().waitFor()
    await choose(join(folder, 'copy.dcm'), () => page.getByTestId('open-file').click())
    await page.getByText('The catalogue has an image with the same SOP Instance UID.').waitFor()
    await close()
  })

  test('says how vectors are stored where there are none', async () => {
    const { page, close } = await program.open()
    await page.getByRole('link', { name: /^Clusters/ }).waitFor()
    await page.goto(new URL('#/similar/20', page.url()).href)
    await page.getByTestId('similar-gallery').waitFor()
    await page.getByTestId('by').click()
    await page.getByText('Pixels', { exact: true }).click()
    await page.getByText('No vectors of images are stored.').waitFor()
    await close()
  })

  test.each(['dark', 'light'])('axe finds no fault in the %s theme', async (theme) => {
    const { page, close } = await program.open()
    await page.getByRole('link', { name: /^Clusters/ }).waitFor()
    await page.evaluate((name) => localStorage.setItem('medoid-theme', name), theme)
    await page.goto(new URL('#/similar/20', page.url()).href)
    await page.reload()
    await page.getByTestId('similar-gallery').waitFor()
    await page.getByTestId('why').locator('table').first().waitFor()
    expect(await faults(page)).toEqual([])
    await close()
  })

  test('the keys dialog tells of the key', async () => {
    const { page, close } = await program.open()
    await page.getByRole('link', { name: /^Clusters/ }).waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog').getByText('more images like the one that is chosen').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await pressTogether(page, 'g', 's')
    await page.getByText('No image is chosen').waitFor()
    await close()
  })
})
