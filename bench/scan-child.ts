import { openForWriting } from '../src/core/catalogue/database.ts'
import { scan } from '../src/core/catalogue/scan.ts'
import { keepHeapLean } from '../src/jobs/lean-heap.ts'

// Scans a folder in a process of its own, so that its memory is that of a scan: node scan-child.ts FOLDER CATALOGUE WORKERS
const [folder, file, workers] = process.argv.slice(2)
keepHeapLean()
const catalogue = openForWriting(file, 'benchmark')
const started = performance.now()
const files = await scan(catalogue, [folder], { workers: Number(workers) })
const seconds = (performance.now() - started) / 1000
catalogue.close()
process.stdout.write(JSON.stringify({ seconds, seen: files.seen, peakBytes: process.resourceUsage().maxRSS * 1024 }))
