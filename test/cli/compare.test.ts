import { beforeAll, expect, test } from 'vitest'
import { register } from '../../src/cli/commands/compare.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import type { ClusteringsComparison } from '../../src/jobs/compare-clusterings.ts'
import { archive, clusterParameters, threeKinds, unassign, WORK } from '../jobs/archive.ts'
import { runCommand } from './in-process.ts'

const catalogue = archive(threeKinds(60))
const here = ['--catalogue', catalogue]
beforeAll(async () => {
  await clusterJob.run(clusterParameters(catalogue, { k: [2, 3] }), WORK)
  unassign(catalogue, '1.3')
})

test('two clusterings are told of side by side, with what does not bear comparison', async () => {
  const { code, stdout } = await runCommand(register, 'compare', '1.2', '1.3', ...here)
  expect(code).toBe(0)
  expect(stdout).toMatch(/^60 images have a cluster in both\.$/m)
  expect(stdout).toMatch(/^clusters +2 +3$/m)
  // [40, 20] against [20, 20, 20]: sklearn.metrics.adjusted_rand_score.
  expect(stdout).toMatch(/^Adjusted Rand index 0\.563, normalised mutual information 0\.734 /m)
  expect(stdout).toMatch(
    /^66\.7 % of the images are in the cluster of 1\.3 that holds most of their cluster of 1\.2; in the other direction, 100\.0 %\.$/m
  )
  expect(stdout).toContain('Of 1.3 only the images of the sample are compared')
  expect(stdout).toMatch(/^Images that went elsewhere:$/m)
})

test('as JSON there are all pairs and moves, with examples', async () => {
  const { stdout } = await runCommand(register, 'compare', '1.3', '1.2', '--json', ...here)
  const found = JSON.parse(stdout) as ClusteringsComparison
  expect(found).toMatchObject({ images: 60, together: 60, togetherBack: 40, moves: [] })
  expect(found.pairs.map(({ images }) => images)).toEqual([20, 20, 20])
})

test('what is not there is refused with what is', async () => {
  const { code, stderr } = await runCommand(register, 'compare', '1.2', '1.7', ...here)
  expect([code, stderr]).toEqual([1, expect.stringContaining('It has: 1.2, 1.3.')])
})
