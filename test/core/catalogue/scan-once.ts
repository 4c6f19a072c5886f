import { openForWriting } from '../../../src/core/catalogue/database.ts'
import { scan } from '../../../src/core/catalogue/scan.ts'

// Scans a folder, and tells how many files it is through with.
const [root, file] = process.argv.slice(2)
const catalogue = openForWriting(file, 'scanning for a test')
await scan(
  catalogue,
  [root],
  { workers: 2 },
  { onProgress: ({ stage, done }) => stage === 'Reading headers' && process.send!(done) }
)
catalogue.close()
process.exit()
