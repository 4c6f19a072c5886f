import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { archive, clusterParameters, threeKinds, WORK } from '../jobs/archive.ts'
import { closeBrowser, HOSTS } from './hosts.ts'

// Three kinds of images, equal within each.
const catalogue = archive(threeKinds(30, () => ({ Rows: '100' })))
beforeAll(() => clusterJob.run(clusterParameters(catalogue, { k: [4] }), WORK))
afterAll(closeBrowser)

describe.each(HOSTS)('in $name', ({ name, open }) => {
  test('the Clustering view says what makes a run doubtful, and calls no K of it the best', async () => {
    const { page, close, problems } = await open({ catalogue })
    await page.getByRole('link', { name: /^Clustering/ }).click()
    await page.getByText('K = 4 exceeds the 3 distinct rows: images that are equal').waitFor()
    await page.getByText('no best K: the highest silhouette is 0.').waitFor()
    await expect.poll(() => page.getByText(/best K = |, best/).count()).toBe(0)
    await close()
    expect(problems, name).toEqual([])
  })
})
