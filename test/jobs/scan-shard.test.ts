import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openForReading, openForWriting } from '../../src/core/catalogue/database.ts'
import { MedoidError } from '../../src/core/errors.ts'
import { readPlan } from '../../src/core/shards/plan.ts'
import { readShardMark, shardFile, writeShardMark } from '../../src/core/shards/shard-file.ts'
import { checkJob } from '../../src/jobs/check.ts'
import { planJob } from '../../src/jobs/plan.ts'
import { PROGRAM_VERSION } from '../../src/jobs/program.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { scanShardJob } from '../../src/jobs/scan-shard.ts'
import { tagsJob } from '../../src/jobs/tags.ts'
import { snapshot } from '../core/catalogue/snapshot.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { dicomFile } from '../dicom-file.ts'
import { unprivileged } from '../unprivileged.ts'
import { WORK } from './archive.ts'

let root: string
let out: string
let plan: string
let scratch: string

/** Two shards: 1/a, 1/b and 2/a, 2/b. */
beforeEach(async () => {
  const folder = temporaryFolder()
  ;[root, scratch, plan] = [join(folder, 'archive'), join(folder, 'scratch'), join(folder, 'run', 'plan.json')]
  mkdirSync(scratch)
  vi.stubEnv('SLURM_TMPDIR', scratch)
  for (const [series, modality] of [
    ['1', 'CT'],
    ['2', 'MR']
  ]) {
    mkdirSync(join(root, series), { recursive: true })
    for (const image of ['a', 'b'])
      writeFileSync(
        join(root, series, image),
        dicomFile({ '00080018': ['UI', `1.${series}.${image === 'a' ? 1 : 2}`], '00080060': ['CS', modality] })
      )
  }
  await planJob.run({ root, shards: 2, out: join(folder, 'run') }, WORK)
  out = join(folder, 'run', 'shards')
})
afterEach(() => vi.unstubAllEnvs())

const scanShard = (shard: number) => scanShardJob.run({ plan, shard, out }, WORK)

async function content(file: string) {
  const copy = join(temporaryFolder(), 'copy.sqlite')
  copyFileSync(file, copy)
  const catalogue = openForWriting(copy, 'test')
  try {
    return await snapshot(catalogue)
  } finally {
    catalogue.close()
  }
}

test('a shard is the catalogue of its range, as a scan of everything has it', async () => {
  const reports = [await scanShard(0), await scanShard(1)]
  expect(reports).toMatchObject([
    { shard: 0, file: shardFile(out, 0), already: false, planned: 2, files: { seen: 2, dicom: 2 }, issues: 0 },
    { shard: 1, file: shardFile(out, 1), already: false, planned: 2, files: { seen: 2, dicom: 2 }, issues: 0 }
  ])
  const whole = join(temporaryFolder(), 'whole.sqlite')
  await scanJob.run({ catalogue: whole, folders: [root] }, WORK)
  const [{ instances }, ...shards] = await Promise.all([whole, shardFile(out, 0), shardFile(out, 1)].map(content))
  expect(shards.map((shard) => Object.keys(shard.instances))).toEqual([
    [join(root, '1/a'), join(root, '1/b')],
    [join(root, '2/a'), join(root, '2/b')]
  ])
  expect({ ...shards[0].instances, ...shards[1].instances }).toEqual(instances)
  expect(readdirSync(scratch)).toEqual([])
})

test('it says of which plan it is, and of which version', async () => {
  await scanShard(1)
  const catalogue = openForReading(shardFile(out, 1))
  expect(readShardMark(catalogue.db)).toEqual({ plan: readPlan(plan).id, shard: 1, program: PROGRAM_VERSION })
  catalogue.close()
})

test('it is one file for its owner alone, which is read where nothing can be written', async () => {
  await scanShard(0)
  const file = shardFile(out, 0)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(out)).toEqual(['00000.sqlite'])
  const elsewhere = temporaryFolder()
  const copy = join(elsewhere, '00000.sqlite')
  copyFileSync(file, copy)
  chmodSync(copy, 0o444)
  chmodSync(elsewhere, 0o555)
  await unprivileged(async () => {
    expect(
      (await tagsJob.run({ catalogue: copy }, WORK)).tags.find(({ keyword }) => keyword === 'Modality')
    ).toMatchObject({
      top: [{ value: 'CT', count: 2 }]
    })
    expect((await checkJob.run({ catalogue: copy }, WORK)).checked).toMatchObject({ instances: 2 })
  })
  expect(readdirSync(elsewhere)).toEqual(['00000.sqlite'])
})

test('nothing is done where it is there', async () => {
  await scanShard(0)
  const before = statSync(shardFile(out, 0), { bigint: true })
  // Not even the archive is looked at.
  rmSync(root, { recursive: true })
  expect(await scanShard(0)).toMatchObject({ already: true, files: null, issues: null })
  expect(statSync(shardFile(out, 0), { bigint: true })).toMatchObject({ ino: before.ino, mtimeNs: before.mtimeNs })
})

test('of two at once the first wins, and both are done', async () => {
  const reports = await Promise.all([scanShard(0), scanShard(0)])
  expect(reports.map(({ already }) => already).sort()).toEqual([false, true])
  expect(readdirSync(out)).toEqual(['00000.sqlite'])
  expect(readdirSync(scratch)).toEqual([])
})

describe('what is in its place and is not it stays, and is named:', () => {
  const mark = (change: object) => async () => {
    await scanShard(0)
    const catalogue = openForWriting(shardFile(out, 0), 'test')
    writeShardMark(catalogue.db, { plan: readPlan(plan).id, shard: 0, program: PROGRAM_VERSION, ...change })
    catalogue.close()
  }
  test.each([
    ['a shard of another plan', mark({ plan: 'f'.repeat(64) }), 'it was made for another plan'],
    ['one of another version', mark({ program: '0.0.1' }), 'it was made by Medoid 0.0.1'],
    ['another shard', mark({ shard: 7 }), 'it is shard 7'],
    [
      'a catalogue that is no shard',
      async () => void (await scanJob.run({ catalogue: shardFile(out, 0), folders: [root] }, WORK)),
      'it is another catalogue'
    ],
    [
      'a file that was cut short',
      async () => {
        await scanShard(0)
        writeFileSync(shardFile(out, 0), readFileSync(shardFile(out, 0)).subarray(0, 20_000))
      },
      'is damaged'
    ],
    [
      'another file',
      () => {
        mkdirSync(out)
        writeFileSync(shardFile(out, 0), 'no database, but long enough to be looked at'.repeat(20))
      },
      'is not a Medoid catalogue'
    ]
  ] as [string, () => Promise<void> | void, string][])('%s', async (_name, make, problem) => {
    await make()
    const before = readFileSync(shardFile(out, 0))
    await expect(scanShard(0)).rejects.toThrow(problem)
    expect(readFileSync(shardFile(out, 0)).equals(before)).toBe(true)
  })
})

test('an archive that this machine does not have is named, and nothing is made', async () => {
  rmSync(root, { recursive: true })
  await expect(scanShard(0)).rejects.toMatchObject({ code: 'plan-root', parameters: { why: 'unusable', root } })
  // A folder on which nothing is mounted.
  mkdirSync(root)
  await expect(scanShard(0)).rejects.toMatchObject({ code: 'plan-root', parameters: { why: 'empty', planned: 2 } })
  expect(existsSync(out) ? readdirSync(out) : []).toEqual([])
  expect(readdirSync(scratch)).toEqual([])
})

test('there is no shard that the plan does not have', async () => {
  await expect(scanShard(2)).rejects.toMatchObject({ code: 'no-such-shard' })
})

test('one that is stopped leaves nothing behind', async () => {
  const controller = new AbortController()
  controller.abort()
  const stopped = scanShardJob.run({ plan, shard: 0, out }, { signal: controller.signal })
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
  expect(readdirSync(out)).toEqual([])
  expect(readdirSync(scratch)).toEqual([])
})

test('without a folder of the scheduler it works where temporary files are', async () => {
  vi.stubEnv('SLURM_TMPDIR', join(scratch, 'was-not-made'))
  expect(await scanShard(0)).toMatchObject({ files: { seen: 2 } })
})

test('without a folder for shards they lie beside the plan', async () => {
  expect(await scanShardJob.run({ plan, shard: 1, out: undefined }, WORK)).toMatchObject({ file: shardFile(out, 1) })
})

test('a scratch disk that is full is named, nothing is published, and nothing stays on it', async (context) => {
  const disk = mountSmallDisk()
  if (disk === undefined)
    return context.skip('This process may not mount a small disk (it is not root, or in a container).')
  try {
    vi.stubEnv('SLURM_TMPDIR', disk.folder)
    const error = await scanShard(0).catch((each: unknown) => each)
    expect(error).toBeInstanceOf(MedoidError)
    expect(error).toMatchObject({ code: 'scratch-unfit', parameters: { why: 'full' } })
    expect(readdirSync(disk.folder)).toEqual([])
    expect(readdirSync(out)).toEqual([])
  } finally {
    disk.unmount()
  }
})

/** A disk that a catalogue does not fit on, where this process may mount one. */
function mountSmallDisk(): { folder: string; unmount: () => void } | undefined {
  const folder = temporaryFolder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    return undefined
  }
  return { folder, unmount: () => execFileSync('umount', ['-l', folder]) }
}
