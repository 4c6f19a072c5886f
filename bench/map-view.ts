/**
 * The map in a real Chromium without a graphics card: how many frames a second it is moved with, beside regl-scatterplot on the same
 * points. Screens do not limit the rate, so that both are told apart.
 */
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { build, type Rolldown } from 'vite'
import { chromiumPath } from '../test/e2e/chromium.ts'
import type { Figure } from './figure.ts'

const ARCHIVE = 668_849
const MANY = 100_000
const SECONDS = 6
/** WebGL is drawn on the processor by SwiftShader, as it is for the peer; nothing waits for a screen. */
const FLAGS = ['--no-sandbox', '--disable-gpu', '--enable-unsafe-swiftshader', '--disable-frame-rate-limit']

export async function benchMapView(): Promise<Figure[]> {
  const code = await bundle()
  const pan = await rate(code, 'density', ARCHIVE, 'pan')
  const peerPan = await rate(code, 'regl-scatterplot', ARCHIVE, 'pan')
  const zoom = await rate(code, 'density', ARCHIVE, 'zoom')
  const peerZoom = await rate(code, 'regl-scatterplot', ARCHIVE, 'zoom')
  const card = await rate(code, 'webgl', ARCHIVE, 'pan')
  const few = await rate(code, 'density', MANY, 'pan')
  const fewZoomed = await rate(code, 'density', MANY, 'zoom')
  const common = { unit: 'frames/s', peer: 'regl-scatterplot' }
  return [
    {
      name: 'map of 668,849 points moved, without a graphics card',
      value: pan,
      ...common,
      peerValue: peerPan,
      target: '≥ 4 × the peer',
      holds: pan >= 4 * peerPan
    },
    { name: 'map of 668,849 points zoomed', value: zoom, ...common, peerValue: peerZoom },
    { name: 'map of 668,849 points moved by WebGL 2 on a simulated card', value: card, ...common, peerValue: peerPan },
    { name: 'map of 100,000 points moved', value: few, unit: 'frames/s', target: '≥ 60', holds: few >= 60 },
    { name: 'map of 100,000 points zoomed', value: fewZoomed, unit: 'frames/s' }
  ]
}

/** Frames a second, in a browser of its own: what one leaves behind slows down no other. */
async function rate(code: string, what: string, count: number, way: string): Promise<number> {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: FLAGS })
  try {
    const page = await browser.newPage({ viewport: { width: 1000, height: 700 } })
    await page.setContent('<body style="margin:0"></body>')
    await page.addScriptTag({ content: code })
    return await page.evaluate<number>(`measure('${what}', ${count}, '${way}', ${SECONDS})`)
  } finally {
    await browser.close()
  }
}

/** The page's script in one piece. */
async function bundle(): Promise<string> {
  const entry = fileURLToPath(new URL('map-view/page.ts', import.meta.url))
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'bench' } }
  })) as Rolldown.RolldownOutput[]
  return built[0].output[0].code
}

if (import.meta.main) {
  const { printFigures } = await import('./figure.ts')
  printFigures(await benchMapView())
}
