import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test, vi } from 'vitest'
import { exportDataset, type ExportDatasetParameters } from '../../../src/jobs/definitions/dataset.ts'
import { withDefaults } from '../../../src/jobs/parameter.ts'
import { writePhantom } from '../../../src/phantom/phantom.ts'
import { clusterParameters } from '../archive.ts'
import { at, catalogue, keep, killEverywhere, restore, run, settleTimes } from './room.ts'

/** A process is started for each boundary. */
vi.setConfig({ testTimeout: 900_000 })

beforeAll(async () => {
  await writePhantom(at('archive'), { images: 24, seed: 4, size: 16 })
  settleTimes()
  await run('scan', { folders: [at('archive')] })
  await run('cluster', clusterParameters(catalogue, { k: [2], sample: 8 }))
  await run('assign', { run: '1.2' })
  keep()
})

/** Every file of the set with its bytes, but for the time at which it was begun. */
function written(): [string, string][] {
  const files = readdirSync(at('set'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort()
  const time = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d\.\d{3}Z)?/g
  return paths.map((path) => [path, readFileSync(path, 'latin1').replaceAll(time, 'TIME')])
}

test.each(['fiftyone', 'webdataset'] as const)(
  'a set of %s goes on and ends as an undisturbed one, byte for byte',
  async (format) => {
    const asked: Partial<ExportDatasetParameters> = { format, size: 16, splitBy: 'series', burnedIn: 'keep' }
    const parameters = withDefaults(exportDataset.parameters, { run: '1.2', out: at('set'), ...asked })
    restore()
    await run('export dataset', parameters)
    const undisturbed = written()
    let begun = 0
    await killEverywhere('export dataset', parameters, async () => {
      // Complete is what has a manifest, and nothing else.
      if (existsSync(at('set/manifest.json'))) {
        const missing = undisturbed.filter(([path]) => !existsSync(path))
        expect(missing).toEqual([])
      } else if (existsSync(at('set'))) begun++
      await run('export dataset', parameters)
      expect(written()).toEqual(undisturbed)
    })
    expect(begun).toBeGreaterThan(3)
  }
)
