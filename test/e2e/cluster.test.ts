import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listRuns, loadRun } from '../../src/core/catalogue/runs.ts'
import { sampleJob } from '../../src/jobs/sample.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { lookInto } from '../jobs/archive.ts'
import { closeBrowser, HOSTS, settled } from './hosts.ts'

/** The run that was made last. */
const newest = (db: Database) => loadRun(db, Math.max(...listRuns(db).map(({ id }) => id)))

const out = temporaryFolder()
beforeAll(() => sampleJob.run({ out, images: 300, seed: 4, k: [4] }, {}))
afterAll(closeBrowser)

describe.each(HOSTS)('in $name', ({ name, open }) => {
  test('features are chosen, a sample is clustered for several K, and all images are assigned', async () => {
    const { page, close, problems } = await open({ catalogue: join(out, 'catalogue.sqlite') })
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
    await page.getByTestId('k').locator('input').fill('2, 3')
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
    await last.getByRole('button', { name: /^3 / }).click()
    await page.getByTestId('assign').click()
    await last.getByRole('button', { name: /^3 .*●/ }).waitFor()
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
    await page.getByTestId('assign').click()
    await page.getByTestId('assign').waitFor({ state: 'detached' })
    expect(lookInto(join(out, 'catalogue.sqlite'), newest).parameters.algorithm).toBe('ward')
    for (const cluster of [0, 1, 2]) await page.getByTestId(`cluster-${cluster}`).getByText('images').waitFor()
    await close()
    expect(problems, name).toEqual([])
  })
})
