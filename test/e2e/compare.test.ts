import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { archive, clusterParameters, threeKinds, WORK } from '../jobs/archive.ts'
import { closeBrowser, HOSTS } from './hosts.ts'

// Three kinds of images: with K = 3 one cluster each, with K = 2 two of them share one.
const catalogue = archive(threeKinds(60))
const lonely = archive(threeKinds(30))
beforeAll(async () => {
  await clusterJob.run(clusterParameters(catalogue, { k: [2] }), WORK)
  await clusterJob.run(clusterParameters(catalogue, { k: [3] }), WORK)
  await assignJob.run({ catalogue, run: '1.2' }, WORK)
  await assignJob.run({ catalogue, run: '2.3' }, WORK)
  await clusterJob.run(clusterParameters(lonely, { k: [2] }), WORK)
})
afterAll(closeBrowser)

describe.each(HOSTS)('in $name', ({ name, open }) => {
  test('two clusterings stand beside each other, and the images that are in a cluster of each are looked at', async () => {
    const { page, close, problems } = await open({ catalogue })
    await page.getByRole('link', { name: /^Compare/ }).click()
    const compared = page.getByTestId('compared')
    await expect.poll(() => compared.locator('thead').textContent()).toBe('2.31.2')
    const agreement = page.getByTestId('agreement')
    await agreement.getByText('60 images have a cluster in both').waitFor()
    // Every cluster of K = 3 lies in one of K = 2, but not the other way round.
    await agreement
      .getByText(
        /100\.0 % of the images are in the cluster of 1\.2 that holds most of their cluster of 2\.3; in the other direction, 66\.7 %/
      )
      .waitFor()

    const goals = page.getByTestId('goals')
    await expect.poll(() => goals.getByRole('button').count()).toBe(3)
    await page.getByTestId('swap').click()
    await expect.poll(() => compared.locator('thead').textContent()).toBe('1.22.3')
    await expect.poll(() => goals.getByRole('button').count()).toBe(3)
    await page
      .getByTestId('moves')
      .getByRole('button', { name: /^20 from / })
      .waitFor()

    await page
      .getByTestId('moves')
      .getByRole('button', { name: /^20 from / })
      .press('Enter')
    const both = page.getByTestId('in-both')
    await both.getByText('20 of 40').first().waitFor()
    await both.getByTestId('gallery').getByRole('option').first().waitFor()
    await close()
    expect(problems, name).toEqual([])
  })

  test('where there is one clustering only, the view says what can be compared', async () => {
    const { page, close, problems } = await open({ catalogue: lonely })
    await page.getByRole('link', { name: /^Compare/ }).click()
    await page.getByText('There is nothing to compare').waitFor()
    await page.getByRole('button', { name: 'Cluster…' }).click()
    await page.getByRole('heading', { name: 'Clustering' }).first().waitFor()
    await close()
    expect(problems, name).toEqual([])
  })
})
