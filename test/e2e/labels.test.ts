import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { annotateJob, annotationsJob } from '../../src/jobs/annotate.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { archive, clusterParameters, threeKinds, WORK } from '../jobs/archive.ts'
import { closeBrowser, HOSTS, settled } from './hosts.ts'

const truth = join(temporaryFolder(), 'truth.csv')
const made: Record<string, string> = {}
beforeAll(async () => {
  // CT at 0, 3, 6, …; of these one is called MR, and one has no label.
  const rows = [...Array(30).keys()].filter((i) => i !== 6)
  const labelOf = (i: number) => (i === 3 ? 'MR' : ['CT', 'MR', 'CR'][i % 3])
  writeFileSync(truth, ['SOPInstanceUID,kind', ...rows.map((i) => `1.${i},${labelOf(i)}`), ''].join('\n'))
  for (const { name } of HOSTS) {
    const catalogue = archive(threeKinds(30))
    await clusterJob.run(clusterParameters(catalogue, { k: [3] }), WORK)
    await assignJob.run({ catalogue, run: '1.3' }, WORK)
    for (const [cluster, label] of ['Cranium', 'Patella', 'Thorax'].entries()) {
      await annotateJob.run({ catalogue, run: '1.3', cluster, label, author: 'ada' }, WORK)
    }
    made[name] = catalogue
  }
})
afterAll(closeBrowser)

describe.each(HOSTS)('in $name', ({ name, open }) => {
  test('labels are imported and stand beside clusters, and images that disagree are looked at', async () => {
    const { page, close, problems, choose } = await open({ catalogue: made[name] })
    await page.getByRole('link', { name: /^Labels/ }).click()
    await page.getByTestId('import-labels').click()
    await choose(truth, () => page.getByTestId('choose-labels').click())
    await page.getByLabel('A row is about').click()
    await page.getByText('images (SOPInstanceUID)').click()
    await page.getByTestId('start-import').click()
    const agreement = page.getByTestId('label-agreement')
    await agreement.getByText('29 images have a cluster and a label').waitFor()
    await agreement.getByText(/^1 image \(3\.4 %\) has another label/).waitFor()
    await page.getByTestId('look-at-disagreeing').click()
    const images = page.getByTestId('labelled-images')
    await images.getByText('1 of 30').first().waitFor()

    await page
      .getByRole('button', { name: /^10.* CR/ })
      .first()
      .click()
    await images.getByText('10 of 10').first().waitFor()
    await settled(page)

    await page.getByRole('link', { name: /^Clusters/ }).click()
    await page.getByTestId('cluster-labels').getByText('100.0 %').waitFor()

    await page.getByRole('link', { name: /^Labels/ }).click()
    await page.getByRole('button', { name: 'Remove truth' }).click()
    await page.getByText('None yet.').waitFor()
    await page.getByTestId('undo-labels').click()
    await page.getByTestId('label-sets').getByRole('button', { name: 'truth', exact: true }).waitFor()
    await close()
    expect(problems, name).toEqual([])
  })

  test('a second reader names blind; then both namings are compared, and a name is adopted', async () => {
    const catalogue = made[name]
    const { page, close, problems } = await open({ catalogue })
    await page.getByRole('link', { name: /^Labels/ }).click()
    await page.getByLabel('Your name').fill('bob')
    await page.getByLabel('Naming', { exact: true }).fill('second')
    await page.getByTestId('start-blind').click()
    await page.getByTestId('blind').waitFor()
    // Neither names of others nor suggested ones.
    await expect.poll(() => page.getByTestId('named').textContent()).toBe('0 of 3 named')
    await settled(page)
    await expect.poll(() => page.getByText(/Cranium|Patella|Thorax/).count()).toBe(0)
    await page.getByTestId('label').locator('input').fill('Skull')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByTestId('named').textContent()).toBe('1 of 3 named')
    await page.getByTestId('end-blind').click()
    await expect.poll(() => page.getByTestId('named').textContent()).toBe('3 of 3 named')

    await page.getByRole('link', { name: /^Labels/ }).click()
    await page.getByRole('button', { name: 'second', exact: true }).click()
    await page.getByText(/3 clusters in the shared naming by ada, 1 cluster in “second” by bob/).waitFor()
    await page.getByRole('button', { name: /^Adopt Skull/ }).click()
    await page.getByText(/1 the same \(100\.0 %\)/).waitFor()
    await settled(page)
    await close()
    const { annotations } = await annotationsJob.run({ catalogue, run: '1.3' }, {})
    expect(annotations.find(({ label }) => label === 'Skull')).toMatchObject({ author: 'bob', naming: '' })
    expect(problems, name).toEqual([])
  })
})
