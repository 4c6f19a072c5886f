import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoJob } from '../../src/jobs/demo.ts'
import { PLACES } from '../../src/renderer/places.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { browserHost, closeBrowser } from './hosts.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const out = temporaryFolder()
const catalogue = join(out, 'catalogue.sqlite')
beforeAll(() => demoJob.run({ out, images: 300, seed: 2, k: [4, 6] }, {}))
afterAll(closeBrowser)

test.each(['dark', 'light'])('axe finds no serious fault in any view of the %s theme', async (theme) => {
  const { page, problems, close } = await browserHost.open({ catalogue })
  await page.evaluate((name) => localStorage.setItem('medoid-theme', name), theme)
  await page.reload()
  // In the page's own world, past its policy.
  for (const { name, title } of PLACES) {
    await page.goto(new URL(`/#/${name}`, page.url()).href)
    await page.getByRole('heading', { name: title }).first().waitFor()
    await page.waitForTimeout(300)
    await page.evaluate(AXE)
    const { violations } = await page.evaluate(() =>
      (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run()
    )
    const serious = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${name}: ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join('\n  ')}`)
    expect(serious).toEqual([])
  }
  await close()
  expect(problems).toEqual([])
})
