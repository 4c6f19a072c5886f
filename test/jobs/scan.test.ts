import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openForWriting } from '../../src/core/catalogue/database.ts'
import { readingThreads } from '../../src/jobs/reading-threads.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { dicomFile } from '../dicom-file.ts'
import { WORK } from './archive.ts'

test('a report tells what this scan did and what the catalogue holds, with the files that have issues', async () => {
  const root = temporaryFolder()
  mkdirSync(join(root, 'x'))
  const image = (uid: string) =>
    dicomFile({
      '00080018': ['UI', uid],
      '0020000D': ['UI', '2.1'],
      '0020000E': ['UI', '3.1'],
      '00280010': ['LO', '4']
    })
  writeFileSync(join(root, 'x', 'a'), image('1.1'))
  writeFileSync(join(root, 'x', 'b'), image('1.1'))
  writeFileSync(join(root, 'x', 'c'), image('1.2').subarray(0, 170))
  writeFileSync(join(root, 'x', 'd'), 'notes')
  const catalogue = join(temporaryFolder(), 'c.sqlite')
  const report = await scanJob.run({ catalogue, folders: [root] }, WORK)
  expect(report).toMatchObject({
    files: { seen: 4, dicom: 2, notDicom: 1, failed: 1, archives: 0, unchanged: 0, removed: 0 },
    instances: 1,
    images: 1,
    duplicates: 1,
    series: 1,
    studies: 1,
    // Four of the data set, two of the file meta information.
    tags: 6,
    issuesOmitted: 0
  })
  expect(report.issues.map(({ path }) => path)).toEqual([join(root, 'x', 'c')])
  expect(report.filesPerSecond).toBeCloseTo(4 / report.seconds, 6)
})

test('files that are catalogued with issues are with remarks, those that are refused are not', async () => {
  const root = temporaryFolder()
  const instance = (uid: string) => dicomFile({ '00080018': ['UI', uid], '00100020': ['LO', 'id'] })
  writeFileSync(join(root, 'a'), instance('1.1'))
  writeFileSync(join(root, 'b'), Buffer.concat([instance('1.2'), Buffer.alloc(512)]))
  writeFileSync(join(root, 'c'), instance('1.3').subarray(0, -1))
  const report = await scanJob.run({ catalogue: join(temporaryFolder(), 'c.sqlite'), folders: [root] }, WORK)
  expect(report.remarked).toBe(1)
  expect(report.issues.map(({ path, code }) => [path.slice(-1), code])).toEqual([
    ['b', 'trailing-bytes-ignored'],
    ['c', 'header-truncated']
  ])
})

test('of very many issues the first ten thousand are listed, and the others counted', async () => {
  const root = temporaryFolder()
  writeFileSync(join(root, 'IM'), dicomFile({ '00080018': ['UI', '1.1'] }))
  const parameters = { catalogue: join(temporaryFolder(), 'c.sqlite'), folders: [root] }
  await scanJob.run(parameters, WORK)
  const catalogue = openForWriting(parameters.catalogue, 'test')
  catalogue.db.exec(
    `WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 10005)
     INSERT INTO issue(dir, name, code, message) SELECT 1, 'IM' || n, 'bad-length', 'It is bad.' FROM i`
  )
  catalogue.close()
  const { issues, issuesOmitted } = await scanJob.run(parameters, WORK)
  expect([issues.length, issuesOmitted]).toEqual([10_000, 5])
})

test('one core writes what the others read', () => {
  expect(readingThreads()).toBeGreaterThanOrEqual(1)
  expect(readingThreads()).toBeLessThanOrEqual(8)
})
