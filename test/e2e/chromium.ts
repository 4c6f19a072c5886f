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

export function chromiumPath(): string | undefined {
  return PLACES.find((place) => place !== undefined && existsSync(place))
}

/** As root on a Debian, the browser that the specs need is brought along. @returns why there is none, else null */
function bring(): string | null {
  if (chromiumPath() !== undefined) return null
  bringPackages('chromium')
  return chromiumPath() === undefined
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
