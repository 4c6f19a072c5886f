/**
 * Training sets: CT images of 512 × 512 and 16 bits, from the page cache, to PNG of 224 × 224 and 8 bits on all cores, beside pydicom and
 * Pillow doing the same. Processor time counts all processes, their starts included.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Random } from '../src/core/random.ts'
import { assignJob } from '../src/jobs/assign.ts'
import { clusterJob } from '../src/jobs/cluster.ts'
import { cluster } from '../src/jobs/definitions/cluster.ts'
import { withDefaults } from '../src/jobs/parameter.ts'
import { scanJob } from '../src/jobs/scan.ts'
import { type DataSet, encodeBase, encodeFile, EXPLICIT_LITTLE } from '../src/phantom/dicom-writer.ts'
import { CT_RESCALE, ctPixels } from './ct-elements.ts'
import type { Figure } from './figure.ts'

const FOLDER = fileURLToPath(new URL('../.bench/dataset/', import.meta.url))
const ARCHIVE = join(FOLDER, 'archive')
const CATALOGUE = join(FOLDER, 'c.sqlite')
const FILES = 1000
/** Of a run that little but starts. */
const FEW = 100
const SIDE = 512
const SIZE = 224
/** Images a second, on two cores. */
const TARGET = 500
/** Milliseconds of processor time an image. */
const TARGET_CPU = 4

export async function benchDataset(): Promise<Figure[]> {
  rmSync(FOLDER, { recursive: true, force: true })
  try {
    writeArchive()
    await scanJob.run({ catalogue: CATALOGUE, folders: [ARCHIVE] }, {})
    await clusterJob.run(
      { ...withDefaults(cluster.parameters, { k: [2], sample: 200, restarts: 1 }), catalogue: CATALOGUE },
      {}
    )
    await assignJob.run({ catalogue: CATALOGUE, run: '1.2' }, {})
    const program = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
    const out = ['--out', join(FOLDER, 'set'), '--size', String(SIZE)]
    const asked = ['export', 'dataset', '--run', '1.2', ...out, '--split-by', 'series', '--catalogue', CATALOGUE]
    const ours = timed(process.execPath, [program, ...asked])
    // Without the starts of the processes, which a large set does not notice.
    const few = timed(process.execPath, [
      program,
      ...asked.with(5, join(FOLDER, 'few')),
      '--per-class',
      String(FEW / 2)
    ])
    const further = { seconds: (ours.seconds - few.seconds) / (FILES - FEW), cpu: (ours.cpu - few.cpu) / (FILES - FEW) }
    const script = fileURLToPath(new URL('./pydicom-pillow.py', import.meta.url))
    const hasPeer = spawnSync('/usr/bin/python3', ['-c', 'import pydicom, numpy, PIL']).status === 0
    if (!hasPeer) console.log('pydicom, NumPy and Pillow are not installed: there is no peer.')
    const theirs = hasPeer ? timed('/usr/bin/python3', [script, ARCHIVE, join(FOLDER, 'theirs'), String(SIZE)]) : null
    const peer = (value: number): Pick<Figure, 'peer' | 'peerValue'> => ({
      peer: 'pydicom and Pillow',
      peerValue: value
    })
    return [
      {
        name: `${FILES} CT of 512 × 512 to PNG of 224 × 224, starts included`,
        value: FILES / ours.seconds,
        unit: 'images/s',
        ...(theirs && peer(FILES / theirs.seconds))
      },
      {
        name: 'processor time of it',
        value: (1000 * ours.cpu) / FILES,
        unit: 'ms an image',
        ...(theirs && peer((1000 * theirs.cpu) / FILES))
      },
      {
        name: 'each further image',
        value: 1 / further.seconds,
        unit: 'images/s',
        target: `≥ ${TARGET}`,
        holds: 1 / further.seconds >= TARGET
      },
      {
        name: 'processor time of it',
        value: 1000 * further.cpu,
        unit: 'ms an image',
        target: `≤ ${TARGET_CPU}`,
        holds: 1000 * further.cpu <= TARGET_CPU
      }
    ]
  } finally {
    rmSync(FOLDER, { recursive: true, force: true })
  }
}

/** Runs a program. @returns how long it took, and processor time of all its processes, in seconds */
function timed(program: string, args: string[]): { seconds: number; cpu: number } {
  const times = join(FOLDER, 'times')
  const { status, stderr } = spawnSync('/usr/bin/time', ['-f', '%e %U %S', '-o', times, program, ...args], {
    encoding: 'utf8'
  })
  if (status !== 0) throw new Error(stderr)
  const [seconds, user, system] = readFileSync(times, 'utf8').trim().split(' ').map(Number)
  return { seconds, cpu: user + system }
}

/** Circles of soft tissue in air, with the noise of a scanner. */
function writeArchive(): void {
  mkdirSync(ARCHIVE, { recursive: true })
  const random = new Random(1)
  const noise = Int16Array.from({ length: 1 << 20 }, () => Math.round(12 * random.normal()))
  const pixels = new Uint16Array(SIDE * SIDE)
  for (let n = 0; n < FILES; n++) {
    const radius = 150 + (n % 80)
    for (let y = 0, i = 0; y < SIDE; y++) {
      for (let x = 0; x < SIDE; x++, i++) {
        const distance = Math.hypot(x - 256, y - 256)
        const tissue = distance < radius ? 1064 + 60 * Math.sin((x * (1 + (n % 5))) / 30) * Math.cos(y / 25) : 24
        pixels[i] = Math.max(0, tissue + noise[(i + n * 7919) & 0xfffff])
      }
    }
    const kind = n % 2
    const header: DataSet = [
      { tag: 0x00080016, vr: 'UI', value: '1.2.840.10008.5.1.4.1.1.2' },
      { tag: 0x00080060, vr: 'CS', value: 'CT' },
      { tag: 0x00180015, vr: 'CS', value: kind === 0 ? 'CHEST' : 'HEAD' },
      { tag: 0x00180050, vr: 'DS', value: kind === 0 ? '5' : '1' },
      { tag: 0x00180060, vr: 'DS', value: kind === 0 ? '100' : '120' },
      { tag: 0x0020000e, vr: 'UI', value: `2.25.9${Math.floor(n / 20)}` },
      ...ctPixels(SIDE),
      { tag: 0x00281050, vr: 'DS', value: '40' },
      { tag: 0x00281051, vr: 'DS', value: '400' },
      ...CT_RESCALE
    ]
    const uid = `2.25.${n + 1}`
    const base = encodeBase(header, { syntax: EXPLICIT_LITTLE, charset: 'latin1', undefinedLengths: false })
    const meta = [
      { tag: 0x00020002, vr: 'UI', value: '1.2.840.10008.5.1.4.1.1.2' },
      { tag: 0x00020003, vr: 'UI', value: uid },
      { tag: 0x00020010, vr: 'UI', value: EXPLICIT_LITTLE.uid }
    ]
    const pixelData = { tag: 0x7fe00010, vr: 'OW', value: new Uint8Array(pixels.buffer) }
    writeFileSync(
      join(ARCHIVE, `IM${n}`),
      encodeFile(meta, base, [{ tag: 0x00080018, vr: 'UI', value: uid }], pixelData)
    )
  }
}
