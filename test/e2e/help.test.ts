import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PROGRAM_VERSION } from '../../src/jobs/program.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { TOUR } from '../../src/renderer/frame/tour/steps.ts'
import { PLACES } from '../../src/renderer/places.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { WORK } from '../jobs/archive.ts'
import { closeBrowser, HOSTS, settled } from './hosts.ts'

const folder = temporaryFolder()
const catalogue = join(folder, 'Meier Anna.sqlite')
beforeAll(async () => {
  await writePhantom(join(folder, 'archive'), { images: 20, seed: 2, size: 16 })
  await scanJob.run({ catalogue, folders: [join(folder, 'archive')] }, WORK)
})
afterAll(closeBrowser)

const isFocused = (page: Page, testId: string) =>
  page.getByTestId(testId).evaluate((element) => element.contains(document.activeElement))

describe.each(HOSTS)('in $name', ({ open }) => {
  test('the first start has a tour, which comes again only for those who ask', async () => {
    const { page, problems, close } = await open({ isFirstStart: true })
    const tour = page.getByTestId('tour')
    for (const { title, at } of TOUR) {
      await page.getByRole('dialog', { name: title }).waitFor()
      // What it is about stays in sight.
      const about = await page.locator(`[data-tour="${at}"]`).boundingBox()
      const card = await tour.boundingBox()
      expect(about!.x + about!.width <= card!.x || about!.y + about!.height <= card!.y, title).toBe(true)
      if (title === TOUR[0].title) await expect.poll(() => isFocused(page, 'tour')).toBe(true)
      await tour.getByRole('button', { name: title === TOUR.at(-1)!.title ? 'Done' : 'Next' }).click()
    }
    await tour.waitFor({ state: 'detached' })
    await page.reload()
    await page.getByTestId('welcome').waitFor()
    await settled(page)
    await expect.poll(() => tour.count()).toBe(0)

    await page.getByTestId('open-help').click()
    await page.getByTestId('start-tour').click()
    await page.getByTestId('help').waitFor({ state: 'detached' })
    await page.getByRole('dialog', { name: TOUR[0].title }).waitFor()
    await expect.poll(() => isFocused(page, 'tour')).toBe(true)
    await page.keyboard.press('Escape')
    await tour.waitFor({ state: 'detached' })
    await page.reload()
    await page.getByTestId('welcome').waitFor()
    await settled(page)
    await expect.poll(() => tour.count()).toBe(0)
    await close()
    expect(problems).toEqual([])
  })

  test('where no catalogue is open, no place is the current one, and none can be gone to', async () => {
    const { page, problems, close } = await open()
    await page.getByTestId('welcome').waitFor()
    const places = page.getByRole('navigation', { name: 'Views' })
    await expect.poll(() => places.getByRole('link', { disabled: true }).count()).toBe(PLACES.length)
    await page.evaluate(() => (location.hash = '#/tags'))
    await settled(page)
    await expect.poll(() => places.locator('[aria-current]').count()).toBe(0)
    await page.getByTestId('open-help').click()
    const help = page.getByTestId('help')
    await help.getByText('Search every tag and every value').waitFor()
    await expect.poll(() => help.getByRole('link').count()).toBe(0)
    await help.getByText('About Medoid').click()
    await expect.poll(() => help.getByTestId('system-report').textContent()).toContain('No catalogue is open')
    await close()
    expect(problems).toEqual([])
  })

  test('help leads to the places, and has keys, words, and what the program is made of', async () => {
    const { page, problems, close } = await open({ catalogue })
    await page.getByTestId('figure-images').waitFor()
    const help = page.getByTestId('help')
    await page.getByTestId('open-help').click()
    await page.getByRole('dialog', { name: 'How the work goes' }).waitFor()
    await expect.poll(() => help.getByRole('listitem').count()).toBe(PLACES.length)
    await help.getByRole('link', { name: 'Tags' }).click()
    await help.waitFor({ state: 'detached' })
    await page.getByRole('heading', { name: 'Tags' }).waitFor()

    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).getByText('settings').waitFor()
    await help.getByText('Glossary', { exact: true }).click()
    await page.getByRole('dialog', { name: 'Glossary' }).getByText('its typical image').waitFor()
    await help.getByText('About Medoid').click()
    await expect.poll(() => help.getByTestId('version').textContent()).toBe(PROGRAM_VERSION)
    await expect.poll(() => help.getByTestId('about-catalogue').textContent()).toBe(catalogue)

    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await help.getByTestId('system-report').waitFor()
    await help.getByTestId('copy-report').click()
    await page.getByText('Copied').waitFor()
    const report = await page.evaluate(() => navigator.clipboard.readText())
    expect(report).toContain(`Medoid ${PROGRAM_VERSION}`)
    expect(report).toContain('Catalogue: 20 instances, 20 images')
    expect(report).not.toMatch(/Meier/)

    const licences = help.getByTestId('third-party')
    await licences.getByLabel('Search the packages').fill('echarts 6')
    await licences.getByText('No package or licence is called that.').waitFor()
    await licences.getByLabel('Search the packages').fill('echarts')
    await licences.getByText('echarts 6.1.0').click()
    await licences.getByText('Copyright 2010-2016 Mike Bostock').waitFor()
    await page.keyboard.press('Escape')
    await help.waitFor({ state: 'detached' })
    await close()
    expect(problems).toEqual([])
  })

  test('settings hold at once, and again the next time', async () => {
    const { page, problems, close } = await open({ catalogue })
    await page.getByTestId('figure-images').waitFor()
    const themeOf = () => page.evaluate(() => document.documentElement.dataset.theme)
    const settings = page.getByRole('dialog', { name: 'Settings' })
    await page.keyboard.press('Control+,')
    await settings.getByText('Light', { exact: true }).click()
    await expect.poll(themeOf).toBe('light')
    await page.emulateMedia({ colorScheme: 'dark' })
    await settings.getByText('As the system').click()
    await expect.poll(themeOf).toBe('dark')
    await page.emulateMedia({ colorScheme: 'light' })
    await expect.poll(themeOf).toBe('light')

    const moves = () =>
      settings.evaluate((element) => getComputedStyle(element.querySelector('button')!).transitionProperty)
    await page.emulateMedia({ reducedMotion: 'no-preference' })
    await expect.poll(moves).not.toBe('none')
    await settings.getByTestId('keeps-still').click()
    await expect.poll(moves).toBe('none')
    await settings.getByTestId('author-setting').locator('input').fill('Dr Who')
    await page.reload()
    await page.getByTestId('figure-images').waitFor()
    expect(await themeOf()).toBe('light')
    await page.getByTestId('open-settings').click()
    await expect.poll(() => settings.getByTestId('author-setting').locator('input').inputValue()).toBe('Dr Who')
    await expect.poll(() => settings.getByRole('checkbox', { name: 'Nothing fades or slides' }).isChecked()).toBe(true)
    await close()
    expect(problems).toEqual([])
  })
})
