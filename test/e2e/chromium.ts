import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bringPackages } from '../bring-packages.ts'

const PLACES = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium'
]

/** What it is started with: also as root, without a display, and without asking anybody on the network. */
export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
]

/** Chromium as people use it. */
export function chromiumPath(): string | undefined {
  return PLACES.find((place) => place !== undefined && existsSync(place))
}

/** The same engine without the parts of the browser that nobody sees in a test: a page takes less than half the processor time. */
const HEADLESS_SHELL = '/usr/bin/chromium-headless-shell'

/** The browser of tests: Chromium's headless shell where there is one. */
export function testBrowserPath(): string | undefined {
  const isShellWanted = process.env.CHROMIUM === undefined && existsSync(HEADLESS_SHELL)
  return isShellWanted ? HEADLESS_SHELL : chromiumPath()
}

/** As root on a Debian, the browser that the specs need is brought along. @returns why there is none, else null */
function bring(): string | null {
  if (process.env.CHROMIUM === undefined && !existsSync(HEADLESS_SHELL)) {
    // The devices of test/core/embedding/tfjs are those of the whole browser.
    bringPackages('chromium', 'chromium-headless-shell')
  }
  return testBrowserPath() === undefined
    ? 'The end-to-end specs need a browser: install chromium (Debian: apt-get install chromium), or name one with CHROMIUM=/path/to/it.'
    : null
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const missing = bring()
  if (missing !== null) {
    console.error(missing)
    process.exitCode = 1
  }
}
