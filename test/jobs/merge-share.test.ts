import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { mergeJob } from '../../src/jobs/merge.ts'
import { dicomFile } from '../dicom-file.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { contentsOfFile } from '../core/shards/same.ts'
import { scanHere } from '../core/shards/scan-here.ts'

/** statfs(2) type of Lustre. */
const LUSTRE = 0x0bd00bd0
const share = temporaryFolder()

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  return {
    ...fs,
    statfsSync: (path: string) => ({ ...fs.statfsSync(path), ...(path.startsWith(share) ? { type: LUSTRE } : {}) })
  }
})

test('on a share there is nothing but the finished catalogue, which was made on the disk of this machine', async () => {
  const work = temporaryFolder()
  mkdirSync(join(work, 'archive'))
  writeFileSync(join(work, 'archive/1'), dicomFile({ '00080018': ['UI', '1.1'] }))
  const part = scanHere(join(work, 'part.sqlite'), join(work, 'archive'))
  const scratch = join(work, 'scratch')
  mkdirSync(scratch)
  vi.stubEnv('SLURM_TMPDIR', scratch)
  const places = new Set<string>()
  const catalogue = join(share, 'results/archive.sqlite')
  const onProgress = (): void => readdirSync(scratch).forEach((name) => places.add(name))
  const report = await mergeJob.run({ inputs: [part], catalogue }, { onProgress })
  vi.unstubAllEnvs()
  expect(report).toMatchObject({ catalogue, instances: 1, already: false })
  expect(readdirSync(join(share, 'results'))).toEqual(['archive.sqlite'])
  expect(statSync(catalogue).mode & 0o777).toBe(0o600)
  expect(contentsOfFile(catalogue).instances).toEqual(contentsOfFile(part).instances)
  expect([...places]).toHaveLength(1)
  expect(readdirSync(scratch)).toEqual([])
  expect(await mergeJob.run({ inputs: [part], catalogue }, {})).toMatchObject({ already: true })
})
