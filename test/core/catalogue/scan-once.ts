import { openForWriting } from '../../../src/core/catalogue/database.ts'
import { scan } from '../../../src/core/catalogue/scan.ts'

// Scans a folder; says when it has begun.
const [root, file] = process.argv.slice(2)
const catalogue = openForWriting(file, 'scanning for a test')
process.send!('begun')
await scan(catalogue, [root], { workers: 2 })
catalogue.close()
process.exit()
