/**
 * Runs the tests with properties again and again, each time with other examples, until one fails: npm run fuzz:properties
 * [-- RUNS [SEED]]. `npm run fuzz:properties -- 1 SEED` repeats a run.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { wholeNumber } from './numbers.ts'

const RUNS = 10
const ROOT = join(import.meta.dirname, '..')

const [runs, seed] = process.argv.slice(2)
const first = wholeNumber(seed, Date.now() % 2 ** 31)
const files = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => join(ROOT, 'test', name))
  .filter((file) => readFileSync(file, 'utf8').includes("fast-check.ts'"))
for (let n = 0; n < wholeNumber(runs, RUNS); n++) {
  console.log(`Seed ${first + n}`)
  const { status } = spawnSync(process.execPath, [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', ...files], {
    cwd: ROOT,
    env: { ...process.env, PROPERTY_SEED: String(first + n) },
    stdio: 'inherit'
  })
  if (status === 0) continue
  console.error(`A property fails. Again: npm run fuzz:properties -- 1 ${first + n}`)
  process.exit(1)
}
