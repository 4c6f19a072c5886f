import { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Service } from '../../../src/api/service.ts'
import { openForReading, openForWriting } from '../../../src/core/catalogue/database.ts'
import { CatalogueReader } from '../../../src/core/catalogue/reader.ts'
import { annotateJob } from '../../../src/jobs/annotate.ts'
import { assignJob } from '../../../src/jobs/assign.ts'
import { checkJob } from '../../../src/jobs/check.ts'
import { clusterJob } from '../../../src/jobs/cluster.ts'
import { exportLabelsJob } from '../../../src/jobs/export-labels.ts'
import { featuresJob } from '../../../src/jobs/features.ts'
import { JobRunner } from '../../../src/jobs/runner.ts'
import { scanJob } from '../../../src/jobs/scan.ts'
import { listSourcesJob } from '../../../src/jobs/sources.ts'
import { tagsJob } from '../../../src/jobs/tags.ts'
import type { Message } from '../../../src/messages/message.ts'
import { PLAIN_TERMS } from '../../../src/messages/terms.ts'
import { archive, clusterParameters, threeKinds, WORK } from '../../jobs/archive.ts'
import { fakeProcesses } from '../../jobs/fake-process.ts'
import { unprivileged } from '../../unprivileged.ts'
import { temporaryFolder } from './synthetic.ts'
import { featureParameters } from '../../../src/jobs/definitions/feature-parameters.ts'
import { withDefaults } from '../../../src/jobs/parameter.ts'

let catalogue: string
let folder: string

/** A catalogue that a user without rights may read, in a folder where that user may not write. */
function makeReadOnly(): void {
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o444)
  chmodSync(folder, 0o555)
}

beforeEach(async () => {
  catalogue = archive(threeKinds(30))
  folder = dirname(catalogue)
  await clusterJob.run(clusterParameters(catalogue), WORK)
  await assignJob.run({ catalogue, run: '1' }, WORK)
})
afterEach(() => chmodSync(folder, 0o755))

const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith('medoid-reading-'))

describe.skipIf(process.platform === 'win32')('a catalogue on a disk that is only read', () => {
  test('opens for every command that reads, and nothing is left of that', async () => {
    makeReadOnly()
    const before = readFileSync(catalogue)
    const out = join(temporaryFolder(), 'labels.csv')
    chmodSync(dirname(out), 0o777)
    await unprivileged(async () => {
      expect((await tagsJob.run({ catalogue }, WORK)).instances).toBe(30)
      expect((await listSourcesJob.run({ catalogue }, WORK)).sources).toHaveLength(1)
      const features = { ...withDefaults(featureParameters, { tags: 20 }), catalogue }
      expect((await featuresJob.run(features, WORK)).images).toBe(30)
      expect((await checkJob.run({ catalogue }, WORK)).checked.instances).toBe(30)
      expect(
        (await exportLabelsJob.run({ catalogue, run: '1', format: 'csv', out, where: [], columns: [] }, WORK)).rows
      ).toBe(30)
    })
    expect(readFileSync(catalogue).equals(before)).toBe(true)
    expect(readdirSync(folder).filter((name) => /-(wal|shm)$/.test(name))).toEqual([])
    expect(leftovers()).toEqual([])
  })

  test('shows what its log holds, too, where it was copied there without being closed', async () => {
    const open = openForWriting(catalogue, 'test')
    open.db.exec("INSERT INTO source(id, root, added) VALUES(2, '/late', '')")
    const copy = join(temporaryFolder(), 'c.sqlite')
    for (const suffix of ['', '-wal']) copyFileSync(catalogue + suffix, copy + suffix)
    open.close()
    expect(statSync(`${copy}-wal`).size).toBeGreaterThan(0)
    ;[catalogue, folder] = [copy, dirname(copy)]
    makeReadOnly()
    const { sources } = await unprivileged(() => listSourcesJob.run({ catalogue }, WORK))
    expect(sources.map(({ root }) => root)).toEqual(['/archive', '/late'])
  })

  test('opens in the window, whose jobs are remembered while it runs', async () => {
    makeReadOnly()
    await unprivileged(async () => {
      const service = new Service()
      expect(service.prepare(catalogue, true)).toBe(catalogue)
      expect(await service.answer('runs.list', {}, catalogue)).toMatchObject([{ run: 1, n: 30 }])
      service.release(catalogue)
      const { start, started } = fakeProcesses()
      const runner = new JobRunner(start, () => undefined, PLAIN_TERMS)
      const { id } = runner.add('check', catalogue, {})
      const message: Message = { code: 'checked', parameters: { findings: [] } }
      started[0].say({ type: 'done', message, outcome: {} })
      expect(runner.list(catalogue)).toMatchObject([{ id, state: 'done', message }])
      expect(runner.log(catalogue, id)).toContain('done: The catalogue is sound.')
      runner.forget(catalogue, id)
      expect(runner.list(catalogue)).toEqual([])
    })
    expect(existsSync(`${catalogue}-jobs`)).toBe(false)
  })

  test('commands that write say in one line why not', async () => {
    makeReadOnly()
    await unprivileged(async () => {
      const writers = [
        () => scanJob.run({ catalogue, folders: [] }, WORK),
        () => clusterJob.run(clusterParameters(catalogue), WORK),
        () => annotateJob.run({ catalogue, run: '1', cluster: 0, label: 'x' }, WORK)
      ]
      for (const write of writers) {
        const error = await write().catch((each: unknown) => each as Error & { code: string })
        expect(error).toMatchObject({ code: 'catalogue-unusable' })
        expect((error as Error).message).toMatch(
          /^.* cannot be written \(.*\)\. Unless a catalogue is only read, it has to be in a folder where you may write: .*$/
        )
      }
    })
  })

  test('in a folder that may be written it is read where it lies, beside others that write', () => {
    const reader = openForReading(catalogue)
    const writer = openForWriting(catalogue, 'test')
    writer.db.exec("INSERT INTO source(id, root, added) VALUES(2, '/late', '')")
    expect(reader.db.prepare('SELECT count(*) FROM source').pluck().get()).toBe(2)
    expect(new CatalogueReader(reader.db).live()).toHaveLength(30)
    writer.close()
    reader.close()
  })
})
