import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { closeBrowser, type Given, HOSTS, type MedoidWindow, pressTogether } from './hosts.ts'

const IMAGES = 240
const folder = temporaryFolder()
const archive = join(folder, 'archive')
beforeAll(() => writePhantom(archive, { images: IMAGES, seed: 3 }))
afterAll(closeBrowser)

/** Nobody looks at the page, whose notices are written down. */
function lookElsewhere(): void {
  document.hasFocus = () => false
  class Told {
    static permission = 'granted'
    constructor(title: string) {
      document.documentElement.dataset.notices = title
    }
  }
  Object.assign(globalThis, { Notification: Told })
}

describe.each(HOSTS)('in $name', ({ open }) => {
  let window: MedoidWindow
  const start = async (given?: Given) => (window = await open(given))
  afterEach(async () => {
    await window.close()
    expect(window.problems).toEqual([])
  })

  test('a new user opens a folder, sees it scanned, and finds what is in it', async () => {
    const data = temporaryFolder()
    const { page, choose } = await start({ data })
    await page.getByTestId('welcome').waitFor()
    expect(await page.title()).toBe('Medoid')
    await page.evaluate(lookElsewhere)
    await choose(archive, () => page.getByTestId('open-folder').click())
    await page.getByTestId('sources').waitFor()
    await expect.poll(() => page.getByTestId('figure-images').textContent()).toBe(String(IMAGES))
    await expect.poll(() => page.getByTestId('sources').textContent()).toContain(archive)
    expect(existsSync(join(data, 'medoid', 'catalogue.sqlite'))).toBe(true)
    await expect.poll(() => page.title()).toBe('Archive · catalogue.sqlite · Medoid')
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.notices)).toBe('Scan is done')

    await page.getByTestId('jobs').click()
    const job = page.getByTestId('job-list').getByTestId('job-scan')
    await expect.poll(() => job.getAttribute('data-state')).toBe('done')
    await job.getByRole('button', { name: 'Log' }).click()
    await expect.poll(() => job.locator('pre').textContent()).toContain('Reading headers')
  })

  test('the tags are searched, sorted and looked into by keyboard alone', async () => {
    const catalogue = join(temporaryFolder(), 'c.sqlite')
    const { page, choose } = await start({ catalogue })
    await choose(archive, () => page.getByTestId('add-folder').click())
    await expect.poll(() => page.getByTestId('figure-tags').textContent()).toMatch(/^1,\d\d\d$|^\d\d\d$/)
    await pressTogether(page, 'g', 't')
    await page.getByTestId('tags').waitFor()
    // Of more than a thousand tags, those in sight are in the document.
    await expect.poll(() => page.getByTestId('tags').getByRole('row').count()).toBeLessThan(80)
    await page.keyboard.press('/')
    await page.keyboard.type('modality (0008')
    await expect.poll(() => page.getByTestId('tag-count').textContent()).toContain(' of ')
    // Into what was found: its first tag.
    await page.keyboard.press('ArrowDown')
    const distribution = page.getByTestId('distribution')
    await expect.poll(() => distribution.textContent()).toMatch(/In 24\d of 24\d instances/)
    await page.keyboard.press('Escape')
    await distribution.waitFor({ state: 'detached' })
  })
})
