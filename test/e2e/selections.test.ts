import { copyFileSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LabelManifest } from '../../src/core/labels/manifest.ts'
import { sampleJob } from '../../src/jobs/sample.ts'
import { addSelectionJob, selectionsJob } from '../../src/jobs/selections.ts'
import { listRuns, loadRun } from '../../src/core/catalogue/runs.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { lookInto, WORK } from '../jobs/archive.ts'
import { browserHost, closeBrowser, HOSTS, settled } from './hosts.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const demo = join(temporaryFolder(), 'demo')
beforeAll(() => sampleJob.run({ out: demo, images: 200, seed: 6, k: [4] }, {}))
afterAll(closeBrowser)

/** A catalogue of its own, so that what one spec names is in no other. */
function copyOfDemo(): string {
  const catalogue = join(temporaryFolder(), 'c.sqlite')
  copyFileSync(join(demo, 'catalogue.sqlite'), catalogue)
  return catalogue
}

const namesIn = async (catalogue: string) =>
  (await selectionsJob.run({ catalogue }, WORK)).selections.map(({ name, images }) => [name, images])

/** Looks at all images, and chooses those of the first modality in the list. @returns how many these are */
async function chooseModality(page: Page): Promise<number> {
  await page.getByRole('link', { name: /^Clusters/ }).click()
  await page.getByTestId('all-images').click()
  await page.getByRole('heading', { name: 'Clusters / All images' }).waitFor()
  await page.getByTestId('gallery').getByRole('option').first().waitFor()
  await settled(page)
  await expect.poll(() => page.getByTestId('set').textContent()).toBe('200 images')
  await expect.poll(() => page.getByTestId('name-selection').isDisabled()).toBe(true)
  await page.getByRole('region', { name: 'Modality' }).getByRole('listitem').first().getByRole('button').click()
  await expect.poll(() => page.getByTestId('set').textContent()).toMatch(/^\d+ of 200 images$/)
  const words = (await page.getByTestId('set').textContent())!
  await expect.poll(() => page.getByTestId('selected').textContent()).toBe(words)
  return Number(/^\d+/.exec(words)![0])
}

const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('data-testid'))

describe.each(HOSTS)('in $name', ({ open }) => {
  test('images that are chosen get a name by keyboard, and are clustered by it', async () => {
    const catalogue = copyOfDemo()
    const { page, close, problems } = await open({ catalogue })
    const images = await chooseModality(page)
    expect(images).toBeGreaterThan(20)
    await page.getByTestId('name-selection').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: `Name ${images} images` }).waitFor()
    await page.keyboard.type('One <b>modality</b>')
    await page.keyboard.press('Enter')
    await expect
      .poll(() => page.getByTestId('selections-told').textContent())
      .toBe(`${images} images named “One <b>modality</b>”.`)
    expect(await namesIn(catalogue)).toEqual([['One <b>modality</b>', images]])
    await expect.poll(() => focused(page)).toBe('name-selection')
    // What has a name needs no other one to go on.
    await page.getByTestId('export-selection').click()
    await page.getByText('Selection is One <b>modality</b>').waitFor()
    await page.goBack()
    await page.getByTestId('clear').click()
    await expect.poll(() => page.getByTestId('set').textContent()).toBe('200 images')

    // By its name the same images are chosen again.
    const named = page.getByTestId('named-selections').getByRole('button', { name: /^One/ })
    await named.focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByTestId('set').textContent()).toBe(`${images} of 200 images`)
    await expect.poll(() => named.getAttribute('aria-pressed')).toBe('true')
    await page.getByTestId('cluster-selection').click()
    await page.getByRole('heading', { name: 'Clustering' }).first().waitFor()
    await expect.poll(() => page.getByTestId('form-note').textContent()).toContain('Selection is One <b>modality</b>')
    await page.getByTestId('k').locator('input').fill('2')
    await page.getByTestId('run-cluster').click()
    await expect.poll(() => lookInto(catalogue, (db) => listRuns(db).length)).toBe(2)
    const { parameters, result } = lookInto(catalogue, (db) => loadRun(db, 2))
    expect(parameters.where).toEqual([{ tag: 'Selection', operator: 'is', value: 'One <b>modality</b>' }])
    expect(result.images).toBe(images)
    await close()
    expect(problems).toEqual([])
  })

  test('images that are chosen are exported under the name that they get on the way', async () => {
    const catalogue = copyOfDemo()
    const { page, choose, close, problems } = await open({ catalogue })
    const images = await chooseModality(page)
    await page.getByTestId('export-selection').click()
    await page.getByRole('dialog', { name: `Name ${images} images` }).waitFor()
    await page.keyboard.type('For reading')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Export' }).first().waitFor()
    await page.getByText('Selection is For reading').waitFor()
    await page.getByText(`The first 8 rows of ${images} images`).waitFor()
    const out = join(dirname(catalogue), 'labels.csv')
    await choose(out, () => page.getByTestId('export-labels').click())
    await expect.poll(() => page.getByTestId('job-export-labels').getAttribute('data-state')).toBe('done')
    expect(readFileSync(out, 'utf8').trimEnd().split('\n')).toHaveLength(1 + images)
    const manifest = JSON.parse(readFileSync(`${out}.manifest.json`, 'utf8')) as LabelManifest
    expect(manifest.where).toEqual([{ tag: 'Selection', operator: 'is', value: 'For reading' }])
    expect(manifest.counts).toMatchObject({ rows: images, excluded: 200 - images })
    await close()
    expect(problems).toEqual([])
  })

  test('a name is removed, which is undone, and what is chosen by it goes with it', async () => {
    const catalogue = copyOfDemo()
    const where = [{ tag: 'Modality', operator: 'is' as const, value: 'CT' }]
    const { selection } = await addSelectionJob.run({ catalogue, name: 'From the shell', note: '', where }, WORK)
    const { page, close, problems } = await open({ catalogue })
    await page.getByRole('link', { name: /^Clusters/ }).click()
    await page.getByTestId('cluster-0').waitFor()
    await page.getByTestId('clusters').press('Enter')
    // From inside a cluster it leads to all images.
    await page
      .getByTestId('named-selections')
      .getByRole('button', { name: /^From the shell/ })
      .click()
    await page.getByRole('heading', { name: 'Clusters / All images' }).waitFor()
    await expect.poll(() => page.getByTestId('set').textContent()).toBe(`${selection.images} of 200 images`)
    // What is chosen of all images is still so behind a look at the clusters.
    await page.getByRole('link', { name: 'Clusters', exact: true }).first().click()
    await page.getByTestId('cluster-0').waitFor()
    await expect.poll(() => page.getByTestId('all-images').textContent()).toContain(`${selection.images} of 200 images`)
    await page.getByTestId('all-images').click()
    await page.getByRole('button', { name: 'Remove From the shell' }).click()
    await expect.poll(() => page.getByTestId('selections-told').textContent()).toBe('“From the shell” removed.')
    await expect.poll(() => page.getByTestId('set').textContent()).toBe('200 images')
    expect(await namesIn(catalogue)).toEqual([])
    await page.getByTestId('undo-selection').click()
    await page.getByTestId('named-selections').getByText('From the shell').waitFor()
    expect(await namesIn(catalogue)).toEqual([['From the shell', selection.images]])
    await close()
    expect(problems).toEqual([])
  })

  test('a name that there is already is refused with what to do', async () => {
    const catalogue = copyOfDemo()
    const where = [{ tag: 'Modality', operator: 'is' as const, value: 'CT' }]
    await addSelectionJob.run({ catalogue, name: 'CT', note: '', where }, WORK)
    const { page, close, problems } = await open({ catalogue })
    await chooseModality(page)
    await page.getByTestId('name-selection').click()
    await page.keyboard.type('CT')
    await page.keyboard.press('Enter')
    await page.getByText('Another selection has, or has had, the name "CT".').waitFor()
    await page.getByRole('dialog', { name: /^Name / }).waitFor()
    await close()
    expect(problems).toEqual([])
  })

  test.each(['dark', 'light'])(
    'axe finds no moderate or serious fault in the %s theme, and nothing is wider than the page',
    async (theme) => {
      const catalogue = copyOfDemo()
      const { page, close, problems } = await open({ catalogue })
      await page.getByRole('heading', { name: 'Archive' }).first().waitFor()
      await page.evaluate((name) => localStorage.setItem('medoid-theme', name), theme)
      await page.reload()
      const faults = async (): Promise<string[]> => {
        await settled(page)
        await page.evaluate(AXE)
        const { violations } = await page.evaluate(() =>
          (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run()
        )
        return violations.filter(({ impact }) => impact !== 'minor').map(({ id, nodes }) => `${id}: ${nodes[0].html}`)
      }
      await chooseModality(page)
      await page.getByTestId('name-selection').click()
      await page.getByRole('dialog', { name: /^Name / }).waitFor()
      expect(await faults()).toEqual([])
      await page.keyboard.type('x'.repeat(100))
      await page.keyboard.press('Enter')
      await page.getByTestId('named-selections').waitFor()
      expect(await faults()).toEqual([])
      for (const width of [640, 1280, 3840]) {
        await page.setViewportSize({ width, height: 800 })
        await settled(page)
        const sizes = await page.getByTestId('selection').evaluate((panel) => [panel.scrollWidth, panel.clientWidth])
        expect([width, sizes[0]]).toEqual([width, sizes[1]])
      }
      await close()
      expect(problems).toEqual([])
    }
  )
})

test('what one window names and removes, the others show', async () => {
  const { page, close, problems } = await browserHost.open({ catalogue: copyOfDemo() })
  const images = await chooseModality(page)
  const other = await page.context().newPage()
  await other.goto(page.url())
  await other.getByTestId('selection').waitFor()
  await page.getByTestId('name-selection').click()
  await page.keyboard.type('Here')
  await page.keyboard.press('Enter')
  await other.getByTestId('named-selections').getByRole('button', { name: /^Here/ }).click()
  await expect.poll(() => other.getByTestId('set').textContent()).toBe(`${images} of 200 images`)
  await page.getByRole('button', { name: 'Remove Here' }).click()
  await expect.poll(() => other.getByTestId('set').textContent()).toBe('200 images')
  await close()
  expect(problems).toEqual([])
})
