import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { TrainingReport } from '../../../src/core/catalogue/stored/model.ts'
import type { ClusterReport } from '../../../src/jobs/cluster.ts'
import { scanJob } from '../../../src/jobs/scan.ts'
import type { JobRecord } from '../../../src/jobs/record.ts'
import { writePhantom } from '../../../src/phantom/phantom.ts'
import { json, medoid } from '../../cli/medoid.ts'
import { temporaryFolder } from '../../core/catalogue/synthetic.ts'

/** An algorithm and an architecture that only their registries know are offered and run by every host. */

const folder = temporaryFolder()
const catalogue = join(folder, 'c.sqlite')
const here = (file: string) => new URL(file, import.meta.url).href
const withOneMore = () => vi.stubEnv('NODE_OPTIONS', `--import=${here('./one-more-of-each.ts')}`)

beforeAll(async () => {
  vi.stubEnv('XDG_DATA_HOME', join(folder, 'data'))
  await writePhantom(join(folder, 'archive'), { images: 40, seed: 2 })
  await scanJob.run({ catalogue, folders: [join(folder, 'archive')] }, {})
})
afterAll(() => vi.unstubAllEnvs())

/** Through the contract, in a host of its own. */
async function startJob(job: string, field: string, parameters: object) {
  const script = fileURLToPath(here('./start-job.ts'))
  const args = [script, catalogue, job, field, JSON.stringify(parameters)]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return JSON.parse(stdout) as { record: JobRecord; choices: { value: string; label: string }[] }
}

const CLUSTER = { k: [3], sample: 30, restarts: 4, algorithm: 'random-starts' }
const TRAIN = { images: 8, epochs: 1, batch: 4, architecture: 'tiny', backend: 'wasm' }

describe('a clustering algorithm', () => {
  test('is refused where nobody has added it', async () => {
    vi.stubEnv('NODE_OPTIONS', '')
    const { code, stderr } = await medoid(['cluster', '--catalogue', catalogue, '--algorithm', 'random-starts'])
    expect(code).toBe(2)
    expect(stderr).toContain(
      'Allowed choices are fasterpam, pam, fasterpam-ward, fastermsc, onebatchpam, ward, average, complete, single, minimax.'
    )
  })

  test('is offered to the window and started through the contract', async () => {
    withOneMore()
    const { record, choices } = await startJob('cluster', 'algorithm', CLUSTER)
    expect(choices).toContainEqual({ value: 'random-starts', label: 'Random starts only' })
    expect(record).toMatchObject({ state: 'done', parameters: { algorithm: 'random-starts' } })
  })

  test('is started from the shell, which tells of it', async () => {
    withOneMore()
    const { stdout } = await medoid(['cluster', '--help'])
    expect(stdout).toContain('random-starts')
    const report = await json<ClusterReport>(
      ...['cluster', '--catalogue', catalogue, '--algorithm', 'random-starts'],
      ...['--k', '3', '--sample', '30', '--restarts', '4']
    )
    expect(report).toMatchObject({ algorithm: 'random-starts', restarts: 4, n: 30 })
  })
})

describe('an architecture', () => {
  test('is refused where nobody has added it', async () => {
    vi.stubEnv('NODE_OPTIONS', '')
    const { code, stderr } = await medoid(['train', '--catalogue', catalogue, '--architecture', 'tiny'])
    expect(code).toBe(2)
    expect(stderr).toContain('Allowed choices are manojlovic2020, compact.')
  })

  test('is offered to the window and started through the contract', async () => {
    withOneMore()
    const { record, choices } = await startJob('train', 'architecture', TRAIN)
    // 64 × 64 × 16 values.
    expect(choices).toContainEqual({ value: 'tiny', label: 'tiny, 65,536 values an image' })
    expect(record).toMatchObject({ state: 'done', parameters: { architecture: 'tiny' } })
  })

  test('is started from the shell, which tells of it', async () => {
    withOneMore()
    const { stdout } = await medoid(['train', '--help'])
    expect(stdout).toContain('"tiny"')
    const report = await json<TrainingReport>(
      ...['train', '--catalogue', catalogue, '--architecture', 'tiny', '--images', '8', '--epochs', '1'],
      ...['--batch', '4', '--backend', 'wasm']
    )
    expect(report).toMatchObject({ architecture: 'tiny', embedding: 65_536 })
  })
})
