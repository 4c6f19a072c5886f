import { existsSync, mkdirSync, readdirSync, rmSync, copyFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scanJob } from '../../src/jobs/scan.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { closeBrowser, HOSTS, type MedoidWindow, type Running, settled } from './hosts.ts'

const folder = temporaryFolder()
const images = join(folder, 'archive')
const catalogue = join(folder, 'catalogue.sqlite')
let scanned: Awaited<ReturnType<typeof scanJob.run>>
beforeAll(async () => {
  await writePhantom(images, { images: 240, seed: 3, size: 32 })
  // A duplicate whose pixels are the same.
  const first = readdirSync(images, { recursive: true, withFileTypes: true }).find(({ name }) => name.endsWith('.dcm'))!
  mkdirSync(join(images, 'zz-copies'))
  copyFileSync(join(first.parentPath, first.name), join(images, 'zz-copies', 'copy.dcm'))
  scanned = await scanJob.run({ catalogue, folders: [images] }, {})
})
afterAll(closeBrowser)

/** What a part of the page says, with one space between words. */
const textOf = async (page: Page, testId: string): Promise<string> =>
  ((await page.getByTestId(testId).textContent()) ?? '').replace(/\s+/g, ' ').trim()

describe.each(HOSTS)('in $name', ({ start, open: openOwn }) => {
  let running: Running
  let window: MedoidWindow
  let page: Page
  beforeAll(async () => {
    running = await start({ catalogue })
    window = await running.open()
    page = window.page
    await page.getByTestId('figure-images').waitFor()
  })
  afterAll(async () => {
    await window.close()
    await running.end()
    expect(window.problems).toEqual([])
  })

  test('files add up, and each term of the sum leads to its files', async () => {
    await page.getByTestId('file-sum').waitFor()
    const sum = /^(\d+) files = (\d+) instances \+ (\d+) duplicates? \+ (\d+) not DICOM \+ (\d+) failed/
    const [files, ...terms] = sum
      .exec(await textOf(page, 'file-sum'))!
      .slice(1)
      .map(Number)
    expect(terms.reduce((a, b) => a + b)).toBe(files)
    expect(files).toBe(scanned.files.seen)
    await page
      .getByTestId('file-sum')
      .getByRole('link', { name: /duplicate/ })
      .click()
    const copy = page.getByTestId('files').getByRole('listitem').filter({ hasText: 'zz-copies/copy.dcm' })
    await expect.poll(() => copy.textContent()).toContain('the same file, byte by byte')
    await page.getByRole('link', { name: /^Not DICOM/ }).click()
    await expect.poll(() => page.getByTestId('files').getByRole('listitem').count()).toBe(terms[2])
  })

  test('images without a value stand in their place by number', async () => {
    await page.getByTestId('archive-overview').click()
    const bars = page.getByTestId('bars-BodyPartExamined').getByRole('listitem')
    await bars.first().waitFor()
    const rows = (await bars.allTextContents()).map((text) => /^\s*(.+?)\s*([\d,]+)\s*$/.exec(text)!)
    const numbers = rows.map(([, , number]) => Number(number))
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a))
    // Of the phantom, more images than any region has.
    expect(rows[0][1]).toBe('not given')
  })

  test('values that contradict each other lead to their images', async () => {
    await page.getByTestId('archive-overview').click()
    await page.getByTestId('check-tags').click()
    const finding = page.getByTestId('tag-findings').getByRole('region', { name: 'Impossible numbers' })
    // Two images of the phantom have the pixels of a whole field of view.
    await finding.getByRole('button', { name: 'PixelSpacing is 62.500000\\62.500000' }).click()
    const found = page.getByTestId('found-images')
    await expect.poll(() => found.getByRole('link', { name: /^Image \d+$/ }).count()).toBe(2)
    await page.keyboard.press('Escape')
    await found.waitFor({ state: 'hidden' })
  })

  test('a bar leads to its images, and Back from one of them to the same place', async () => {
    await page.getByTestId('archive-overview').click()
    const bar = page.getByTestId('bars-Modality').getByRole('listitem').first()
    const number = Number(((await bar.textContent()) ?? '').match(/(\d+)\s*$/)![1])
    await bar.getByRole('button').click()
    const gallery = page.getByTestId('browsed')
    await gallery.waitFor()
    expect(await textOf(page, 'browse-told')).toContain(`${number} images`)
    await expect.poll(() => gallery.getByRole('option').first().getAttribute('aria-setsize')).toBe(String(number))
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await page.getByTestId('back').waitFor()
    await page.keyboard.press('Escape')
    await gallery.waitFor()
    const selected = gallery.getByRole('option', { selected: true })
    await expect.poll(() => selected.getAttribute('aria-posinset')).toBe('3')
    await expect.poll(() => selected.getAttribute('aria-label')).toMatch(/^[A-Z]{2}, .*image \d+/)
    await page.getByTestId('clear-filter').click()
  })

  test('studies are searched and opened by keyboard alone, down to an image of a series and back', async () => {
    await page.getByTestId('archive-studies').click()
    await settled(page)
    const all = await textOf(page, 'browse-told')
    expect(all).toMatch(/^\d+ studies · \d+ series · 240 images/)
    const studies = page.getByTestId('studies')
    const word = (await studies.getByRole('row').nth(2).getByRole('gridcell').nth(2).textContent())!.trim()
    await page.keyboard.press('/')
    await page.keyboard.type(word.toLowerCase())
    await expect.poll(() => textOf(page, 'browse-told')).toMatch(/^\d+ of \d+ studies/)
    await page.keyboard.press('Escape')
    await settled(page)
    await page.keyboard.press('End')
    const row = studies.getByRole('row', { selected: true })
    const last = await studies.getAttribute('aria-rowcount')
    await expect.poll(() => row.getAttribute('aria-rowindex')).toBe(last)
    await settled(page)
    const series = page.getByRole('listbox', { name: 'Series' })
    await series.focus()
    await page.keyboard.press('Enter')
    await page.getByTestId('browsed').waitFor()
    await settled(page)
    expect(await textOf(page, 'browse-steps')).toMatch(/^Studies › .+ › .+/)
    await page.keyboard.press('Escape')
    await studies.waitFor()
    await expect.poll(() => row.getAttribute('aria-rowindex')).toBe(last)
    await page.getByTestId('clear-filter').click()
  })

  test('hidden patients are in no list', async () => {
    await page.getByTestId('archive-studies').click()
    await page.getByTestId('studies').waitFor()
    await settled(page)
    const head = page.getByTestId('studies').getByRole('columnheader', { name: 'Patient' })
    const patient = (await page
      .getByTestId('studies')
      .getByRole('row')
      .nth(1)
      .getByRole('gridcell')
      .nth(1)
      .textContent())!
    expect(patient.trim().length).toBeGreaterThan(2)
    await page.getByTestId('hide-data').click()
    await head.waitFor({ state: 'detached' })
    await settled(page)
    await expect.poll(() => page.locator('main').textContent()).not.toContain(patient.trim())
    await page.getByTestId('hide-data').click()
    await head.waitFor()
  })

  test('a year of the time line leads to its images', async () => {
    await page.getByTestId('archive-overview').click()
    const year = page
      .getByTestId('years')
      .getByRole('button', { name: /^\d{4}: [1-9]/ })
      .first()
    const [, name, number] = /^(\d{4}): (\d+) image/.exec((await year.getAttribute('title'))!)!
    await year.click()
    await page.getByTestId('browsed').waitFor()
    await expect.poll(() => textOf(page, 'browse-told')).toContain(` ${number} image`)
    await expect.poll(() => page.getByLabel('From, study date').inputValue()).toBe(name)
    await page.getByTestId('clear-filter').click()
  })

  test('nothing runs out of the window at 200 % zoom and in 4K', async () => {
    for (const viewport of [
      { width: 640, height: 400 },
      { width: 3840, height: 2160 }
    ]) {
      await page.setViewportSize(viewport)
      for (const part of ['overview', 'studies', 'files']) {
        await page.getByTestId(`archive-${part}`).click()
        await settled(page)
        const over = await page.locator('main').evaluate((main) => main.scrollWidth - main.clientWidth)
        expect(over, `${part} at ${viewport.width}`).toBe(0)
      }
    }
    // The bars share all of the width.
    await page.getByTestId('archive-overview').click()
    const last = (await page.getByRole('region', { name: 'Manufacturer' }).boundingBox())!
    const years = (await page.getByRole('region', { name: 'Year of the study' }).boundingBox())!
    expect(Math.round(last.x + last.width)).toBe(Math.round(years.x + years.width))
  })

  test('while a folder is scanned, nothing is said to be missing or stopped', async () => {
    const own = await openOwn({ catalogue: join(temporaryFolder(), 'c.sqlite') })
    await own.page.getByTestId('empty').waitFor()
    await own.page.evaluate(() => {
      const said = new Set<string>()
      Object.assign(globalThis, { said })
      const look = (): void => {
        const text = document.querySelector('main')!.textContent
        for (const wrong of ['No study dates', 'not counted since']) if (text.includes(wrong)) said.add(wrong)
        const images = document.querySelector('[data-testid=figure-images]')?.textContent
        if (images === '0') said.add('0 images')
      }
      new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true })
    })
    await own.choose(images, () => own.page.getByTestId('add-folder').click())
    await expect.poll(() => own.page.getByTestId('figure-tags').textContent()).toMatch(/^[\d,]+$/)
    expect(await own.page.evaluate(() => [...(globalThis as unknown as { said: Set<string> }).said])).toEqual([])
    await own.close()
    expect(own.problems).toEqual([])
  })

  test('a catalogue that is deleted while it is open is told as that, with what to do, and none appears in its place', async () => {
    const file = join(temporaryFolder(), 'c.sqlite')
    copyFileSync(catalogue, file)
    const own = await openOwn({ catalogue: file })
    await own.page.getByTestId('figure-images').waitFor()
    rmSync(file)
    const told = own.page.getByTestId('catalogue-gone')
    await expect.poll(() => told.textContent()).toContain(`${file} was deleted or moved while it was open`)
    await expect.poll(() => own.page.getByTestId('figure-images').count()).toBe(0)
    await own.page.getByTestId('open-folder').waitFor()
    expect(existsSync(file)).toBe(false)
    await own.close()
    expect(own.problems).toEqual([])
  })
})
