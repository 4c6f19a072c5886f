import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import type { DatasetManifest } from '../../src/core/dataset/manifest.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { exportDataset } from '../../src/jobs/definitions/dataset.ts'
import { exportDatasetJob } from '../../src/jobs/export-dataset.ts'
import { withDefaults } from '../../src/jobs/parameter.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { encodeBase, encodeFile, EXPLICIT_LITTLE } from '../../src/phantom/dicom-writer.ts'
import { drawn, inkOf } from '../core/burned-in/drawn-text.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { whyNoTools } from '../dicom-tools.ts'
import { clusterParameters, WORK } from './archive.ts'

const SIDE = 256
const NAME = 'CANARYMANN'
const folder = temporaryFolder()
const catalogue = join(folder, 'c.sqlite')

const why = whyNoTools('tesseract')
if (why !== null) console.log(`What is left of text in training sets is not read: ${why}.`)

/** An ultrasound image with a name in its pixels. */
async function ultrasound(number: number): Promise<Buffer> {
  const ground = new Uint8Array(SIDE * SIDE).map((_, i) => 20 + (i % SIDE) / 8 + 5 * number)
  const picture = { pixels: ground, width: SIDE, height: SIDE, channels: 1 } as const
  const { pixels } = drawn(picture, await inkOf(NAME, 'DejaVu Sans', 24), 12, 12, 'white in a corner')
  const base = encodeBase(
    [
      { tag: 0x00080060, vr: 'CS', value: 'US' },
      { tag: 0x00180050, vr: 'DS', value: number % 2 === 0 ? '1' : '9' },
      { tag: 0x00280002, vr: 'US', value: [1] },
      { tag: 0x00280004, vr: 'CS', value: 'MONOCHROME2' },
      { tag: 0x00280010, vr: 'US', value: [SIDE] },
      { tag: 0x00280011, vr: 'US', value: [SIDE] },
      { tag: 0x00280100, vr: 'US', value: [8] },
      { tag: 0x00280101, vr: 'US', value: [8] },
      { tag: 0x00280102, vr: 'US', value: [7] },
      { tag: 0x00280103, vr: 'US', value: [0] }
    ],
    { syntax: EXPLICIT_LITTLE, charset: 'latin1', undefinedLengths: false }
  )
  const meta = [{ tag: 0x00020010, vr: 'UI', value: EXPLICIT_LITTLE.uid }]
  const own = [{ tag: 0x00080018, vr: 'UI', value: `2.25.${number + 1}` }]
  return encodeFile(meta, base, own, { tag: 0x7fe00010, vr: 'OB', value: pixels })
}

async function exported(name: string, burnedIn: 'mask' | 'keep'): Promise<string> {
  const out = join(folder, name)
  const asked = { run: '1.2', out, burnedIn, fit: 'original', validation: 0, test: 0 } as const
  await exportDatasetJob.run({ ...withDefaults(exportDataset.parameters, asked), catalogue }, WORK)
  return out
}
const table = (out: string): Record<string, string>[] =>
  parse<Record<string, string>>(readFileSync(join(out, 'images.csv')), { columns: true })
const read = (out: string): string[] =>
  table(out).map(
    ({ file }) => spawnSync('tesseract', [join(out, file), '-', '--psm', '11'], { encoding: 'utf8' }).stdout
  )

test('names in pixels are kept only where somebody wants them, and masked so that nobody reads them', async () => {
  const archive = join(folder, 'archive')
  mkdirSync(archive)
  for (let i = 0; i < 4; i++) writeFileSync(join(archive, `${i}.dcm`), await ultrasound(i))
  await scanJob.run({ catalogue, folders: [archive] }, WORK)
  await clusterJob.run(clusterParameters(catalogue, { k: [2] }), WORK)
  await assignJob.run({ catalogue, run: '1.2' }, WORK)

  const kept = await exported('kept', 'keep')
  const masked = await exported('masked', 'mask')
  expect(table(kept).map((row) => row.masked)).toEqual(['', '', '', ''])
  for (const row of table(masked)) {
    // The name lies from 12, 12.
    const [x, y, width, height] = row.masked.split(' ')[0].split(',').map(Number)
    expect([x <= 12, y <= 12, width > 100, height > 15]).toEqual([true, true, true, true])
  }
  const manifest = JSON.parse(readFileSync(join(masked, 'manifest.json'), 'utf8')) as DatasetManifest
  expect(manifest.masked).toMatchObject({ searched: 4, samples: 4 })
  expect(readFileSync(join(masked, 'README.md'), 'utf8')).toContain('blacked out')
  if (why !== null) return
  for (const text of read(kept)) expect(text).toContain(NAME)
  for (const text of read(masked)) expect(text.replaceAll(/[^A-Z]/gi, '')).toBe('')
})
