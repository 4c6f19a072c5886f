/**
 * Principal components of vectors: how long fitting and projecting take, beside scikit-learn's in the same run where python3 has it; and what is
 * held of the images that are to be embedded, of an archive and of one of ten times as many.
 *
 *     node bench/projection.ts
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { inserter } from '../src/core/catalogue/checksums.ts'
import { openForWriting, writeMeta } from '../src/core/catalogue/database.ts'
import { CatalogueReader } from '../src/core/catalogue/reader.ts'
import { ENCODED_AT_A_TIME } from '../src/core/embedding/encode.ts'
import { FITTED_ON, fitProjection, Projector } from '../src/core/projection/projection.ts'
import { Random } from '../src/core/random.ts'
import { AssignedImages } from '../src/jobs/assigned-images.ts'
import type { Figure } from './figure.ts'

/** Values of an embedding of `compact`, and of the paper's. */
const COMPACT = 5120
const PAPER = 81_920
const WIDTH = 256
const BATCHES = 4
const CHUNK = 4096

export async function benchProjection(): Promise<Figure[]> {
  const sample = vectors(FITTED_ON, COMPACT)
  const fitting = process.cpuUsage()
  await fitProjection(sample, COMPACT, WIDTH)
  const fitted = process.cpuUsage(fitting).user / 1e6
  const peer = measureScikit()
  // What the first run compiles is not counted.
  held(8)
  const [few, many] = [held(80), held(800)]
  return [
    {
      name: `components of ${FITTED_ON} vectors of ${COMPACT} values, ${WIDTH} kept`,
      value: fitted,
      unit: 's CPU',
      ...(peer && { peer: 'scikit-learn, native, two cores', peerValue: peer })
    },
    ...[COMPACT, PAPER].map((length) => ({
      name: `projecting ${length} values to ${WIDTH}`,
      value: projecting(length),
      unit: 'ms CPU an image'
    })),
    {
      name: `held of ${many.images} images to embed`,
      value: many.bytes / 1e6,
      unit: 'MB',
      target: `at most 8 MB more than of a tenth of them (${(few.bytes / 1e6).toFixed(1)} MB)`,
      holds: many.bytes - few.bytes <= 8e6
    }
  ]
}

/** With less and less variance, and none below 0. */
function vectors(count: number, length: number): Float32Array {
  const random = new Random(1)
  const noise = Float32Array.from({ length: length + 9973 }, () => random.normal())
  const all = new Float32Array(count * length)
  for (let row = 0; row < count; row++) {
    const [first, second, share] = [random.below(9973), random.below(9973), random.normal()]
    for (let i = 0; i < length; i++) {
      all[row * length + i] = Math.max(0, 1 + share * noise[i] + noise[i + first] / 4 + noise[i + second] / 16)
    }
  }
  return all
}

/** Milliseconds of processor time. */
function projecting(length: number): number {
  const random = new Random(2)
  const directions = Float32Array.from({ length: WIDTH * length }, () => random.next() / Math.sqrt(length))
  const projector = new Projector({ length, width: WIDTH, mean: new Float32Array(length), directions })
  const some = vectors(ENCODED_AT_A_TIME, length)
  projector.project(some)
  const started = process.cpuUsage()
  for (let batch = 0; batch < BATCHES; batch++) projector.project(some)
  return process.cpuUsage(started).user / 1000 / (BATCHES * ENCODED_AT_A_TIME)
}

/** The most that is held while all assigned images are gone through twice. @param chunks of 4,096 images */
function held(chunks: number): { images: number; bytes: number } {
  const folder = mkdtempSync(join(tmpdir(), 'medoid-bench-'))
  const catalogue = openForWriting(join(folder, 'c.sqlite'), 'bench')
  try {
    const { db } = catalogue
    const clusters = Buffer.alloc(CHUNK * 2)
    const distances = Buffer.alloc(CHUNK * 4)
    db.transaction(() => {
      writeMeta(db, 'instances', chunks * CHUNK)
      const put = inserter(db, 'assignment')
      for (let chunk = 0; chunk < chunks; chunk++) put({ run: 1, k: 2, chunk, clusters, distances })
    })()
    const images = new AssignedImages(new CatalogueReader(db), { run: 1, k: 2 })
    const before = memory()
    let most = 0
    images.hash()
    let seen = 0
    for (const batch of images.batches(0, images.count, ENCODED_AT_A_TIME)) {
      seen += batch.instances.length
      if (seen % (CHUNK * 20) === 0) most = Math.max(most, memory() - before)
    }
    return { images: seen, bytes: Math.max(0, most) }
  } finally {
    catalogue.close()
    rmSync(folder, { recursive: true })
  }
}

setFlagsFromString('--expose_gc')
const collectGarbage = runInNewContext('gc') as () => void

/** What is still in use. */
function memory(): number {
  collectGarbage()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** Seconds; undefined without scikit-learn. */
function measureScikit(): number | undefined {
  const script = `
import time, numpy
from sklearn.decomposition import PCA
x = numpy.random.default_rng(1).standard_normal((${FITTED_ON}, ${COMPACT}))
started = time.process_time()
PCA(${WIDTH}, svd_solver='full').fit(x)
print(time.process_time() - started)`
  try {
    return Number(execFileSync('python3', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] }).toString())
  } catch {
    return undefined
  }
}

if (import.meta.main) {
  const { printFigures } = await import('./figure.ts')
  printFigures(await benchProjection())
}
