/**
 * Tries random cases until one goes wrong: npm run fuzz [-- TARGET [CASES [SEED]]]. The seed of a case that goes wrong is printed;
 * `npm run fuzz -- TARGET 1 SEED` tries that one again.
 */
import { Random } from '../src/core/random.ts'
import { headers } from './header.ts'
import { losslessJpeg } from './lossless-jpeg.ts'
import { wholeNumber } from './numbers.ts'
import type { FuzzTarget } from './target.ts'

const TARGETS: Record<string, FuzzTarget> = {
  headers,
  'lossless-jpeg': losslessJpeg
}
/** Milliseconds between two lines of progress. */
const EVERY = 10_000

const [name, cases, seed] = process.argv.slice(2)
if (name !== undefined && !(name in TARGETS))
  fail(`There is no target ${name}. There are: ${Object.keys(TARGETS).join(', ')}.`)
for (const target of name === undefined ? Object.keys(TARGETS) : [name]) {
  await fuzz(target, wholeNumber(cases, TARGETS[target].cases), wholeNumber(seed, Date.now()))
}

async function fuzz(name: string, cases: number, first: number): Promise<void> {
  console.log(`${name}: ${cases} cases, seeds from ${first}`)
  const started = performance.now()
  let told = started
  for (let n = 0; n < cases; n++) {
    const seed = first + n
    try {
      await TARGETS[name].run(new Random(seed))
    } catch (error) {
      console.error(error)
      fail(`${name} goes wrong. Again: npm run fuzz -- ${name} 1 ${seed}`)
    }
    if (performance.now() - told < EVERY) continue
    told = performance.now()
    console.log(`${n + 1} of ${cases}, ${Math.round((n + 1) / ((told - started) / 1000))} a second`)
  }
  console.log(`${name}: ${cases} cases went well in ${((performance.now() - started) / 1000).toFixed(0)} s.`)
}

function fail(message: string): never {
  console.error(message)
  process.exit(1)
}
