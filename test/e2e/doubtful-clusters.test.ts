import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { archive, clusterParameters, threeKinds, withEmptyHeaders, WORK } from '../jobs/archive.ts'
import { closeBrowser, HOSTS } from './hosts.ts'

// Three kinds of images, equal within each.
const equal = archive(threeKinds(30, () => ({ Rows: '100' })))
// A medoid that is nearly empty.
const empty = archive(withEmptyHeaders(60))
beforeAll(async () => {
  await clusterJob.run(clusterParameters(equal, { k: [4] }), WORK)
  await clusterJob.run(clusterParameters(empty, { k: [2], method: 'paper' }), WORK)
  await assignJob.run({ catalogue: empty, run: '1.2' }, WORK)
})
afterAll(closeBrowser)

describe.each(HOSTS)('in $name', ({ name, open }) => {
  test('the Clustering view says what makes a run doubtful, and calls no K of it the best', async () => {
    const { page, close, problems } = await open({ catalogue: equal })
    await page.getByRole('link', { name: /^Clustering/ }).click()
    await page.getByText('K = 4 exceeds the 3 distinct rows: images that are equal').waitFor()
    await page.getByText('highest silhouette 0.').waitFor()
    await expect.poll(() => page.getByText(/best K = |, best/).count()).toBe(0)
    await close()
    expect(problems, name).toEqual([])
  })

  test('a cluster around a nearly empty header is told of on its card, comes first of the poor ones, and says what to do', async () => {
    const { page, close, problems } = await open({ catalogue: empty })
    await page.getByRole('link', { name: /^Clusters/ }).click()
    const cards = page.getByTestId('clusters').getByRole('option')
    await expect.poll(() => cards.count()).toBe(2)
    const poor = cards.filter({ has: page.getByTestId('doubts') })
    await expect
      .poll(() => poor.getByTestId('doubts').textContent())
      .toMatch(/The medoid has 1 of 7 columns\. And 1 more\./)
    await expect.poll(() => page.getByTestId('doubtful').textContent()).toBe('1 of 2 clusters doubtful')

    const order = async () => (await cards.allTextContents()).map((text) => text.includes('The medoid has 1 of 7'))
    await expect.poll(order).toEqual([false, true])
    await page.getByTestId('sort').click()
    await page.locator('.n-base-select-option').getByText('Poor clusters first', { exact: true }).click()
    await expect.poll(order).toEqual([true, false])
    // What comes first is selected, and its doubts are told in full.
    await expect.poll(() => poor.getAttribute('aria-selected')).toBe('true')
    const findings = page.getByTestId('findings')
    await findings.getByText('leave such images out (“Only images with”)').waitFor()
    await expect.poll(() => findings.getByRole('listitem').count()).toBe(2)

    await page.getByTestId('clusters').press('Enter')
    await findings.getByText('The medoid has 1 of 7 columns.').waitFor()
    // Each of its images shares Rows alone with it.
    const gallery = page.getByTestId('gallery')
    await gallery.getByText('0.000 on 1 of 7').first().waitFor()
    const caption = gallery.getByText('0.000 on 1 of 7').first()
    expect(await caption.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true)
    await page
      .getByTestId('ends')
      .getByRole('button', { name: /^farthest: distance 0\.\d+ on 1 of 7$/ })
      .first()
      .waitFor()
    await page.getByText('Table', { exact: true }).click()
    await page.getByTestId('members').getByRole('gridcell', { name: '0.000 on 1 of 7' }).first().waitFor()
    await close()
    expect(problems, name).toEqual([])
  })
})
