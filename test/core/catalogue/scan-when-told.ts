import { openForWriting } from '../../../src/core/catalogue/database.ts'
import { scan } from '../../../src/core/catalogue/scan.ts'

/** What `scan-when-told.ts` is told, and says. */
export type Told = 'scan' | 'cancel'
export type Said = { seconds: number; files: Awaited<ReturnType<typeof scan>> } | { failed: string }

// Scans a folder whenever it is told to: node scan-when-told.ts FOLDER CATALOGUE
const [root, file] = process.argv.slice(2)
const catalogue = openForWriting(file, 'scanning for a test')
const controller = new AbortController()
const say = (said: Said): void => void process.send!(said)

process.on('message', (told: Told) => {
  if (told === 'cancel') return controller.abort()
  const begun = performance.now()
  scan(catalogue, [root], { workers: 1 }, { signal: controller.signal }).then(
    (files) => say({ seconds: (performance.now() - begun) / 1000, files }),
    (error: unknown) => say({ failed: (error as Error).name })
  )
})
process.on('disconnect', () => process.exit())
