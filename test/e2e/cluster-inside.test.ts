import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { sampleJob } from '../../src/jobs/sample.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { archive, clusterParameters, threeKinds } from '../jobs/archive.ts'
import { closeBrowser, HOSTS, type Running, settled } from './hosts.ts'

const demo = join(temporaryFolder(), 'demo')
beforeAll(() => sampleJob.run({ out: demo, images: 200, seed: 6, k: [4] }, {}))
afterAll(closeBrowser)

async function intoFirst(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^Clusters/ }).click()
  await page.getByTestId('cluster-0').waitFor()
  await page.getByTestId('clusters').press('Enter')
  await page.getByTestId('gallery').getByRole('option').first().waitFor()
  await settled(page)
}

const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('data-testid'))

describe.each(HOSTS)('in $name', ({ open, start }) => {
  let program: Running
  beforeAll(async () => {
    program = await start({ catalogue: join(demo, 'catalogue.sqlite') })
  })
  afterAll(() => program.end())

  test('the plot of all clusters is gone through by keyboard, and opens a cluster', async () => {
    const { page, close, problems } = await program.open()
    await page.getByRole('link', { name: /^Clustering/ }).click()
    const plot = page.getByRole('slider', { name: /^Silhouette of every image/ })
    await plot.focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    const words = plot.locator('..').locator('figcaption')
    await expect
      .poll(() => words.textContent())
      .toMatch(/Cluster 2: \d+ images of the sample, silhouette −?0\.\d\d to 0\.\d\d, mean 0\.\d\d; Enter opens it/)
    await expect.poll(() => plot.getAttribute('aria-valuenow')).toBe('2')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Clusters / 2' }).waitFor()
    await close()
    expect(problems).toEqual([])
  })

  test('images are chosen in the plot of a cluster by keyboard; nothing moves, and the focus stays where it is', async () => {
    const { page, close, problems } = await program.open()
    await intoFirst(page)
    const set = page.getByTestId('set')
    const size = await set.textContent()
    const top = async () => (await page.getByTestId('gallery').boundingBox())!.y
    const before = await top()
    await page.getByTestId('member-silhouettes').focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press('Enter')
    await expect.poll(() => set.textContent()).toMatch(/^3 of \d+ images$/)
    await expect.poll(top).toBe(before)
    const chip = page.getByTestId('choice')
    await expect.poll(() => chip.textContent()).toMatch(/^silhouette /)
    await expect
      .poll(() => chip.locator('.cut').evaluate((element) => element.scrollWidth <= element.clientWidth))
      .toBe(true)
    await page.keyboard.press('Escape')
    await expect.poll(() => set.textContent()).toBe(size)
    await expect.poll(() => focused(page)).toBe('member-silhouettes')
    // What goes with its choice leaves the focus to the images.
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    await page.getByTestId('clear').click()
    await expect.poll(() => focused(page)).toBe('gallery')
    await close()
    expect(problems).toEqual([])
  })

  test('the table tells what an image is', async () => {
    const { page, close, problems } = await program.open()
    await intoFirst(page)
    await page.getByText('Table', { exact: true }).click()
    const heads = page.getByTestId('members').getByRole('columnheader')
    await expect
      .poll(() => heads.allTextContents().then((all) => all.slice(-3)))
      .toEqual(['Modality', 'BodyPartExamined', 'SeriesDescription'])
    const cells = page.getByTestId('members').getByRole('row').nth(1).getByRole('gridcell')
    await expect.poll(() => cells.nth(-3).textContent()).toMatch(/^\s*[A-Z]{2}\s*$/)
    await expect.poll(() => cells.nth(1).textContent()).toContain('medoid')
    await settled(page)
    const description = (await cells.last().textContent())!.trim()
    await expect.poll(() => cells.last().getAttribute('title')).toBe(description === '–' ? '' : description)

    // The columns are chosen, and are there the next time.
    await page.getByTestId('table-columns').click()
    const dialog = page.getByRole('dialog', { name: 'Columns of the table' })
    await dialog.locator('.n-base-selection').click()
    await dialog.getByLabel('Tags').last().fill('Rows')
    await page.locator('.n-base-select-option').getByText('Rows', { exact: true }).click()
    const chosen = () => heads.allTextContents().then((all) => all.slice(-4))
    await expect.poll(chosen).toEqual(['Modality', 'BodyPartExamined', 'SeriesDescription', 'Rows'])
    await expect.poll(() => cells.last().textContent()).toMatch(/^\s*\d+\s*$/)
    await page.reload()
    // The page shows the cluster again, whose number is in its address.
    await page.getByTestId('gallery').getByRole('option').first().waitFor()
    await settled(page)
    await page.getByText('Table', { exact: true }).click()
    await expect.poll(chosen).toEqual(['Modality', 'BodyPartExamined', 'SeriesDescription', 'Rows'])
    await page.getByTestId('table-columns').click()
    await dialog.getByRole('button', { name: 'Usual columns' }).click()
    await page.keyboard.press('Escape')
    await expect.poll(() => heads.last().textContent()).toBe('SeriesDescription')
    await close()
    expect(problems).toEqual([])
  })

  test('a quick look shows the image that is current large, and follows the arrows', async () => {
    const { page, close, problems } = await program.open()
    await intoFirst(page)
    const look = page.getByTestId('quick-look')
    const instanceOf = async (place: number): Promise<string> => {
      const image = page.locator(`#member-${place} [data-instance]`)
      return (await image.getAttribute('data-instance'))!
    }
    await page.keyboard.press('q')
    await look.getByRole('img', { name: `Image ${await instanceOf(0)}`, exact: true }).waitFor()
    await page.keyboard.press('ArrowRight')
    await look.getByRole('img', { name: `Image ${await instanceOf(1)}`, exact: true }).waitFor()
    await expect.poll(() => focused(page)).toBe('gallery')
    await page.keyboard.press('q')
    await expect.poll(() => look.count()).toBe(0)

    await page.getByText('Table', { exact: true }).click()
    const current = page.getByTestId('members').locator('[data-current] [data-instance]')
    await current.waitFor()
    await page.getByTestId('members').focus()
    await page.keyboard.press('q')
    const instance = await current.getAttribute('data-instance')
    await look.getByRole('img', { name: `Image ${instance}`, exact: true }).waitFor()
    await close()
    expect(problems).toEqual([])
  })

  test('images without a number are counted and chosen; pictures that cannot be made are a sign with the reason', async () => {
    const headers = threeKinds(120).map((header, i) => {
      const { KVP: _, ...rest } = header
      return i % 4 === 0 ? rest : { ...rest, KVP: String(i - 60) }
    })
    const catalogue = archive(headers)
    await clusterJob.run(clusterParameters(catalogue, { k: [3] }), {})
    await assignJob.run({ catalogue, run: '1' }, {})
    const { page, close, problems } = await open({ catalogue })
    await intoFirst(page)
    const sign = page.getByTestId('ends').getByRole('img', { name: /folder|file/i })
    await expect.poll(() => sign.first().textContent()).toBe('⊘')
    const tags = page.getByTestId('cluster-tags')
    await tags.getByLabel('Add a tag').last().fill('KVP')
    await page.locator('.n-base-select-option').getByText('KVP', { exact: true }).click()
    const kvp = tags.getByRole('region', { name: 'KVP', exact: true })
    const step = kvp.getByRole('button', { name: /here$/ }).first()
    await expect.poll(() => step.getAttribute('aria-label')).toMatch(/^−\d+(\.\d+)? to −\d+(\.\d+)? kV: \d+ here$/)
    const without = kvp.getByRole('button', { name: /^\d+ without a value$/ })
    await settled(page)
    const many = /\d+/.exec((await without.textContent())!)![0]
    await without.click()
    await expect.poll(() => page.getByTestId('set').textContent()).toMatch(new RegExp(`^${many} of \\d+ images$`))
    await close()
    expect(problems).toEqual([])
  })
})
