import { join } from 'node:path'
import { expect, test } from 'vitest'
import { datasetSources } from '../../../src/core/dataset/sources.ts'
import { reading } from '../../../src/jobs/catalogues.ts'
import { scanJob } from '../../../src/jobs/scan.ts'
import { writePhantom } from '../../../src/phantom/phantom.ts'
import { WORK } from '../../jobs/archive.ts'
import { temporaryFolder } from '../catalogue/synthetic.ts'

test('chosen images are counted by source, in whatever order they come; a source without any is not listed', async () => {
  const folder = temporaryFolder()
  const catalogue = join(folder, 'c.sqlite')
  for (const [name, seed] of [
    ['first', 1],
    ['second', 2],
    ['third', 3]
  ] as const) {
    await writePhantom(join(folder, name), { images: 10, seed, size: 16 })
    await scanJob.run({ catalogue, folders: [join(folder, name)] }, WORK)
  }
  const chosen = Uint32Array.of(25, 3, 9, 21, 0, 29)
  const counted = await reading(catalogue, (reader) => datasetSources(reader, chosen))
  expect(counted).toEqual([
    { source: 1, images: 3, added: expect.stringMatching(/^2.*Z$/) as string, scanned: expect.any(String) as string },
    { source: 3, images: 3, added: expect.stringMatching(/^2.*Z$/) as string, scanned: expect.any(String) as string }
  ])
  expect(chosen[0]).toBe(25)
})
