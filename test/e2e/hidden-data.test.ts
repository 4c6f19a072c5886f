import { basename, join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TagDistribution } from '../../src/api/contract.ts'
import { Service } from '../../src/api/service.ts'
import { demoJob } from '../../src/jobs/demo.ts'
import { PLACES } from '../../src/renderer/places.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { closeBrowser, HOSTS, settled } from './hosts.ts'

const out = temporaryFolder()
const catalogue = join(out, 'catalogue.sqlite')
/** Names, numbers, birth dates, UIDs and descriptions of the sample; and where its files lie. */
let personal: string[]
beforeAll(async () => {
  await demoJob.run({ out, images: 120, seed: 3, k: [3] }, {})
  const service = new Service()
  const tags = ['(0010,0010)', '(0010,0020)', '(0010,0030)', '(0008,0018)', '(0020,000D)', '(0008,103E)', '(0008,0080)']
  const given = (tag: string) => ({ tag, path: '', creator: '', limit: 1000 })
  const found = await Promise.all(tags.map((tag) => service.answer('tags.distribution', given(tag), catalogue)))
  const values = found.flatMap((each) => (each as TagDistribution).values.map(({ value }) => value))
  // What a code of the standard means, too.
  personal = [basename(out), ...new Set(values)].filter((value) => value !== 'Dose Report')
})
afterAll(closeBrowser)

/** Everything that a page says, also where nobody sees it. */
async function said(page: Page): Promise<string> {
  await settled(page)
  return page.evaluate(() => {
    const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea')].map(({ value }) => value)
    return [document.title, document.documentElement.outerHTML, ...fields].join('\n')
  })
}

const VIEWS = ['archive/studies', 'archive/files', 'image/0', 'similar/0', ...PLACES.map(({ name }) => name)]

/** The views that tell something personal, and what. */
async function walk(page: Page): Promise<Record<string, string[]>> {
  const told: Record<string, string[]> = {}
  const look = async (view: string): Promise<void> => {
    const text = await said(page)
    const found = personal.filter((value) => text.includes(value))
    if (found.length > 0) told[view] = found
  }
  for (const view of VIEWS) {
    await page.evaluate((path) => (location.hash = `#/${path}`), view)
    await page
      .getByRole('heading', { name: PLACES.find(({ name }) => view.startsWith(name))!.title })
      .first()
      .waitFor()
    await look(view)
    if (view === 'tags') {
      await page.getByRole('row', { name: /PatientName/ }).click()
      await page.getByTestId('distribution').waitFor()
      await look('a tag')
    }
    if (view === 'clusters') {
      await page.getByTestId('cluster-0').press('Enter')
      await page.getByTestId('set').waitFor()
      await look('a cluster')
    }
  }
  await page.getByTestId('jobs').click()
  await page.getByRole('dialog', { name: 'Jobs' }).waitFor()
  await look('jobs')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog', { name: 'Jobs' }).waitFor({ state: 'detached' })
  await page.getByTestId('catalogue').click()
  await page.getByText('New catalogue…').waitFor()
  await look('catalogues')
  await page.keyboard.press('Escape')
  return told
}

describe.each(HOSTS)('in $name', ({ open }) => {
  test('one switch hides what may tell of a person from every view, title and field, until it is switched back', async () => {
    const { page, close, problems } = await open({ catalogue })
    await page.getByTestId('hide-data').waitFor()
    const shown = await walk(page)
    expect(Object.keys(shown)).toEqual(
      expect.arrayContaining(['archive/studies', 'archive/files', 'image/0', 'tags', 'a tag', 'clusters', 'export'])
    )
    await page.getByTestId('hide-data').click()
    await page.locator('[data-testid="hide-data"][aria-pressed="true"]').waitFor()
    expect(await walk(page)).toEqual({})
    // A page that is loaded again begins with what is hidden.
    await page.reload()
    await page.locator('[data-testid="hide-data"][aria-pressed="true"]').waitFor()
    await page.evaluate(() => (location.hash = '#/archive/studies'))
    expect(
      personal.filter(
        (
          (text) => (value: string) =>
            text.includes(value)
        )(await said(page))
      )
    ).toEqual([])
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await page.keyboard.press('Shift+P')
    await page.locator('[data-testid="hide-data"][aria-pressed="false"]').waitFor()
    await page.getByRole('columnheader', { name: 'Patient' }).waitFor()
    await close()
    expect(problems).toEqual([])
  })
})
