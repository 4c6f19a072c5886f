import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoJob } from '../../src/jobs/demo.ts'
import { Journal } from '../../src/jobs/journal.ts'
import { PLACES } from '../../src/renderer/places.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { closeBrowser, HOSTS, pressTogether, settled } from './hosts.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const out = temporaryFolder()
const catalogue = join(out, 'catalogue.sqlite')
beforeAll(async () => {
  await demoJob.run({ out, images: 300, seed: 2, k: [4, 6] }, {})
  // One that is over, for the list of jobs.
  new Journal(catalogue).write({
    id: Journal.newId(),
    job: 'count-values',
    catalogue,
    parameters: {},
    state: 'done',
    created: '2026-01-02T03:04:05.000Z',
    changed: '2026-01-02T03:04:06.000Z',
    pid: null,
    progress: null,
    message: { code: 'values-counted', parameters: { tags: 40, instances: 300 } },
    outcome: {}
  })
})
afterAll(closeBrowser)

describe.each(HOSTS)('in $name', ({ open }) => {
  test.each(['dark', 'light'])('axe finds no moderate or serious fault in any view of the %s theme', async (theme) => {
    const { page, problems, close } = await open({ catalogue })
    const first = PLACES[0].title
    await page.getByRole('heading', { name: first }).first().waitFor()
    await page.evaluate((name) => localStorage.setItem('medoid-theme', name), theme)
    await page.reload()
    const faults = async (of: string): Promise<string[]> => {
      await settled(page)
      // In the page's own world, past its policy.
      await page.evaluate(AXE)
      const { violations } = await page.evaluate(() =>
        (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run()
      )
      return violations
        .filter(({ impact }) => impact !== 'minor')
        .map(({ id, nodes }) => `${of}: ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join('\n  ')}`)
    }
    const found: string[] = []
    for (const { name, title } of PLACES) {
      await page.evaluate((place) => (location.hash = `#/${place}`), name)
      await page.getByRole('heading', { name: title }).first().waitFor()
      found.push(...(await faults(name)))
    }
    await page.evaluate(() => (location.hash = '#/clusters'))
    await page.getByTestId('cluster-0').click()
    await page.getByTestId('cluster-1').click({ modifiers: ['Control'] })
    found.push(...(await faults('chosen clusters')))
    await page.getByTestId('merge-chosen').click()
    await page.getByRole('dialog', { name: 'Merge 2 clusters' }).waitFor()
    found.push(...(await faults('merging')))
    await page.keyboard.press('Escape')
    await page.getByTestId('cluster-0').dblclick()
    await page.getByTestId('gallery').getByRole('option').nth(1).click()
    await page.keyboard.press('Shift+ArrowRight')
    await page.getByTestId('move-chosen').click()
    await page.getByRole('dialog', { name: 'Move 2 images to a cluster' }).waitFor()
    found.push(...(await faults('moving')))
    await page.keyboard.press('Escape')
    await page.evaluate(() => (location.hash = '#/clusters/review'))
    await page.getByTestId('differences').waitFor()
    found.push(...(await faults('review')))
    await page.getByTestId('jobs').click()
    await page.getByRole('dialog', { name: 'Jobs' }).getByTestId('job-count-values').waitFor()
    found.push(...(await faults('jobs')))
    await page.keyboard.press('Escape')
    await page.getByRole('dialog', { name: 'Jobs' }).waitFor({ state: 'detached' })
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).getByText('overlays').waitFor()
    found.push(...(await faults('keys')))
    expect(found).toEqual([])
    await close()
    expect(problems).toEqual([])
  })

  test('every view is reached by its keys, and what is in it by Tab', async () => {
    const { page, problems, close } = await open({ catalogue })
    for (const { title, key } of PLACES) {
      await page.keyboard.press('Escape')
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
      await pressTogether(page, 'g', key)
      await page.getByRole('heading', { name: title }).first().waitFor()
      await settled(page)
      await page.locator('main').focus()
      await page.keyboard.press('Tab')
      expect(await page.evaluate(() => document.activeElement?.closest('main') !== null), title).toBe(true)
    }
    await close()
    expect(problems).toEqual([])
  })
})
