/**
 * The catalogue: scanning phantom archives of 20,000 and 200,000 images, and a catalogue of 668,849 phantom instances (the size of the
 * paper's archive).
 *
 *     node bench/catalogue.ts [INSTANCES]
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openForReading, openForWriting } from '../src/core/catalogue/database.ts'
import { FileTable } from '../src/core/catalogue/file-table.ts'
import { InstanceWriter } from '../src/core/catalogue/instance-writer.ts'
import { CatalogueReader } from '../src/core/catalogue/reader.ts'
import { HeaderReader } from '../src/core/dicom/header.ts'
import { readingThreads } from '../src/jobs/reading-threads.ts'
import { counted } from '../src/messages/format.ts'
import { phantomInstances } from '../src/phantom/archive.ts'
import { encodePhantom, type PhantomInstance } from '../src/phantom/instance.ts'
import { writePhantom } from '../src/phantom/phantom.ts'
import { Random, sampleRanks } from '../src/core/random.ts'
import { slowShare, whyNoSlowShare } from '../test/slow-share/slow-share.ts'
import { timeDcmjs } from './dicom.ts'
import { type Figure, megabytes } from './figure.ts'

const FOLDER = fileURLToPath(new URL('../.bench/', import.meta.url))
const IMAGES = 20_000
/** Instances of the paper's archive. */
const PAPER_INSTANCES = 668_849
const SEED = 1
const SHARE_IMAGES = 5000
const SHARE_MILLISECONDS = 20

/** The archive of the targets, and one ten times as large: there starting and warming up weigh little, and memory shows. */
export async function benchScan(): Promise<Figure[]> {
  return [...(await benchArchive(IMAGES, 64, 3)), ...(await benchArchive(IMAGES * 10, 16, 1))]
}

async function benchArchive(images: number, size: number, rounds: number): Promise<Figure[]> {
  const archive = join(FOLDER, `archive-${images}`)
  mkdirSync(FOLDER, { recursive: true })
  await writePhantom(archive, { images, seed: SEED, size })
  const files = readdirSync(archive, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const file = join(FOLDER, 'scan.sqlite')
  const readers = readingThreads()
  const scans: ScanRun[] = []
  const rescans: ScanRun[] = []
  for (let round = 0; round < rounds; round++) {
    remove(file)
    scans.push(scanOnce(archive, file, readers))
    rescans.push(scanOnce(archive, file, readers))
  }
  const rate = fastest(scans)
  const again = fastest(rescans)
  const peak = Math.max(...scans.map(({ peakBytes }) => peakBytes))
  const peer = timeDcmjs(files.filter((_, i) => i % Math.ceil(files.length / 3000) === 0)).filesPerSecond
  const catalogue = openForReading(file)
  const bytes = statSync(file).size / new CatalogueReader(catalogue.db).live().length
  catalogue.close()
  const of = `, ${images.toLocaleString('en-GB')} images`
  return [
    {
      name: `scan into SQLite, ${counted(readers, 'readers')}${of}`,
      value: rate,
      unit: 'files/s',
      peer: 'dcmjs, headers only, 1 thread',
      peerValue: peer,
      target: '≥ 5 × dcmjs',
      holds: rate >= 5 * peer
    },
    {
      name: `rescan, nothing changed${of}`,
      value: again,
      unit: 'files/s',
      target: '≥ 100,000',
      holds: again >= 100_000
    },
    { name: `catalogue, all in${of}`, value: bytes, unit: 'bytes an instance', target: '≤ 300', holds: bytes <= 300 },
    {
      name: `peak memory while scanning${of}`,
      value: megabytes(peak),
      unit: 'MB',
      target: '< 500',
      holds: peak < 500e6
    }
  ]
}

/** A network share of 20 ms a round trip, on which a folder of the archive has few files: the worst case. */
export async function benchShare(): Promise<Figure[]> {
  const missing = whyNoSlowShare()
  if (missing !== null) {
    console.log(`Scans of network shares are not measured: ${missing}.`)
    return []
  }
  const archive = join(FOLDER, 'archive-share')
  mkdirSync(FOLDER, { recursive: true })
  await writePhantom(archive, { images: SHARE_IMAGES, seed: SEED, size: 64 })
  const file = join(FOLDER, 'share.sqlite')
  remove(file)
  const share = await slowShare(archive, SHARE_MILLISECONDS)
  try {
    return ['scan', 'rescan, nothing changed'].map((name) => {
      const { seen, seconds } = scanOnce(share.folder, file, readingThreads())
      const rate = seen / seconds
      return {
        name: `${name}, a share of ${SHARE_MILLISECONDS} ms a round trip`,
        value: rate,
        unit: 'files/s',
        target: '≥ 400',
        holds: rate >= 400
      }
    })
  } finally {
    await share.close()
  }
}

interface ScanRun {
  seconds: number
  seen: number
  peakBytes: number
}

/** Files a second of the fastest run: other work on the machine only adds. */
function fastest(runs: ScanRun[]): number {
  return Math.max(...runs.map(({ seen, seconds }) => seen / seconds))
}

function scanOnce(archive: string, file: string, readers: number): ScanRun {
  const child = fileURLToPath(new URL('./scan-child.ts', import.meta.url))
  return JSON.parse(
    execFileSync(process.execPath, [child, archive, file, String(readers)], {
      encoding: 'utf8',
      env: { ...process.env, NODE_COMPILE_CACHE: join(FOLDER, 'compile-cache') }
    })
  ) as ScanRun
}

/** A catalogue of as many phantom instances as the paper's archive had; made where it is not there yet. */
export function paperCatalogue(): string {
  const file = join(FOLDER, `${PAPER_INSTANCES}.sqlite`)
  mkdirSync(FOLDER, { recursive: true })
  if (!existsSync(file)) fill(file, PAPER_INSTANCES)
  return file
}

export function benchLargeCatalogue(count = PAPER_INSTANCES): Figure[] {
  mkdirSync(FOLDER, { recursive: true })
  const file = join(FOLDER, `${count}.sqlite`)
  remove(file)
  const spent = fill(file, count)
  const catalogue = openForReading(file)
  const reader = new CatalogueReader(catalogue.db)
  const live = reader.live()
  const started = performance.now()
  const frequencies = reader.frequencies(live, 10)
  const seconds = (performance.now() - started) / 1000
  const sample = sampleRanks(live.length, 50_000, new Random(SEED)).sort()
  const columns = frequencies.filter(({ tag, nonEmpty }) => tag.path === '' && nonEmpty > live.length * 0.9)
  const times = columns.map(({ tag }) => {
    const begun = performance.now()
    reader.column(tag.id, sample)
    return performance.now() - begun
  })
  times.sort((a, b) => a - b)
  catalogue.close()
  return [
    { name: `columns of ${count} instances written`, value: count / spent.write, unit: 'instances/s' },
    {
      name: `catalogue of ${count} instances`,
      value: statSync(file).size / count,
      unit: 'bytes an instance',
      target: '≤ 300',
      holds: statSync(file).size / count <= 300
    },
    {
      name: `frequency analysis of ${frequencies.length} tags`,
      value: seconds,
      unit: 's',
      target: '≤ 10',
      holds: seconds <= 10
    },
    { name: 'a column of 50,000 values, median', value: times[times.length >> 1], unit: 'ms' },
    {
      name: 'a column of 50,000 values, slowest',
      value: times.at(-1)!,
      unit: 'ms',
      target: '≤ 100',
      holds: times.at(-1)! <= 100
    }
  ]
}

/** Headers of phantom instances, straight from memory into a catalogue. @returns seconds */
function fill(file: string, count: number): { write: number } {
  return fillFrom(file, phantomInstances({ images: count, seed: SEED, size: 64 }), count)
}

/** As `fill`, with the next ones of some. */
export function fillFrom(file: string, instances: Iterator<PhantomInstance>, count: number): { write: number } {
  const catalogue = openForWriting(file, 'benchmark')
  const writer = new InstanceWriter(catalogue.db)
  const table = new FileTable(catalogue.db)
  const reader = new HeaderReader()
  const source = catalogue.db
    .prepare("INSERT INTO source(root, added) VALUES('/phantom', '') RETURNING id")
    .pluck()
    .get() as number
  let write = 0
  let uids: string[] = []
  let names: string[] = []
  const put = (): void => {
    const begun = performance.now()
    const batch = reader.takeBatch()
    writer.beginBatch(1, batch)
    for (let i = 0; i < uids.length; i++) {
      const slash = names[i].lastIndexOf('/')
      const name = names[i].slice(slash + 1)
      const dir = folders.get(names[i].slice(0, slash)) ?? table.dir(source, names[i].slice(0, slash)).id
      folders.set(names[i].slice(0, slash), dir)
      const instance = writer.append(1, batch, i, dir, name, uids[i])
      table.put(dir, name, { size: 33_000, mtime: 1.7e15 + i * 1e6, status: 0, instance }, false)
      if (writer.full) catalogue.db.transaction(() => (writer.flush(), table.flush()))()
    }
    uids = []
    names = []
    write += performance.now() - begun
  }
  const folders = new Map<string, number>()
  for (let made = 0; made < count;) {
    const next = instances.next()
    if (next.done === true) break
    const outcome = reader.readBytes(encodePhantom(next.value, { pixels: false }))
    if (outcome.status !== 'dicom') continue
    uids.push(outcome.sopInstanceUid)
    names.push(next.value.path)
    if (uids.length === 256) put()
    made++
  }
  put()
  catalogue.db.transaction(() => (writer.flush(), table.flush()))()
  catalogue.close()
  return { write: write / 1000 }
}

function remove(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-lock', '-lock.json']) rmSync(file + suffix, { force: true })
}

if (import.meta.main) {
  const { printFigures } = await import('./figure.ts')
  if (process.argv[2] === undefined) printFigures([...(await benchScan()), ...(await benchShare())])
  printFigures(benchLargeCatalogue(process.argv[2] === undefined ? undefined : Number(process.argv[2])))
}
