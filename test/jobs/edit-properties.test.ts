import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { loadEdits } from '../../src/core/catalogue/edits.ts'
import { openForWriting } from '../../src/core/catalogue/database.ts'
import { assignedChunks, clusterIds, loadClustering, UNASSIGNED } from '../../src/core/catalogue/runs.ts'
import { MedoidError } from '../../src/core/errors.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { mergeJob, moveJob, redoJob, rejectJob, splitJob, undoJob } from '../../src/jobs/edit.ts'
import fc from '../fast-check.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { archive, clusterParameters, lookInto, threeKinds, WORK } from './archive.ts'

/** Whatever people do to clusters, in whatever order: equal images, and images that have next to no tag, are among them. */

const IMAGES = 40
let made: string
const catalogue = join(temporaryFolder(), 'c.sqlite')
const name = { run: 1, k: 4 }
const common = { catalogue, run: '1.4', author: '', where: [] }

beforeAll(async () => {
  const odd = (i: number) => (i % 7 === 0 ? { Modality: '', BodyPartExamined: '', SliceThickness: '', KVP: '' } : {})
  made = archive(threeKinds(IMAGES, odd))
  await clusterJob.run(clusterParameters(made, { k: [4], sample: 24 }), WORK)
  await assignJob.run({ catalogue: made, run: '1.4' }, WORK)
})

type Step =
  | { do: 'merge'; clusters: number[] }
  | { do: 'split'; cluster: number; instances: number[] }
  | { do: 'move'; to: number | null; instances: number[] }
  | { do: 'reject'; instances: number[] }
  | { do: 'undo' | 'redo' | 'assign' }

const cluster = fc.nat(5)
const instances = fc.uniqueArray(fc.nat(IMAGES - 1), { minLength: 1, maxLength: 12 })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('merge' as const), clusters: fc.uniqueArray(cluster, { minLength: 2, maxLength: 3 }) }),
  fc.record({ do: fc.constant('split' as const), cluster, instances }),
  fc.record({ do: fc.constant('move' as const), to: fc.option(cluster), instances }),
  fc.record({ do: fc.constant('reject' as const), instances }),
  fc.record({ do: fc.constantFrom('undo' as const, 'redo' as const, 'assign' as const) })
)

/** @returns false where that is impossible, and said so */
async function take(step: Step): Promise<boolean> {
  try {
    if (step.do === 'merge') await mergeJob.run({ ...common, clusters: step.clusters }, WORK)
    if (step.do === 'split') await splitJob.run({ ...common, ...step }, WORK)
    if (step.do === 'move') {
      await moveJob.run(
        { ...common, ...(step.to === null ? { new: true } : { to: step.to }), instances: step.instances },
        WORK
      )
    }
    if (step.do === 'reject') await rejectJob.run({ ...common, instances: step.instances }, WORK)
    if (step.do === 'undo') await undoJob.run(common, WORK)
    if (step.do === 'redo') await redoJob.run(common, WORK)
    if (step.do === 'assign') await assignJob.run({ catalogue, run: '1.4' }, WORK)
    return true
  } catch (error) {
    if (!(error instanceof MedoidError) || !['edit-impossible', 'unknown-cluster'].includes(error.code as string))
      throw error
    return false
  }
}

/** All that readers get. */
const state = () =>
  lookInto(catalogue, (db) => ({ clustering: loadClustering(db, name), chunks: [...assignedChunks(db, name)] }))

test('members, rejected images and clusters add up, all is the same when derived anew, and undoing all gives the method’s', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      copyFileSync(made, catalogue)
      const before = state()
      for (const each of steps) await take(each)

      const { clustering, chunks } = state()
      const ids = lookInto(catalogue, (db) => clusterIds(db, name))
      expect(clustering.clusters.map(({ id }) => id)).toEqual(ids)
      const [{ clusters, distances }] = chunks
      const rejected = clusters.subarray(0, IMAGES).filter((id) => id === UNASSIGNED).length
      const members = ids.map((id) => clusters.filter((each) => each === id).length)
      expect(members.reduce((sum, each) => sum + each, rejected)).toBe(IMAGES)
      const sampled = clustering.labels.filter((id) => id !== UNASSIGNED).length
      expect(clustering.clusters.reduce((sum, { size }) => sum + size, 0)).toBe(sampled)
      for (const id of ids) expect(clusters[clustering.medoids[id]], `medoid of ${id}`).toBe(id)
      clusters.forEach((id, instance) => expect(Number.isNaN(distances[instance])).toBe(id === UNASSIGNED))

      // From the assignment and the history alone.
      const catalogued = openForWriting(catalogue, 'test')
      catalogued.db.exec('DELETE FROM edited; DELETE FROM edited_chunk')
      catalogued.close()
      await take({ do: 'assign' })
      expect(state()).toEqual({ clustering, chunks })

      const { done } = lookInto(catalogue, (db) => loadEdits(db, name))
      for (let i = 0; i < done.length; i++) expect(await take({ do: 'undo' })).toBe(true)
      expect(state()).toEqual(before)
      for (let i = 0; i < done.length; i++) expect(await take({ do: 'redo' })).toBe(true)
      expect(state()).toEqual({ clustering, chunks })
    }),
    { numRuns: 15 }
  )
})
