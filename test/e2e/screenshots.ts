/**
 * Pictures of every view in both themes, into docs/screenshots: npm run screenshots [-- CATALOGUE]. Without a catalogue, of the
 * demo's, which it makes once.
 */
import { existsSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { demoJob } from '../../src/jobs/demo.ts'
import { suggestJob } from '../../src/jobs/suggest.ts'
import { type PlaceName, PLACES } from '../../src/renderer/places.ts'
import { browserHost, closeBrowser } from './hosts.ts'

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const OUT = at('docs/screenshots')
/** Its name stands in the pictures. */
const DEMO = join(tmpdir(), 'medoid-demo')
const IMAGES = 1500
/** Milliseconds in which pictures and charts have come to rest. */
const REST = 1500
/** Bytes that a picture in the README may have. */
const LIMIT = 200_000

interface Shot {
  name: string
  /** Of the window's address. */
  path: string
  title: string
  /** What a person does there before there is something to see of it. */
  act?: (page: Page) => Promise<void>
}

const ACTS: Partial<Record<PlaceName, Shot['act']>> = {
  tags: async (page) => {
    await page.getByTestId('tags').waitFor()
    await page.getByTestId('tag-search').locator('input').fill('SliceThickness')
    await page.getByTestId('tags').getByText('SliceThickness').first().click()
    await page.getByTestId('distribution').waitFor()
    await page.getByTestId('tag-search').locator('input').fill('')
  }
}

const SHOTS: Shot[] = [
  ...PLACES.map(({ name, title }) => ({
    name,
    title,
    path: name === 'image' || name === 'similar' ? `/${name}/100` : `/${name}`,
    act: ACTS[name]
  })),
  { name: 'cluster', title: 'Clusters', path: '/clusters?cluster=0' },
  { name: 'review', title: 'Clusters / Review', path: '/clusters/review' }
]

async function demoCatalogue(): Promise<string> {
  const catalogue = join(DEMO, 'catalogue.sqlite')
  if (!existsSync(join(DEMO, 'report.html'))) {
    console.log(`Making the demo of ${IMAGES} images in ${DEMO}: a minute or two.`)
    await demoJob.run({ out: DEMO, images: IMAGES, seed: 1, k: [5, 10, 15, 20, 25, 30] }, {})
    await suggestJob.run({ catalogue, tag: 'BodyPartExamined', count: 20, seed: 1 }, {})
  }
  return catalogue
}

const catalogue = process.argv[2] ?? (await demoCatalogue())
mkdirSync(OUT, { recursive: true })
const { page, problems, close } = await browserHost.open({ catalogue })
try {
  for (const theme of ['dark', 'light']) {
    await page.evaluate((name) => localStorage.setItem('medoid-theme', name), theme)
    for (const { name, path, title, act } of SHOTS) {
      await page.goto(new URL(`#${path}`, page.url()).href)
      await page.reload()
      await page.getByRole('heading', { name: title }).first().waitFor()
      await page.waitForTimeout(REST)
      await page.getByText(/^Loading /).waitFor({ state: 'detached' })
      await act?.(page)
      await page.mouse.move(0, 0)
      await page.waitForTimeout(REST)
      const file = join(OUT, `${name}-${theme}.png`)
      const picture = await page.screenshot()
      let size = Infinity
      // As good as there is room for.
      for (let quality = 100; size > LIMIT && quality > 0; quality -= 10) {
        const palette = { palette: true, quality, dither: 0, effort: 10, compressionLevel: 9 }
        size = (await sharp(picture).png(palette).toFile(file)).size
      }
      console.log(`${file}: ${Math.round(size / 1000)} kB`)
      if (size > LIMIT) problems.push(`${file} is larger than ${LIMIT / 1000} kB.`)
    }
  }
} finally {
  await close()
  await closeBrowser()
}
for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exitCode = 1
