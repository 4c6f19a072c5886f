import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleJob } from '../../src/jobs/sample.ts'
import { trainJob } from '../../src/jobs/train.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { closeBrowser, HOSTS } from './hosts.ts'

const out = temporaryFolder()
const catalogue = join(out, 'catalogue.sqlite')
beforeAll(async () => {
  await sampleJob.run({ out, images: 200, seed: 4, k: [4] }, {})
  await trainJob.run({ catalogue, images: 8, epochs: 1, architecture: 'compact', backend: 'wasm' }, {})
})
afterAll(closeBrowser)

describe.each(HOSTS)('in $name', ({ name, open }) => {
  test('a sample is clustered by tags and pictures, and an evaluation with the same model is refused', async () => {
    const { page, close, problems } = await open({ catalogue })
    await page.getByRole('link', { name: /^Clustering/ }).click()
    const runs = page.getByTestId('runs').getByRole('row')
    await runs.nth(1).waitFor()
    const before = await runs.count()
    await expect.poll(() => page.getByTestId('alpha').count()).toBe(0)
    await page.getByTestId('fuse').click()
    await page.getByText('1: compact, 1 epoch', { exact: true }).click()
    await expect
      .poll(() => page.getByTestId('fuse-caution').textContent())
      .toMatch(/^Images are compared by tags and pictures\. .* an evaluation with the same model is refused\.$/)
    await page.getByTestId('alpha').locator('input').fill('0.4')
    await page.getByTestId('k').locator('input').fill('3')
    await page.getByLabel('Images in the sample').fill('20')
    await page.getByTestId('run-cluster').click()
    await expect.poll(() => runs.count()).toBe(before + 1)
    await expect.poll(() => runs.nth(1).textContent()).toContain('with pictures (model 1, α = 0.4)')

    await page.getByRole('link', { name: /^Evaluation/ }).click()
    await page.getByRole('heading', { name: 'Evaluation', level: 1 }).waitFor()
    await page.keyboard.press('2')
    await expect
      .poll(() => page.getByTestId('evaluate-note').textContent())
      .toMatch(
        /Run \d+ compares images by their vectors of model 1, too, so that an evaluation with it would be circular/
      )
    await expect.poll(() => page.getByTestId('run-evaluate').isDisabled()).toBe(true)
    await close()
    expect(problems, name).toEqual([])
  })
})
