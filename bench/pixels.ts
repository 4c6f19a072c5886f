/**
 * Preparing pictures: uncompressed CT of 512 × 512 and 16 bits from the page cache, decoded and resized in processes; the same into
 * the cache, and out of it again.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openForWriting } from '../src/core/catalogue/database.ts'
import { CatalogueReader } from '../src/core/catalogue/reader.ts'
import { scan } from '../src/core/catalogue/scan.ts'
import { PictureCache } from '../src/core/embedding/picture-cache.ts'
import { preparePictures } from '../src/core/embedding/prepare.ts'
import { encodeBase, encodeFile, EXPLICIT_LITTLE, type DataSet } from '../src/phantom/dicom-writer.ts'
import { decodersFor, DecoderPool } from '../src/core/pixels/decoder-pool.ts'
import { forkDecoder } from '../src/core/pixels/decoder-process.ts'
import { PICTURE_BYTES } from '../src/core/pixels/picture.ts'
import { Random } from '../src/core/random.ts'
import { CT_RESCALE, ctPixels } from './ct-elements.ts'
import { type Figure, megabytes } from './figure.ts'
import { benchLosslessJpeg } from './lossless-jpeg.ts'

const FOLDER = fileURLToPath(new URL('../.bench/ct/', import.meta.url))
const ENTRY = new URL('../src/core/pixels/decoder-entry.ts', import.meta.url)
const SIDE = 512
const FILES = 400
const ROUNDS = 5
const TARGET = 1000
/** Pictures of a batch of training. */
const BATCH = 40

const HEADER: DataSet = [
  { tag: 0x00080016, vr: 'UI', value: '1.2.840.10008.5.1.4.1.1.2' },
  { tag: 0x00080060, vr: 'CS', value: 'CT' },
  ...ctPixels(SIDE),
  ...CT_RESCALE
]

function writeArchive(): string[] {
  const archive = join(FOLDER, 'archive')
  mkdirSync(archive, { recursive: true })
  const base = encodeBase(HEADER, { syntax: EXPLICIT_LITTLE, charset: 'latin1', undefinedLengths: false })
  const random = new Random(1)
  const pixels = new Uint16Array(SIDE * SIDE)
  return Array.from({ length: FILES }, (_, n) => {
    for (let i = 0; i < pixels.length; i++) pixels[i] = ((i >> 6) + (random.uint32() & 255) + n) & 4095
    const uid = `2.25.${n + 1}`
    const meta = [{ tag: 0x00020010, vr: 'UI', value: EXPLICIT_LITTLE.uid }]
    const pixelData = { tag: 0x7fe00010, vr: 'OW', value: new Uint8Array(pixels.buffer) }
    const path = join(archive, `IM${n}`)
    writeFileSync(path, encodeFile(meta, base, [{ tag: 0x00080018, vr: 'UI', value: uid }], pixelData))
    return path
  })
}

/** Images a second, each of the best round of all processes. */
async function timeDecoding(paths: string[]): Promise<{ rate: number; processes: number; peakBytes: number }> {
  const pids: number[] = []
  const processes = decodersFor(paths.length * ROUNDS)
  const pool = new DecoderPool(processes, { start: () => forkDecoder(ENTRY, (pid) => pids.push(pid)) })
  let rate = 0
  // The first round starts the processes.
  for (let round = 0; round <= ROUNDS; round++) {
    let next = 0
    const started = performance.now()
    const lane = async (): Promise<void> => {
      while (next < paths.length) {
        const outcome = await pool.picture(paths[next++])
        if ('reason' in outcome) throw new Error(outcome.reason.code)
      }
    }
    await Promise.all(Array.from({ length: pool.capacity }, lane))
    if (round > 0) rate = Math.max(rate, (paths.length / (performance.now() - started)) * 1000)
  }
  const peakBytes = Math.max(...pids.map(peakOf))
  await pool.close()
  return { rate, processes, peakBytes }
}

/** Peak memory of a process in bytes; 0 where the system does not tell. */
function peakOf(pid: number): number {
  const status = `/proc/${pid}/status`
  return existsSync(status) ? Number(/VmHWM:\s+(\d+)/.exec(readFileSync(status, 'latin1'))?.[1] ?? 0) * 1024 : 0
}

/** Images a second into the cache, starting the processes included, and pictures a second out of it in random order. */
async function timeCache(): Promise<{ into: number; out: number }> {
  const file = join(FOLDER, 'ct.sqlite')
  const catalogue = openForWriting(file, 'benchmark')
  await scan(catalogue, [join(FOLDER, 'archive')], { workers: 1 })
  const reader = new CatalogueReader(catalogue.db)
  const cache = PictureCache.open(file)
  let started = performance.now()
  const { ready } = await preparePictures(reader, reader.images(), cache, {})
  const into = (ready.length / (performance.now() - started)) * 1000
  const random = new Random(2)
  const batch = new Uint8Array(BATCH * PICTURE_BYTES)
  const batches = 250
  started = performance.now()
  for (let n = 0; n < batches; n++)
    cache.read(
      new Uint32Array(BATCH).map(() => ready[random.below(ready.length)]),
      batch
    )
  const out = ((batches * BATCH) / (performance.now() - started)) * 1000
  cache.close()
  catalogue.close()
  return { into, out }
}

export async function benchPixels(): Promise<Figure[]> {
  rmSync(FOLDER, { recursive: true, force: true })
  try {
    const { rate, processes, peakBytes } = await timeDecoding(writeArchive())
    const { into, out } = await timeCache()
    return [
      {
        name: `uncompressed ${SIDE} × ${SIDE} CT to pictures, ${processes} processes`,
        value: rate,
        unit: 'images/s',
        target: `≥ ${TARGET}`,
        holds: rate >= TARGET
      },
      { name: 'peak memory of a decoder', value: megabytes(peakBytes), unit: 'MB' },
      { name: `${FILES} of them into the cache, starting included`, value: into, unit: 'images/s' },
      { name: 'out of the cache, batches in random order', value: out, unit: 'pictures/s' },
      ...benchLosslessJpeg()
    ]
  } finally {
    rmSync(FOLDER, { recursive: true, force: true })
  }
}
