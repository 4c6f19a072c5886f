import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listRuns, loadRun } from '../../src/core/catalogue/runs.ts'
import { sampleJob } from '../../src/jobs/sample.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { lookInto, unassign } from '../jobs/archive.ts'
import { closeBrowser, HOSTS, settled } from './hosts.ts'

/** The run that was made last. */
const newest = (db: Database) => loadRun(db, Math.max(...listRuns(db).map(({ id }) => id)))

const out = temporaryFolder()
beforeAll(() => sampleJob.run({ out, images: 300, seed: 4, k: [4] }, {}))
afterAll(closeBrowser)

describe.each(HOSTS)('in $name', ({ name, open }) => {
  test('features are chosen, a sample is clustered for several K, and all images are assigned', async () => {
    // What is chosen stays in the catalogue.
    const catalogue = join(temporaryFolder(), 'c.sqlite')
    copyFileSync(join(out, 'catalogue.sqlite'), catalogue)
    const { page, close, problems } = await open({ catalogue })
    await page.getByRole('link', { name: /^Features/ }).click()
    await page.getByTestId('feature-sum').waitFor()
    const sum = () => page.getByTestId('feature-sum').textContent()
    await expect.poll(sum).toMatch(/70 tags → \d+ columns\s+of 300 images/)
    await page.getByRole('button', { name: 'Exclude Modality' }).click()
    await page.getByRole('button', { name: 'Undo excluding Modality' }).waitFor()
    await page.getByRole('combobox', { name: 'Condition', exact: true }).fill('Modality=MR')
    await page.keyboard.press('Enter')
    await expect.poll(sum).toMatch(/of 1?\d\d images/)

    await page.getByRole('button', { name: 'Cluster…' }).click()
    await page.getByTestId('k').locator('input').fill('2, 3, 4000')
    await page.getByText('each K has to be smaller').waitFor()
    await page.getByTestId('k').locator('input').fill('9..5')
    await page.getByText('9..5 runs downwards. Give the smaller number first, e.g. 5..30.').waitFor()
    await page.getByTestId('k').locator('input').fill('2..60')
    await page.getByText('59 clusterings, which may take long').waitFor()
    await page.getByTestId('k').locator('input').fill('2..3')
    // Half of the images are left to evaluate with; who asks for more than there are is told how many there are.
    await expect
      .poll(() => page.getByTestId('form-sample').textContent())
      .toMatch(/^The sample: (\d+) images at most, of \d+ images\. The others are left to evaluate with/)
    await page.getByLabel('Images in the sample').fill('5000')
    await page.keyboard.press('Tab')
    await expect
      .poll(() => page.getByTestId('form-sample').textContent())
      .toMatch(/^The sample: 1?\d\d images, which are all\./)
    await page.getByLabel('Images of each series at most').fill('1')
    await settled(page)
    const before = await page.getByTestId('runs').getByRole('row').count()
    await page.getByTestId('run-cluster').click()
    await expect.poll(() => page.getByTestId('runs').getByRole('row').count()).toBe(before + 1)
    const last = page.getByTestId('runs').getByRole('row').nth(1)
    await expect.poll(() => last.textContent()).toContain('Modality is MR')
    // The charts are of what was just clustered.
    await expect.poll(() => last.getByRole('button', { pressed: true }).count()).toBe(1)
    await page.getByText(/^The sample has \d+ images: at most 1 of each of the \d+ series\.$/).waitFor()
    // The archive is small: nothing needs assigning.
    await last.getByRole('button', { name: /^3 .*●/ }).click()
    await expect.poll(() => page.getByTestId('assign').count()).toBe(0)
    await close()
    expect(problems, name).toEqual([])
  })

  test("the sample is clustered by Ward's method, and its clusters are looked at", async () => {
    const { page, close, problems } = await open({ catalogue: join(out, 'catalogue.sqlite') })
    await page.getByRole('link', { name: /^Clustering/ }).click()
    await page.getByTestId('runs').waitFor()
    await page.getByTestId('k').locator('input').fill('3')
    await page.getByTestId('algorithm').click()
    await page.locator('.n-base-select-option').getByText("Ward's method", { exact: true }).click()
    const before = await page.getByTestId('runs').getByRole('row').count()
    await page.getByTestId('run-cluster').click()
    await expect.poll(() => page.getByTestId('runs').getByRole('row').count()).toBe(before + 1)
    await page.getByRole('link', { name: /^Clusters/ }).click()
    await page.getByTestId('cluster-0').waitFor()
    expect(lookInto(join(out, 'catalogue.sqlite'), newest).parameters.algorithm).toBe('ward')
    for (const cluster of [0, 1, 2]) await page.getByTestId(`cluster-${cluster}`).getByText('images').waitFor()
    await close()
    expect(problems, name).toEqual([])
  })

  test('a run is renamed, removed with a way back, and tells the mean silhouette of each cluster', async () => {
    const { page, close, problems } = await open({ catalogue: join(out, 'catalogue.sqlite') })
    await page.getByRole('link', { name: /^Clustering/ }).click()
    const runs = page.getByTestId('runs').getByRole('row')
    await runs.first().waitFor()
    await settled(page)
    const plot = page.getByRole('slider', { name: /^Silhouette of every image/ })
    await plot.focus()
    await page.keyboard.press('Home')
    await expect
      .poll(() => plot.getAttribute('aria-valuetext'))
      .toMatch(/^Cluster 0: \d+ images of the sample, silhouette .*, mean \d\.\d\d$/)
    const before = await runs.count()
    const name = page.getByLabel('Name of run 1', { exact: true })
    await name.fill('First look')
    await name.press('Enter')
    await page.getByText('Run 1 is now “First look”.').waitFor()
    await page.getByRole('button', { name: 'Remove run 1', exact: true }).click()
    await page.getByText('Run 1 removed, with its maps, trees, evaluations and names.').waitFor()
    await expect.poll(() => runs.count()).toBe(before - 1)
    await page.getByTestId('undo-run').click()
    await page.getByText('Undone: run 1 is back.').waitFor()
    await expect.poll(() => runs.count()).toBe(before)
    await expect.poll(() => name.inputValue()).toBe('First look')
    await page.getByTestId('undo-run').click()
    await page.getByText('Undone: run 1 has no name again.').waitFor()
    await close()
    expect(problems).toEqual([])
  })

  test('a K that is not assigned opens on its sample, and can be assigned from there', async () => {
    const catalogue = join(out, 'catalogue.sqlite')
    unassign(catalogue, '1.4')
    const { page, close, problems } = await open({ catalogue })
    await page.getByRole('link', { name: /^Clustering/ }).click()
    const first = page.getByTestId('runs').getByRole('row').last()
    await first.getByRole('button', { name: /^4 / }).click()
    await page.getByRole('link', { name: /^Clusters/ }).click()
    await page.getByText('These are the 120 images of the sample').waitFor()
    await page.getByTestId('cluster-0').getByText('of the sample').waitFor()
    await page.getByTestId('all-images').click()
    const total = page.getByTestId('set')
    await expect.poll(() => total.textContent()).toContain('120 images')
    await page.getByRole('option').first().waitFor()
    await page.getByTestId('assign').click()
    await page.getByTestId('sample-note').waitFor({ state: 'detached' })
    await expect.poll(() => total.textContent()).toContain('300 images')
    await close()
    expect(problems, name).toEqual([])
  })
})
