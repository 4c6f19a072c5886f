import { cpSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from 'vitest'
import { clusterIds } from '../../src/core/catalogue/runs.ts'
import { editHistoryJob } from '../../src/jobs/edit-history.ts'
import { mapJob } from '../../src/jobs/map.ts'
import { map } from '../../src/jobs/definitions/map.ts'
import { withDefaults } from '../../src/jobs/parameter.ts'
import { sampleJob } from '../../src/jobs/sample.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { lookInto } from '../jobs/archive.ts'
import { closeBrowser, HOSTS, type MedoidWindow, type Running, settled } from './hosts.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const IMAGES = 200
/** 200 images in the four clusters of 1.4, all of them assigned, with a map. */
const demo = join(temporaryFolder(), 'demo')
beforeAll(async () => {
  await sampleJob.run({ out: demo, images: IMAGES, seed: 6, k: [4] }, {})
  const parameters = withDefaults(map.parameters, { run: '1' })
  await mapJob.run({ ...parameters, catalogue: join(demo, 'catalogue.sqlite') }, {})
})
afterAll(closeBrowser)

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const { violations: found } = await page.evaluate(() =>
    (window as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run()
  )
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

describe.each(HOSTS)('in $name', ({ start }) => {
  let program: Running
  let catalogue: string
  let here: MedoidWindow
  let page: Page
  beforeAll(async () => {
    const folder = join(temporaryFolder(), 'demo')
    cpSync(demo, folder, { recursive: true })
    catalogue = join(folder, 'catalogue.sqlite')
    program = await start({ catalogue })
  })
  afterAll(() => program.end())
  beforeEach(async () => {
    here = await program.open()
    ;({ page } = here)
  })
  afterEach(async () => {
    await here.close()
    expect(here.problems).toEqual([])
  })

  const ids = () => lookInto(catalogue, (db) => clusterIds(db, { run: 1, k: 4 }))
  const history = () => editHistoryJob.run({ catalogue, run: '1.4' }, {})
  const told = () => page.getByTestId('edit-told').textContent()
  async function toClusters(): Promise<void> {
    await page.getByRole('link', { name: /^Clusters/ }).click()
    await page.getByTestId('clusters').waitFor()
    await settled(page)
  }
  async function toMap(): Promise<void> {
    await page.getByRole('link', { name: /^Map/ }).click()
    await page.getByTestId('island-1').waitFor()
    await settled(page)
  }
  /** How many images are selected on the map. */
  async function selected(): Promise<number> {
    const words = page.getByTestId('selected')
    await expect.poll(() => words.textContent()).toMatch(/^\d+ of \d+ images$/)
    return Number(/^\d+/.exec((await words.textContent())!)![0])
  }
  /** Draws a lasso around the left half of the map. */
  async function drawAroundLeft(): Promise<void> {
    await page.keyboard.press('l')
    const { x, y, width, height } = (await page.getByTestId('map').boundingBox())!
    await page.mouse.move(x + 5, y + 5)
    await page.mouse.down()
    for (const [across, down] of [
      [0.5, 0.01],
      [0.5, 0.99],
      [0.01, 0.99],
      [0.01, 0.02]
    ]) {
      await page.mouse.move(x + width * across, y + height * down, { steps: 4 })
    }
    await page.mouse.up()
  }

  test('a cluster is split from its page: what it takes is told before, and the parts are shown then', async () => {
    await toClusters()
    await page.getByTestId('clusters').press('Enter')
    await page.getByTestId('split').click()
    const dialog = page.getByRole('dialog', { name: 'Split cluster 0' })
    await expect
      .poll(() => dialog.getByTestId('split-cost').textContent())
      .toMatch(
        /All \d+ images are compared with each other \([\d,]+ pairs\) by the features of run 1 and clustered, once/
      )
    expect(await violations(page)).toEqual([])
    await dialog.getByText('A number of parts').click()
    await dialog.getByLabel('Parts', { exact: true }).fill('3')
    await dialog.getByTestId('start-split').click()
    await dialog.waitFor({ state: 'detached' })
    await expect
      .poll(() => page.getByTestId('group').textContent())
      .toContain('3 clusters of a group: parts of cluster 0')
    await expect
      .poll(told)
      .toMatch(/^Split cluster 0 by clustering its images into clusters 0 \(\d+\), 4 \(\d+\) and 5 \(\d+\)\.$/)
    for (const id of [0, 4, 5]) await page.getByTestId(`cluster-${id}`).waitFor()
    expect(ids()).toEqual([0, 1, 2, 3, 4, 5])
    // The picker says how many there are now.
    await expect.poll(() => page.getByTestId('clustering').textContent()).toContain('1.4: 6 clusters as edited (K = 4)')
  })

  test('the history tells who did what, and undoes and redoes it', async () => {
    await toClusters()
    await page.getByTestId('open-history').click()
    const dialog = page.getByRole('dialog', { name: 'Changes of clustering 1.4' })
    const rows = dialog.getByRole('listitem')
    await expect.poll(() => rows.allTextContents()).toHaveLength(1)
    await expect.poll(() => rows.first().textContent()).toMatch(/^Split cluster 0 by .*\. *\S.*, /)
    await dialog.getByTestId('history-undo').click()
    await expect.poll(() => rows.allTextContents()).toHaveLength(2)
    const [undo, split] = await rows.allTextContents()
    expect(undo).toMatch(/^Undone: Split cluster 0 by/)
    expect(split).toContain('(undone)')
    await expect.poll(() => rows.nth(1).locator('s').textContent()).toMatch(/^Split cluster 0 by/)
    await expect.poll(() => dialog.getByTestId('history-summary').textContent()).toContain('as the method made them')
    expect(ids()).toEqual([0, 1, 2, 3])
    expect(await violations(page)).toEqual([])
    await dialog.getByTestId('history-redo').click()
    await expect.poll(() => rows.allTextContents()).toHaveLength(3)
    await expect.poll(() => dialog.getByTestId('history-summary').textContent()).toContain('1 change in effect')
    expect(ids()).toEqual([0, 1, 2, 3, 4, 5])
  })

  test('images that a lasso is drawn around on the map make a new cluster, and move to another one', async () => {
    await toMap()
    await expect.poll(() => page.getByTestId('new-of-selection').isDisabled()).toBe(true)
    await drawAroundLeft()
    const many = await selected()
    await page.getByTestId('new-of-selection').click()
    await expect.poll(told).toBe(`Moved ${many} images to the new cluster 6.`)
    expect(ids()).toContain(6)
    const [to] = ids()
    await page.getByTestId('move-selection').click()
    const dialog = page.getByRole('dialog', { name: `Move ${many} images to a cluster` })
    await dialog.getByLabel('Search the clusters').fill(String(to))
    await page.keyboard.press('Enter')
    await expect.poll(told).toBe(`Moved ${many} images to cluster ${to}.`)
    await page.getByTestId('undo-edit').click()
    await expect.poll(told).toBe(`Undone: Moved ${many} images to cluster ${to}.`)
    expect(ids()).toContain(6)
  })

  test('images that are rejected on the map are shown in their place, and come back one by one or all', async () => {
    await toMap()
    await page
      .getByTestId('island-1')
      .getByRole('button', { name: /Select/ })
      .click()
    const many = await selected()
    await page.getByTestId('reject-selection').click()
    await expect.poll(told).toBe(`Rejected ${many} images.`)
    await expect.poll(() => page.getByTestId('selected').textContent()).toBe(`${IMAGES - many} images`)
    await toClusters()
    await page.getByTestId('open-rejected').click()
    await page.getByRole('heading', { name: 'Clusters / Rejected' }).waitFor()
    const gallery = page.getByTestId('rejected-gallery')
    await gallery.getByRole('option').first().waitFor()
    const words = page.getByTestId('rejected-words')
    await expect.poll(() => words.textContent()).toBe(`${many} images in no cluster, no export and no figure`)
    await settled(page)
    await expect
      .poll(() => gallery.getByRole('option').first().textContent())
      .toMatch(/comes back to cluster \d|comes back as a new/)
    expect(await violations(page)).toEqual([])

    await gallery.focus()
    await page.keyboard.press('b')
    await expect.poll(() => words.textContent()).toMatch(new RegExp(`^${many - 1} images`))
    // Two more, chosen by keyboard.
    await page.keyboard.press('Home')
    await page.keyboard.press('Shift+ArrowRight')
    await expect.poll(() => words.textContent()).toContain('; 2 chosen')
    await page.getByTestId('bring-back').click()
    await expect.poll(() => words.textContent()).toMatch(new RegExp(`^${many - 3} images`))
    await page.getByTestId('bring-all-back').click()
    await page.getByText('No image is rejected').waitFor()
    expect(await history()).toMatchObject({ rejected: 0 })
    await page.keyboard.press('Control+z')
    await expect.poll(() => words.textContent()).toMatch(new RegExp(`^${many - 3} images`))
  })

  test('a tree that was made before a change is out of date, and one is made of the clusters as edited', async () => {
    await page.getByRole('link', { name: /^Tree/ }).click()
    await page.getByTestId('make-tree').click()
    await expect
      .poll(() => page.getByTestId('tree-note').textContent())
      .toMatch(/^\d clusters as edited, average linkage/)
    await page.keyboard.press('Control+z')
    await page.getByRole('heading', { name: 'The tree is out of date' }).waitFor()
    await page.getByText('The clusters were changed since their tree was made.').waitFor()
  })
})
