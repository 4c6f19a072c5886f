import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadEvaluation } from '../../src/core/catalogue/evaluations.ts'
import { EVALUATION_DEFAULTS } from '../../src/core/evaluation/evaluation.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { reading } from '../../src/jobs/catalogues.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { evaluateJob } from '../../src/jobs/evaluate.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { trainJob } from '../../src/jobs/train.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { clusterParameters, WORK } from './archive.ts'

test('a run of some images only is evaluated on such images', async () => {
  const folder = temporaryFolder()
  const catalogue = join(folder, 'c.sqlite')
  await writePhantom(join(folder, 'archive'), { images: 160, seed: 4, size: 32 })
  await scanJob.run({ catalogue, folders: [join(folder, 'archive')] }, WORK)
  await clusterJob.run(
    clusterParameters(catalogue, { where: [{ tag: 'Modality', operator: 'is', value: 'MR' }], k: [2], sample: 20 }),
    WORK
  )
  const training = { catalogue, images: 10, epochs: 1, architecture: 'compact', backend: 'wasm' } as const
  await trainJob.run(training, WORK)
  const asked = { ...EVALUATION_DEFAULTS, datasets: 2, size: 10, permutations: 20, fit: false }
  const { evaluation } = await evaluateJob.run({ catalogue, run: '1.2', model: '1', backend: 'wasm', ...asked }, WORK)
  const modalities = await reading(catalogue, (reader) => {
    const { instances } = loadEvaluation(reader.db, String(evaluation))
    const { codes, texts } = reader.column(reader.find('Modality')!.id, instances.slice().sort())
    return new Set(Array.from(codes, (code) => texts[code]))
  })
  expect(modalities).toEqual(new Set(['MR']))
})
