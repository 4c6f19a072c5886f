import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { beforeAll, expect, test } from 'vitest'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { exportDataset } from '../../src/jobs/definitions/dataset.ts'
import { exportDatasetJob } from '../../src/jobs/export-dataset.ts'
import { withDefaults } from '../../src/jobs/parameter.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { pythonWith } from '../python-with.ts'
import { clusterParameters, WORK } from './archive.ts'

/** Training sets, read by the libraries that people read them with. */

const torchvision = pythonWith('torchvision')
if (torchvision === undefined) console.log('Training sets are not read with torchvision: no Python here has it.')
const datasets = pythonWith('datasets', 'PIL')
if (datasets === undefined) console.log('Training sets are not read with Hugging Face datasets: no Python here has it.')

const SPLITS = ['train', 'validation', 'test']
const folder = temporaryFolder()
const catalogue = join(folder, 'c.sqlite')

beforeAll(async () => {
  await writePhantom(join(folder, 'archive'), { images: 150, seed: 4, size: 32 })
  await scanJob.run({ catalogue, folders: [join(folder, 'archive')] }, WORK)
  await clusterJob.run(clusterParameters(catalogue, { k: [3], sample: 80 }), WORK)
  await assignJob.run({ catalogue, run: '1.3' }, WORK)
})

interface Row {
  file: string
  label: string
  class: string
}

/** @returns what `images.csv` lists of each split */
async function write(format: 'imagefolder' | 'parquet'): Promise<Row[][]> {
  const out = join(folder, format)
  const parameters = withDefaults(exportDataset.parameters, { run: '1.3', out, format, size: 16 })
  await exportDatasetJob.run({ ...parameters, catalogue }, WORK)
  const rows = parse<Row & { split: string }>(readFileSync(join(out, 'images.csv')), { columns: true })
  return SPLITS.map((split) => rows.filter((row) => row.split === split))
}

function read(python: string, script: string, ...args: string[]): unknown {
  const env = { ...process.env, HF_DATASETS_OFFLINE: '1', HF_HUB_OFFLINE: '1' }
  const { status, stdout, stderr } = spawnSync(python, ['-c', script, ...args], { encoding: 'utf8', env })
  expect(status, stderr).toBe(0)
  return JSON.parse(stdout)
}

test.skipIf(torchvision === undefined)(
  'torchvision reads folders of classes, with the labels of the table',
  async () => {
    const listed = await write('imagefolder')
    const script = `
import json, os, sys
from torchvision.datasets import ImageFolder
root = sys.argv[1]
found = []
for split in ['train', 'validation', 'test']:
    read = ImageFolder(os.path.join(root, split))
    assert all(image.size == (16, 16) for image, _ in read)
    found.append([[os.path.relpath(path, root), str(label)] for path, label in read.samples])
print(json.dumps(found))`
    const sorted = (rows: string[][]): string[][] => rows.sort(([a], [b]) => (a < b ? -1 : 1))
    const found = read(torchvision!, script, join(folder, 'imagefolder')) as string[][][]
    expect(found.map(sorted)).toEqual(listed.map((rows) => sorted(rows.map(({ file, label }) => [file, label]))))
  }
)

test.skipIf(datasets === undefined)('load_dataset reads Parquet, with pictures and names of classes', async () => {
  const listed = await write('parquet')
  const script = `
import json, sys
from datasets import load_dataset
read = load_dataset(sys.argv[1], cache_dir=sys.argv[2])
found = []
for split in ['train', 'validation', 'test']:
    assert all(row['image'].size == (16, 16) for row in read[split])
    names = read[split].features['label'].names
    found.append([names[row['label']] for row in read[split]])
print(json.dumps(found))`
  const found = read(datasets!, script, join(folder, 'parquet'), join(folder, 'cache'))
  expect(found).toEqual(listed.map((rows) => rows.map((row) => row.class)))
})
