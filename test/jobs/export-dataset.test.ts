import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import type { DatasetManifest } from '../../src/core/dataset/manifest.ts'
import type { DatasetReport } from '../../src/core/dataset/write-dataset.ts'
import { annotateJob } from '../../src/jobs/annotate.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { exportDataset, type ExportDatasetParameters } from '../../src/jobs/definitions/dataset.ts'
import { exportDatasetJob } from '../../src/jobs/export-dataset.ts'
import { picturesJob } from '../../src/jobs/look-at-pictures.ts'
import { withDefaults } from '../../src/jobs/parameter.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { pythonWith } from '../python-with.ts'
import { clusterParameters, WORK } from './archive.ts'

const IMAGES = 150
const folder = temporaryFolder()
const catalogue = join(folder, 'c.sqlite')
const out = (name: string): string => join(folder, name)

beforeAll(async () => {
  await writePhantom(out('archive'), { images: IMAGES, seed: 4, size: 32 })
  await scanJob.run({ catalogue, folders: [out('archive')] }, WORK)
  await clusterJob.run(clusterParameters(catalogue, { k: [4], sample: 80 }), WORK)
  await assignJob.run({ catalogue, run: '1.4' }, WORK)
  await picturesJob.run({ catalogue }, WORK)
  await annotateJob.run({ catalogue, run: '1.4', cluster: 0, label: 'Head, "axial" / MR' }, WORK)
})

type Asked = Partial<Omit<ExportDatasetParameters, 'catalogue' | 'out'>>

function write(name: string, asked: Asked = {}): Promise<DatasetReport> {
  const parameters = withDefaults(exportDataset.parameters, { run: '1.4', out: out(name), size: 16, ...asked })
  return exportDatasetJob.run({ ...parameters, catalogue }, WORK)
}
const manifestOf = (name: string): DatasetManifest =>
  JSON.parse(readFileSync(join(out(name), 'manifest.json'), 'utf8')) as DatasetManifest
const table = (name: string): Record<string, string>[] => {
  const rows: unknown = parse(readFileSync(join(out(name), 'images.csv')), { columns: true })
  return rows as Record<string, string>[]
}

function sum(counts: Readonly<Record<string, number>> | readonly number[]): number {
  return Object.values<number>(counts).reduce((all, each) => all + each, 0)
}

/** Every file below a folder, with the SHA-256 of its bytes. */
function digest(name: string, without: readonly string[] = []): Record<string, string> {
  const files = readdirSync(out(name), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(out(name).length + 1)).sort()
  const hash = (path: string): string =>
    createHash('sha256')
      .update(readFileSync(join(out(name), path)))
      .digest('hex')
  return Object.fromEntries(paths.filter((path) => !without.includes(path)).map((path) => [path, hash(path)]))
}

describe('folders of classes', () => {
  let report: DatasetReport
  beforeAll(async () => {
    report = await write('folders')
  })

  test('have a picture a row of the table, in the folder of its class', async () => {
    const rows = table('folders')
    expect(rows).toHaveLength(report.images)
    const files = Object.keys(digest('folders')).filter((path) => path.endsWith('.png'))
    expect(files).toEqual(rows.map(({ file }) => file).sort())
    const [row] = rows
    const classes = new Map(manifestOf('folders').classes.map(({ name, folder }) => [name, folder]))
    expect(row.file).toBe(`${row.split}/${classes.get(row.class)}/${row.name}.png`)
    expect(
      createHash('sha256')
        .update(readFileSync(join(out('folders'), row.file)))
        .digest('hex')
    ).toBe(row.sha256)
    expect(await sharp(join(out('folders'), row.file)).metadata()).toMatchObject({
      width: 16,
      height: 16,
      format: 'png'
    })
  })

  test('a class is called as its cluster is', () => {
    const { classes } = manifestOf('folders')
    expect(classes.map(({ name, folder }) => [name, folder])).toContainEqual(['Head, "axial" / MR', 'Head_axial_MR'])
    expect(readdirSync(join(out('folders'), 'train')).sort()).toEqual(classes.map(({ folder }) => folder))
  })

  test('every image of the catalogue is in a split, or has a reason', () => {
    const { counts, splits } = manifestOf('folders')
    expect(sum(splits.map(({ images }) => images))).toBe(counts.images)
    expect(counts.images + sum(counts.leftOut) + sum(counts.missing)).toBe(IMAGES)
    expect(counts.catalogue).toBe(IMAGES)
    expect(counts.leftOut['burned-in']).toBeGreaterThan(0)
    // The phantom has files whose pixels are not all there: they have a picture, and a remark.
    expect(readFileSync(join(out('folders'), 'README.md'), 'utf8')).toContain('| 150 | in the catalogue')
  })

  test('no group lies in two splits', () => {
    const splitOf = new Map<string, Set<string>>()
    for (const { group, split } of table('folders')) splitOf.set(group, (splitOf.get(group) ?? new Set()).add(split))
    expect([...splitOf.values()].every(({ size }) => size === 1)).toBe(true)
    expect(manifestOf('folders').split.disjoint).toEqual({
      tags: ['PatientID', 'StudyInstanceUID', 'SeriesInstanceUID'],
      sharedValues: 0
    })
  })

  test('manifest and card tell how many images were chosen of which scanned folder, and not its path', () => {
    const { sources, counts } = manifestOf('folders')
    expect(sources.map(({ source, images }) => [source, images])).toEqual([[1, counts.images + sum(counts.missing)]])
    const card = readFileSync(join(out('folders'), 'README.md'), 'utf8')
    expect(card).toMatch(new RegExp(`^\\| Source 1 \\| ${sources[0].images} \\| `, 'm'))
    expect(card + JSON.stringify(manifestOf('folders'))).not.toContain(folder)
  })

  test('what is complete is left as it is; other settings are refused', async () => {
    const before = digest('folders')
    expect(await write('folders')).toMatchObject({ wasThere: true, images: report.images })
    await expect(write('folders', { seed: 2 })).rejects.toMatchObject({ code: 'dataset-differs' })
    await expect(write('folders', { perClass: 3 })).rejects.toMatchObject({ code: 'dataset-differs' })
    expect(digest('folders')).toEqual(before)
  })
})

test('a folder that holds something else is refused, and stays as it is', async () => {
  mkdirSync(out('taken'))
  writeFileSync(join(out('taken'), 'notes.txt'), 'mine')
  await expect(write('taken')).rejects.toMatchObject({ code: 'dataset-folder-taken' })
  expect(readdirSync(out('taken'))).toEqual(['notes.txt'])
  writeFileSync(out('a-file'), '')
  await expect(write('a-file')).rejects.toMatchObject({ code: 'dataset-folder-taken' })
})

test('a dry run tells the same numbers, and writes nothing', async () => {
  const planned = await write('planned', { dryRun: true })
  expect(existsSync(out('planned'))).toBe(false)
  const written = await write('planned')
  expect(planned).toMatchObject({ splits: written.splits, leftOut: written.leftOut, images: written.images })
  expect(planned.bytes / written.bytes).toBeGreaterThan(0.5)
  expect(planned.bytes / written.bytes).toBeLessThan(2)
})

test('the same seed gives the same bytes, another one other splits', async () => {
  await write('once')
  await write('again')
  const changing = ['manifest.json', 'README.md']
  expect(digest('again', changing)).toEqual(digest('once', changing))
  await write('other', { seed: 9 })
  expect(table('other').map(({ split, sha256 }) => [split, sha256])).not.toEqual(
    table('once').map(({ split, sha256 }) => [split, sha256])
  )
})

test('remapped UIDs lead back with the key, which lies elsewhere', async () => {
  mkdirSync(out('keys'), { recursive: true })
  const { uidKey } = await write('with-uids', { uidKeyFile: join(out('keys'), 'key.json') })
  expect(uidKey?.created).toBe(true)
  const [row] = table('with-uids')
  for (const keyword of ['StudyInstanceUID', 'SeriesInstanceUID', 'SOPInstanceUID']) {
    expect(row[keyword]).toMatch(/^2\.25\.\d+$/)
  }
  expect(manifestOf('with-uids').phi).toMatchObject({ uids: 'remapped', uidKey: uidKey!.id })
  expect(Object.keys(table('folders')[0])).not.toContain('SOPInstanceUID')
  await expect(write('key-inside', { uidKeyFile: join(out('key-inside'), 'train', 'key.json') })).rejects.toMatchObject(
    {
      code: 'key-beside-labels'
    }
  )
})

test('limits: distance, silhouette, images of a class, near duplicates', async () => {
  const limited = await write('limited', { maxDistance: 0.5, perClass: 8, dropDuplicates: true })
  expect(limited.classes.every(({ images }) => sum(images) <= 8)).toBe(true)
  expect(table('limited').every(({ distance }) => Number(distance) <= 0.5)).toBe(true)
  expect(limited.leftOut.distance).toBeGreaterThan(0)
  expect(limited.leftOut['class-limit']).toBeGreaterThan(0)
  expect(limited.images + sum(limited.leftOut) + sum(limited.missing)).toBe(IMAGES)
  const supported = await write('supported', { minSilhouette: 0.1, validation: 0, test: 0 })
  expect(supported.leftOut['no-silhouette']).toBeGreaterThan(0)
  expect(supported.images).toBeLessThanOrEqual(80)
})

test('images with text in their pixels only where somebody asks for them, and it is said', async () => {
  const said: string[] = []
  const parameters = withDefaults(exportDataset.parameters, {
    run: '1.4',
    out: out('kept'),
    size: 16,
    burnedIn: 'keep'
  })
  const report = await exportDatasetJob.run({ ...parameters, catalogue }, { onMessage: ({ code }) => said.push(code) })
  expect(report.leftOut['burned-in']).toBeUndefined()
  expect(said).toContain('dataset-burned-in-kept')
  expect(readFileSync(join(out('kept'), 'README.md'), 'utf8')).toContain('were kept')
})

test('what cannot be is refused with what to do', async () => {
  await expect(write('x', { format: 'parquet', encoding: 'npy' })).rejects.toMatchObject({ code: 'dataset-encoding' })
  await expect(write('x', { validation: 0.6, test: 0.4 })).rejects.toMatchObject({ code: 'dataset-shares' })
  await expect(write('x', { minSilhouette: 1 })).rejects.toMatchObject({ code: 'dataset-empty' })
  expect(existsSync(out('x'))).toBe(false)
})

test('an archive that is gone stops the export, which goes on when it is back', async () => {
  const { renameSync } = await import('node:fs')
  renameSync(out('archive'), out('archive-away'))
  try {
    await expect(write('gone')).rejects.toMatchObject({ code: 'dataset-unreadable' })
    expect(existsSync(join(out('gone'), 'manifest.json'))).toBe(false)
  } finally {
    renameSync(out('archive-away'), out('archive'))
  }
  const changing = ['manifest.json', 'README.md']
  await write('gone')
  expect(digest('gone', changing)).toEqual(digest('folders', changing))
})

const PYTHON = pythonWith('numpy')

function python(script: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(PYTHON!, ['-c', script, ...args], { encoding: 'utf8' })
  expect(status, stderr).toBe(0)
  return stdout
}

test.skipIf(PYTHON === undefined)(
  'WebDataset: shards that tarfile reads, three members a sample (needs Python and NumPy)',
  async () => {
    await write('shards', { format: 'webdataset', encoding: 'npy' })
    const read = python(
      `
import sys, tarfile, json, io, glob, os, numpy
found = []
for shard in sorted(glob.glob(sys.argv[1] + '/*.tar')):
    with tarfile.open(shard) as tar:
        members = tar.getmembers()
        for i in range(0, len(members), 3):
            array, label, about = members[i:i + 3]
            base = array.name.split('.')[0]
            assert [array.name, label.name, about.name] == [base + '.npy', base + '.cls', base + '.json']
            pixels = numpy.load(io.BytesIO(tar.extractfile(array).read()))
            told = json.load(tar.extractfile(about))
            assert told['label'] == int(tar.extractfile(label).read())
            found.append([os.path.basename(shard), base, told['label'], list(pixels.shape), str(pixels.dtype)])
print(json.dumps(found))`,
      out('shards')
    )
    const rows = table('shards')
    const found = JSON.parse(read) as [string, string, number, number[], string][]
    expect(found.map(([shard, name, label]) => [shard, name, String(label)]).sort()).toEqual(
      rows.map(({ file, name, label }) => [file, name, label]).sort()
    )
    expect([...new Set(rows.map(({ file }) => file))].sort()).toEqual([
      'test-000000.tar',
      'train-000000.tar',
      'validation-000000.tar'
    ])
    expect(found.every(([, , , shape]) => shape[0] === 16 && shape[1] === 16)).toBe(true)
    expect(new Set(found.map(([, , , , type]) => type))).toContain('float32')
  }
)

test('Parquet: images as bytes, labels with names for the library datasets', async () => {
  await write('parquet', { format: 'parquet' })
  const files = readdirSync(join(out('parquet'), 'data')).sort()
  expect(files).toEqual([
    'test-00000-of-00001.parquet',
    'train-00000-of-00001.parquet',
    'validation-00000-of-00001.parquet'
  ])
  const file = await asyncBufferFromFile(join(out('parquet'), 'data', files[1]))
  const { key_value_metadata, row_groups } = await parquetMetadataAsync(file)
  const { info } = JSON.parse(key_value_metadata!.find(({ key }) => key === 'huggingface')!.value!) as {
    info: { features: Record<string, { _type: string; names?: string[] }> }
  }
  const { classes, splits } = manifestOf('parquet')
  expect(info.features).toMatchObject({
    image: { _type: 'Image' },
    label: { _type: 'ClassLabel', names: classes.map(({ name }) => name) }
  })
  expect(row_groups.every(({ columns }) => columns.every(({ meta_data }) => meta_data?.statistics === undefined))).toBe(
    true
  )
  const rows = (await parquetReadObjects({ file, utf8: false })) as {
    image: { bytes: Uint8Array; path: string }
    label: bigint
  }[]
  expect(rows).toHaveLength(splits[0].images)
  const listed = table('parquet').filter(({ split }) => split === 'train')
  expect(rows.map(({ image }) => createHash('sha256').update(image.bytes).digest('hex'))).toEqual(
    listed.map(({ sha256 }) => sha256)
  )
  expect(rows.map(({ label }) => String(label))).toEqual(listed.map(({ label }) => label))
  expect(await sharp(rows[0].image.bytes).metadata()).toMatchObject({ format: 'png', width: 16 })
  const card = readFileSync(join(out('parquet'), 'README.md'), 'utf8')
  expect(card).toContain('          \'0\': "Head, \\"axial\\" / MR"')
  expect(card).toContain('  - split: train\n    path: data/train-*')
})

test('FiftyOne: pictures in data, and the class of each in labels.json', async () => {
  await write('fiftyone', { format: 'fiftyone' })
  const rows = table('fiftyone').filter(({ split }) => split === 'validation')
  const labels = JSON.parse(readFileSync(join(out('fiftyone'), 'validation', 'labels.json'), 'utf8')) as {
    classes: string[]
    labels: Record<string, number>
  }
  expect(labels.labels).toEqual(Object.fromEntries(rows.map(({ name, label }) => [name, Number(label)])))
  expect(rows.every((row) => labels.classes[Number(row.label)] === row.class)).toBe(true)
  expect(readdirSync(join(out('fiftyone'), 'validation', 'data')).sort()).toEqual(
    rows.map(({ name }) => `${name}.png`).sort()
  )
})

test('16 bits are read as such by another reader', async () => {
  await write('deep', { encoding: 'png16', where: [{ tag: 'Modality', operator: 'is', value: 'CT' }], fit: 'original' })
  const [row] = table('deep')
  const picture = sharp(join(out('deep'), row.file))
  expect(await picture.metadata()).toMatchObject({ depth: 'ushort', width: Number(row.width) })
  expect(row.offset).toBe('32768')
  // Air and tissue in Hounsfield units, and 32,768.
  const { data } = await picture.toColourspace('grey16').raw({ depth: 'ushort' }).toBuffer({ resolveWithObject: true })
  const values = new Uint16Array(data.buffer, data.byteOffset, data.length / 2)
  expect(Math.min(...values)).toBeGreaterThan(30_000)
  expect(Math.max(...values)).toBeLessThan(37_000)
})

test('all frames of an image that has several', async () => {
  const where: ExportDatasetParameters['where'] = [
    { tag: 'NumberOfFrames', operator: 'is', range: { from: 2, to: null } }
  ]
  const middle = await write('middle', { where, validation: 0, test: 0, burnedIn: 'keep' })
  const all = await write('all', { where, validation: 0, test: 0, burnedIn: 'keep', frames: 'all' })
  expect(all.images).toBe(middle.images)
  const rows = table('all')
  const frames = new Map<string, number>()
  for (const { name } of rows) frames.set(name.split('-')[0], (frames.get(name.split('-')[0]) ?? 0) + 1)
  for (const row of rows) expect(frames.get(row.name.split('-')[0])).toBe(Number(row.frames))
  expect(rows[0].name).toMatch(/^\d{8}-0000$/)
  rmSync(out('all'), { recursive: true })
})
