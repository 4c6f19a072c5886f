import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { openForReading } from '../../../src/core/catalogue/database.ts'
import { shardFile } from '../../../src/core/shards/shard-file.ts'
import { planJob } from '../../../src/jobs/plan.ts'
import type { ScanShardReport } from '../../../src/jobs/scan-shard.ts'
import { dicomFile } from '../../dicom-file.ts'
import { WORK } from '../archive.ts'
import { at, keep, killEverywhere, room, run } from './room.ts'

/** A process is started for each boundary. */
vi.setConfig({ testTimeout: 900_000 })

test('the scan of a shard, killed anywhere, leaves its file whole or not there, and is done the next time', async () => {
  rmSync(room, { recursive: true, force: true })
  for (const folder of ['archive', 'scratch']) mkdirSync(at(folder), { recursive: true })
  for (const name of ['a', 'b', 'c', 'd'])
    writeFileSync(at(`archive/${name}`), dicomFile({ '00080018': ['UI', `1.${name.charCodeAt(0)}`] }))
  await planJob.run({ root: at('archive'), shards: 2, out: at('run') }, WORK)
  keep()
  vi.stubEnv('SLURM_TMPDIR', at('scratch'))
  const parameters = { plan: at('run/plan.json'), shard: 1, out: at('run/shards') }
  const file = shardFile(parameters.out, 1)
  let [killedBefore, killedAfter] = [0, 0]
  await killEverywhere('scan a shard', parameters, async () => {
    const isThere = existsSync(file)
    if (isThere) killedAfter++
    else killedBefore++
    expect((await run('scan a shard', parameters)) as ScanShardReport).toMatchObject({ already: isThere })
    const catalogue = openForReading(file)
    expect(catalogue.db.prepare('SELECT count(*) FROM file').pluck().get()).toBe(2)
    expect(catalogue.db.pragma('integrity_check', { simple: true })).toBe('ok')
    catalogue.close()
    // What killed attempts left goes with the next that scans.
    if (!isThere) expect([readdirSync(parameters.out), readdirSync(at('scratch'))]).toEqual([['00001.sqlite'], []])
  })
  expect(killedBefore).toBeGreaterThan(5)
  expect(killedAfter).toBeGreaterThan(0)
})
