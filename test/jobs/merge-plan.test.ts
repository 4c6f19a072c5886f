import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { readPlan } from '../../src/core/shards/plan.ts'
import { checkJob } from '../../src/jobs/check.ts'
import { mergeJob } from '../../src/jobs/merge.ts'
import { planJob } from '../../src/jobs/plan.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { scanShardJob } from '../../src/jobs/scan-shard.ts'
import { zipFile } from '../archive-files.ts'
import { type Contents, contentsOfFile } from '../core/shards/same.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { dicomFile } from '../dicom-file.ts'
import { WORK } from './archive.ts'

const folder = temporaryFolder()
const root = join(folder, 'archive')
let whole: Contents

function put(path: string, bytes: Buffer | string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), bytes)
}

/** @param odd tags that few others have */
function image(uid: number, odd = false): Buffer {
  return dicomFile({
    '00080018': ['UI', `1.${uid}`],
    '00080060': ['CS', uid % 3 ? 'CT' : 'MR'],
    '00180060': [uid % 5 ? 'DS' : 'LO', String(uid % 4)],
    ...(odd ? { '00181030': ['LO', `protocol ${uid}`] as const } : {})
  })
}

/** Duplicates near and far, links to the same folder, a zip archive, files that are none, and names that sort apart as bytes and as text. */
beforeAll(async () => {
  for (let i = 0; i < 12; i++) put(`archive/a/IM${i}`, image(i, i === 3))
  for (let i = 8; i < 16; i++) put(`archive/a-1/IM${i}`, image(i))
  put('archive/b.zip', zipFile([1, 30, 31].map((uid) => ({ name: `in/${uid}`, bytes: image(uid) }))))
  put('archive/c/broken', image(40).subarray(0, 150))
  put('archive/c/notes.txt', 'no image')
  for (let i = 14; i < 20; i++) put(`beside/x/IM${i}`, image(i))
  for (let i = 41; i < 50; i++) put(`archive/e/IM${i}`, image(i))
  put('archive/\uff5e/IM50', image(50))
  put('archive/\u{1f600}/IM0', image(0))
  symlinkSync(join(folder, 'beside'), join(root, 'd'))
  symlinkSync(join(folder, 'beside', 'x'), join(root, 'z'))
  const catalogue = join(folder, 'whole.sqlite')
  await scanJob.run({ catalogue, folders: [root] }, WORK)
  whole = contentsOfFile(catalogue)
  expect(Object.keys(whole.files)).toContain(join(root, 'b.zip/in/30'))
})

test.each([1, 2, 9])('%i shards, scanned in any order and merged, are a scan of everything', async (shards) => {
  const out = join(folder, `run-${shards}`)
  const plan = await planJob.run({ root, shards, out }, WORK)
  expect(plan.shards).toBe(shards)
  // The link z leads where d led.
  expect(readPlan(plan.plan).seenLinks).toEqual(['z'])
  for (let shard = plan.shards - 1; shard >= 0; shard--) {
    await scanShardJob.run({ plan: plan.plan, shard, out: undefined, readers: 1 }, WORK)
  }
  const catalogue = join(out, 'archive.sqlite')
  await mergeJob.run({ inputs: [out], catalogue }, WORK)
  expect(contentsOfFile(catalogue)).toEqual(whole)
  expect((await checkJob.run({ catalogue }, WORK)).findings).toEqual([])
})
