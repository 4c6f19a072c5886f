import { execFile, spawnSync } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { migrations } from '../../src/core/catalogue/migrations/index.ts'
import { assignedChunks, loadRun, UNASSIGNED } from '../../src/core/catalogue/runs.ts'
import { AS_IN_FILES, type TagId } from '../../src/core/catalogue/types.ts'
import { annotateJob } from '../../src/jobs/annotate.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { reading } from '../../src/jobs/catalogues.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { addCorrectionJob } from '../../src/jobs/corrections.ts'
import { train, vectors } from '../../src/jobs/definitions/embedding.ts'
import { exportCatalogueJob } from '../../src/jobs/export-catalogue.ts'
import { withDefaults } from '../../src/jobs/parameter.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { trainJob } from '../../src/jobs/train.ts'
import { vectorsJob } from '../../src/jobs/vectors.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { clusterParameters, WORK } from '../jobs/archive.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { pythonWith } from '../python-with.ts'

const PACKAGE = fileURLToPath(new URL('../../python', import.meta.url))
const PYTHON = pythonWith('numpy', 'pandas')
if (PYTHON === undefined) console.log('The Python package is not tested: there is no Python with numpy and pandas.')
else if (spawnSync(PYTHON, ['-c', 'import pyarrow'], { stdio: 'ignore' }).status !== 0) {
  console.log('The Python package does not read exported tables here: there is no pyarrow.')
}

test('the Python package knows the version of catalogues that Medoid writes', () => {
  const source = readFileSync(join(PACKAGE, 'medoid/sqlite.py'), 'utf8')
  expect(Number(/^NEWEST = (\d+)/m.exec(source)?.[1])).toBe(migrations.length)
})

test.skipIf(PYTHON === undefined)('the Python package reads what Medoid reads', async () => {
  const folder = temporaryFolder()
  const catalogue = join(folder, 'c.sqlite')
  await writePhantom(join(folder, 'archive'), { images: 60, seed: 2 })
  await scanJob.run({ catalogue, folders: [join(folder, 'archive')] }, WORK)
  await clusterJob.run(clusterParameters(catalogue, { sample: 30 }), WORK)
  await assignJob.run({ catalogue, run: '1.3' }, WORK)
  await annotateJob.run({ catalogue, run: '1.3', cluster: 0, label: 'Head CT', author: 'Ann' }, WORK)
  const small = { images: 6, epochs: 1, architecture: 'compact', backend: 'wasm', reserve: 20 } as const
  await trainJob.run({ catalogue, ...withDefaults(train.parameters, small) }, WORK)
  const stored = await vectorsJob.run({ catalogue, ...withDefaults(vectors.parameters, { backend: 'wasm' }) }, WORK)
  const where = [{ tag: 'Modality', operator: 'is' as const, value: 'CT' }]
  await addCorrectionJob.run({ catalogue, tag: 'Modality', value: 'MR', where, reason: 'a test', author: 'Bob' }, WORK)
  await exportCatalogueJob.run({ catalogue, out: join(folder, 'tables'), format: 'parquet' }, WORK)
  writeFileSync(
    join(folder, 'expected.json'),
    JSON.stringify({ ...(await expectedOf(catalogue)), vectors: stored.images, length: stored.length })
  )

  cpSync(PACKAGE, join(folder, 'python'), { recursive: true })
  const { stderr } = await promisify(execFile)(PYTHON!, ['-m', 'unittest', 'discover', '-s', 'tests', '-v'], {
    cwd: join(folder, 'python'),
    env: { ...process.env, MEDOID_TEST_FOLDER: folder }
  })
  console.log(/Ran \d+ tests.*/.exec(stderr)?.[0], /OK.*/.exec(stderr)?.[0])
  expect(stderr).toMatch(/^OK/m)
})

/** What Medoid's own reader says. */
function expectedOf(catalogue: string): Promise<object> {
  return reading(catalogue, (reader) => {
    const live = reader.live()
    const valuesOf = (source: Pick<typeof reader, 'column'>, id: TagId): (string | null)[] => {
      const { codes, texts } = source.column(id, live)
      return Array.from(codes, (code) => texts[code] || null)
    }
    const files = reader.asOf(AS_IN_FILES)
    const top = reader.tags().filter(({ path, keyword }) => path === '' && keyword !== '')
    const assigned = [...assignedChunks(reader.db, { run: 1, k: 3 })].flatMap(({ chunk, clusters, distances }) =>
      Array.from(clusters, (cluster, row) => [chunk * 4096 + row, cluster, distances[row]] as const)
    )
    const rows = assigned.filter(([, cluster]) => cluster !== UNASSIGNED)
    return {
      live: Array.from(live),
      images: reader.images().length,
      tags: Object.fromEntries(top.map(({ keyword, id }) => [keyword, valuesOf(files, id)])),
      corrected: valuesOf(reader, reader.find('Modality')!.id),
      assigned: {
        instances: rows.map(([instance]) => instance),
        clusters: rows.map(([, cluster]) => cluster),
        distances: rows.map(([, , distance]) => distance)
      },
      sample: Array.from(loadRun(reader.db, 1).sample)
    }
  })
}
