/**
 * What commands cost on catalogues of different sizes: processor time and peak memory, each in a process of its own, and how they grow
 * from one catalogue to the next. The catalogues are copied and stay as they are; empty files stand for theirs.
 *
 *     node bench/scale-operations.ts [CATALOGUE…]
 */
import { spawnSync } from 'node:child_process'
import {
  closeSync,
  copyFileSync,
  existsSync,
  ftruncateSync,
  futimesSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { archive } from '../src/api/areas/archive.ts'
import { OpenCatalogue } from '../src/api/catalogue/open-catalogue.ts'
import { type Catalogue, openForReading, openForWriting } from '../src/core/catalogue/database.ts'
import { type FileRow, FileStatus } from '../src/core/catalogue/file-table.ts'
import { Intake } from '../src/core/catalogue/intake.ts'
import { countInstances, LiveSet } from '../src/core/catalogue/live.ts'
import { pagedDirs } from '../src/core/catalogue/removals.ts'
import { scan } from '../src/core/catalogue/scan.ts'
import { moveSource } from '../src/core/catalogue/sources.ts'
import { updateSummary } from '../src/core/catalogue/summary.ts'
import { keepHeapLean } from '../src/jobs/lean-heap.ts'
import { type Figure, megabytes, printFigures } from './figure.ts'
import { growInChild } from './scale/grow.ts'
import { millions } from './scale/measures.ts'

interface Operation {
  name: string
  /** A command of the shell; else what is done to the catalogue, or with it. */
  command?: readonly string[]
  run?: (file: string) => Promise<void> | void
}

/** In their order: a run has to be there before it is assigned, and the source goes last. */
const OPERATIONS: readonly Operation[] = [
  { name: 'open the window', run: openWindow },
  { name: 'count all values', run: (file) => writing(file, (catalogue) => countAll(catalogue)) },
  { name: 'count after one instance', run: (file) => writing(file, (catalogue) => countAfterOne(catalogue)) },
  { name: 'tags', command: ['tags'] },
  { name: 'features', command: ['features'] },
  { name: 'cluster', command: ['cluster', '--k', '15', '--sample', '5000'] },
  { name: 'assign', command: ['assign', '--run', '1.15'] },
  { name: 'rescan, nothing changed', run: rescan },
  { name: 'check', command: ['check'] },
  { name: 'remove a source', command: ['sources', 'remove', '1'] }
]

interface Measured {
  instances: number
  /** Of processor time, all threads. */
  seconds: number
  peakBytes: number
}

/** Instances of the catalogues that are made. */
const SIZES = [100_000, 200_000]
/** What the last columns of docs/scale.md are about. */
const MANY = 30e6
/** What a person does with an archive once it is scanned. */
const WORK = ['open the window', 'count all values', 'features', 'cluster', 'assign', 'check']

/** Measures catalogues that are made for it. @param sizes instances of each, ascending */
export function benchOperations(sizes: readonly number[] = SIZES): Figure[] {
  const folder = fileURLToPath(new URL('../.bench/operations/', import.meta.url))
  mkdirSync(folder, { recursive: true })
  return figuresOf(
    sizes.map((size) => {
      const file = join(folder, `${size}.sqlite`)
      rmSync(file, { force: true })
      growInChild(file, size)
      try {
        return measureAll(file)
      } finally {
        rmSync(file)
      }
    })
  )
}

/** @param measured what each catalogue took, the smallest first */
function figuresOf(measured: readonly Map<string, Measured>[]): Figure[] {
  const totals = measured.map((of): Measured => {
    const seconds = WORK.reduce((sum, name) => sum + of.get(name)!.seconds, 0)
    const peakBytes = Math.max(...WORK.map((name) => of.get(name)!.peakBytes))
    return { instances: of.get(WORK[0])!.instances, seconds, peakBytes }
  })
  return [
    ...OPERATIONS.flatMap(({ name }) =>
      figures(
        name,
        measured.map((of) => of.get(name)!)
      )
    ),
    ...figures(WORK.join(' + '), totals)
  ]
}

/** Of one operation on all catalogues: each, and how its time grows from the smallest to the largest. */
function figures(name: string, measured: readonly Measured[]): Figure[] {
  const each = measured.flatMap(({ instances, seconds, peakBytes }): Figure[] => {
    const of = `${name}, ${instances.toLocaleString('en-GB')} instances`
    return [
      { name: of, value: seconds, unit: 's of processor time' },
      { name: `${of}, peak memory`, value: megabytes(peakBytes), unit: 'MB' }
    ]
  })
  const [first, last] = [measured[0], measured.at(-1)!]
  if (measured.length === 1) return each
  // Of t = c·n^slope: 1 is linear.
  const slope = Math.log(last.seconds / first.seconds) / Math.log(last.instances / first.instances)
  const grown = { name: `${name}, slope`, value: slope, unit: '(1 = linear)', target: '≤ 1.1', holds: slope <= 1.1 }
  // Of small catalogues most of the time is what starting takes.
  if (last.instances < 1e6) return [...each, grown]
  const extrapolated = last.seconds * (MANY / last.instances) ** Math.max(1, slope)
  const ofMany = `${name}, extrapolated to ${millions(MANY)} instances`
  return [...each, grown, { name: ofMany, value: extrapolated / 60, unit: 'minutes' }]
}

function measureAll(file: string): Map<string, Measured> {
  const folder = mkdtempSync(join(dirname(file), 'operations-'))
  const copy = join(folder, 'catalogue.sqlite')
  try {
    for (const suffix of ['', '-wal']) if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix)
    makeFiles(copy, join(folder, 'archive'))
    return new Map(OPERATIONS.map(({ name }) => [name, measure(copy, name)]))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Files as the catalogue knows them, with nothing in them that takes room, and the source where they lie. */
function makeFiles(file: string, root: string): void {
  const catalogue = openForWriting(file, 'benchmark')
  const { db } = catalogue
  const select = db.prepare('SELECT name, size, mtime FROM file WHERE dir = ?')
  for (const { id, path } of pagedDirs(db, 1)) {
    mkdirSync(join(root, path as string), { recursive: true })
    for (const { name, size, mtime } of select.all(id) as { name: string; size: number; mtime: number }[]) {
      const descriptor = openSync(join(root, path as string, name), 'w')
      ftruncateSync(descriptor, size)
      futimesSync(descriptor, mtime / 1e6, mtime / 1e6)
      closeSync(descriptor)
    }
  }
  moveSource(db, 1, root)
  catalogue.close()
}

function measure(file: string, name: string): Measured {
  const { stderr, status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), '--one', name, file], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 1e9
  })
  const told = stderr.trimEnd().split('\n').at(-1)!
  if (status !== 0) throw new Error(`${name}: ${stderr}`)
  return JSON.parse(told) as Measured
}

/** In the child: does one thing, and says what it cost when the process ends. */
async function measureHere(name: string, file: string): Promise<void> {
  const { command, run } = OPERATIONS.find((operation) => operation.name === name)!
  const catalogue = openForReading(file)
  const instances = new LiveSet(catalogue.db, countInstances(catalogue.db)).count
  catalogue.close()
  const begun = process.cpuUsage()
  process.on('exit', () => {
    const { user, system } = process.cpuUsage(begun)
    const peakBytes = process.resourceUsage().maxRSS * 1024
    process.stderr.write(`\n${JSON.stringify({ instances, seconds: (user + system) / 1e6, peakBytes })}\n`)
  })
  if (run !== undefined) {
    await run(file)
    return
  }
  process.argv.splice(2, Infinity, ...command!, '--json', '--catalogue', file)
  await import('../src/cli/main.ts')
}

/** What the window asks for first. */
function openWindow(file: string): void {
  const catalogue = new OpenCatalogue(file)
  archive['archive.summary'].answer(catalogue, undefined as never, undefined as never)
  archive['archive.sources'].answer(catalogue, undefined as never, undefined as never)
  catalogue.close()
}

async function writing(file: string, use: (catalogue: Catalogue) => Promise<void>): Promise<void> {
  keepHeapLean()
  const catalogue = openForWriting(file, 'benchmark')
  try {
    await use(catalogue)
  } finally {
    catalogue.close()
  }
}

async function countAll(catalogue: Catalogue): Promise<void> {
  await updateSummary(catalogue)
}

/** As after a scan that met one file less. */
async function countAfterOne(catalogue: Catalogue): Promise<void> {
  const { db } = catalogue
  const file = db.prepare(`SELECT * FROM file WHERE status = ${FileStatus.instance} LIMIT 1`).get() as FileRow & {
    dir: number
    name: string
  }
  const intake = new Intake(catalogue)
  intake.remove(file.dir, file.name, file)
  intake.flush()
  await updateSummary(catalogue)
}

async function rescan(file: string): Promise<void> {
  keepHeapLean()
  const catalogue = openForWriting(file, 'benchmark')
  const { seen, unchanged, removed } = await scan(catalogue, [], { workers: 2 })
  catalogue.close()
  // One instance was taken out to count without it.
  if (removed > 0 || seen - unchanged > 1) throw new Error(`${seen - unchanged} files changed, ${removed} went.`)
}

if (import.meta.main) {
  if (process.argv[2] === '--one') await measureHere(process.argv[3], process.argv[4])
  else printFigures(process.argv.length > 2 ? figuresOf(process.argv.slice(2).map(measureAll)) : benchOperations())
}
