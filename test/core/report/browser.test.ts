import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { render } from '../../../src/core/report/render.ts'
import { FLAGS, testBrowserPath } from '../../e2e/chromium.ts'
import { temporaryFolder } from '../catalogue/synthetic.ts'
import { exampleCluster, exampleReport } from './example.ts'

const executablePath = testBrowserPath()
if (executablePath === undefined) console.log('Skipped: no Chromium is installed, so no browser looks at the report.')

interface AxeResult {
  violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[]
}

describe.skipIf(executablePath === undefined)('in a browser', () => {
  let browser: Browser
  let url: string
  beforeAll(async () => {
    const long = 'Averyverylongwordwithoutanyplacetobreakitwhichatagmayhold'.repeat(3)
    const { tags } = exampleReport()
    const data = exampleReport({
      tags: [...tags, { ...tags[0], name: long, values: [{ value: long, count: 1 }] }],
      clusters: [
        ...exampleReport().clusters,
        exampleCluster(3, {
          suggestedLabel: long,
          columns: 12345,
          medoidColumns: 1234,
          sharedColumns: 1234,
          findings: [
            { code: 'sparse-medoid', problem: 'The medoid has 8 of 101 columns.', remedy: 'Leave such images out.' },
            { code: 'low-silhouette', problem: 'Its mean silhouette is 0.120, below 0.25.', remedy: 'Look at it.' }
          ],
          distinguishing: [{ keyword: long, value: long, share: 1, shareElsewhere: 0 }]
        })
      ]
    })
    const file = join(temporaryFolder(), 'report.html')
    writeFileSync(file, render(data))
    url = pathToFileURL(file).href
    browser = await chromium.launch({ executablePath, args: FLAGS })
  })
  afterAll(() => browser?.close())

  /** The page with everything in it open. */
  async function open(width: number, colorScheme: 'light' | 'dark'): Promise<{ page: Page; heard: string[] }> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
    const heard: string[] = []
    page.on('console', (message) => heard.push(message.text()))
    page.on('pageerror', (error) => heard.push(error.message))
    page.on('request', (request) => heard.push(request.url().slice(0, 80)))
    await page.goto(url)
    await page.evaluate(`for (const each of document.querySelectorAll('details')) each.open = true`)
    return { page, heard }
  }

  test.each([
    [1280, 'light'],
    [1280, 'dark'],
    [800, 'light']
  ] as const)('at %i pixels in %s colours everybody can read it, and nothing sticks out', async (width, colours) => {
    const { page, heard } = await open(width, colours)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'))
    const { violations } = await page.evaluate<AxeResult>('axe.run()')
    expect(violations.map(({ id, nodes }) => [id, nodes[0].html, nodes[0].failureSummary])).toEqual([])
    // The page itself and its pictures; the policy had nothing to forbid.
    expect(heard.filter((each) => !each.startsWith('data:image/png'))).toEqual([url])
    await page.close()
  })

  test('the colours of charts follow the theme', async () => {
    const ink: string[] = []
    for (const colours of ['light', 'dark'] as const) {
      const { page } = await open(1280, colours)
      ink.push(
        await page.evaluate(
          `getComputedStyle(document.querySelector('#training text.label')).fill + getComputedStyle(document.body).color`
        )
      )
      await page.close()
    }
    expect(ink[0]).not.toBe(ink[1])
    for (const [, chart, body] of ink.map((each) => /^(rgb\([^)]*\))(rgb\([^)]*\))$/.exec(each)!))
      expect(chart).toBe(body)
  })

  test('on paper it is light, whatever the screen is', async () => {
    const { page } = await open(1280, 'dark')
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)')
    await page.close()
  })

  test('on paper everything is there, also what opens on a click, and none of it beyond the edge', async () => {
    // A4 with its margins.
    const page = await browser.newPage({ viewport: { width: 695, height: 1000 } })
    await page.goto(url)
    const hidden = `[...document.querySelectorAll('.disclosed')].filter((each) => !each.checkVisibility()).length`
    expect(await page.evaluate(hidden)).toBeGreaterThan(1)
    await page.emulateMedia({ media: 'print' })
    expect(await page.evaluate(hidden)).toBe(0)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(695)
    // A column is at least as wide as a word.
    const narrow = `[...document.querySelectorAll('td.values')].filter((cell) => cell.getBoundingClientRect().width < 80).length`
    expect(await page.evaluate(narrow)).toBe(0)
    await page.close()
  })
})
