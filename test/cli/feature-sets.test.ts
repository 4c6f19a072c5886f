import { beforeAll, expect, test } from 'vitest'
import { register as registerFeatures } from '../../src/cli/commands/features.ts'
import { register as registerCluster } from '../../src/cli/commands/cluster.ts'
import { register } from '../../src/cli/commands/feature-sets.ts'
import type { FeatureSetsReport } from '../../src/jobs/feature-sets.ts'
import type { FeaturesDocument } from '../../src/core/features/describe.ts'
import { archive, threeKinds } from '../jobs/archive.ts'
import { runCommand } from './in-process.ts'

let catalogue: string
beforeAll(() => {
  catalogue = archive(threeKinds(30))
})
const sets = (...args: string[]) => runCommand(register, 'feature-sets', ...args, '--catalogue', catalogue)
const features = async (...args: string[]) => {
  const { stdout, stderr, code } = await runCommand(
    registerFeatures,
    'features',
    ...args,
    '--json',
    '--catalogue',
    catalogue
  )
  expect(stderr === '' || code === 0, stderr).toBe(true)
  return { ...(JSON.parse(stdout) as FeaturesDocument), stderr }
}

test('choices get a name, are used by it, are removed and restored', async () => {
  expect((await sets()).stdout).toContain('No feature set has a name yet.')
  const added = await sets('add', 'Two kinds', '--where', 'Modality=CT|MR', '--exclude', 'KVP', '--tags', '5')
  expect(added.stdout.trim()).toBe('"Two kinds": Modality is CT or MR, 5 tags at most, 1 left out, method balanced.')
  expect((await sets()).stdout).toContain('Modality is CT or MR')

  const all = await features('--method', 'paper')
  const chosen = await features('--set', 'Two kinds', '--method', 'paper')
  expect([all.images, chosen.images]).toEqual([30, 20])
  expect(chosen.rejected.find(({ name }) => name === 'KVP')?.reason).toBe('excluded')
  // What is given besides takes the place of what the set says.
  expect((await features('--set', 'Two kinds', '--where', 'Modality=CT', '--method', 'paper')).images).toBe(10)

  const clustered = await runCommand(
    registerCluster,
    'cluster',
    '--set',
    'Two kinds',
    '--k',
    '2',
    '--method',
    'paper',
    '--json',
    '--catalogue',
    catalogue
  )
  expect(JSON.parse(clustered.stdout)).toMatchObject({ run: 1, images: 20 })
  const ofRun = await sets('add', 'Of run 1', '--run', '1', '--tags', '3')
  expect(ofRun.stdout.trim()).toBe('"Of run 1": Modality is CT or MR, 3 tags at most, 1 left out, method paper.')

  await sets('remove', 'Of run 1')
  expect((await sets('remove', 'Of run 1')).stderr).toContain('The feature set "Of run 1" was removed.')
  await sets('restore', 'Of run 1')
  const listed = JSON.parse((await sets('--json')).stdout) as FeatureSetsReport
  expect(listed.sets.map(({ name }) => name)).toEqual(['Two kinds', 'Of run 1'])
})

test('a set that names tags which the catalogue does not have says so; a condition on one is an error', async () => {
  await sets('add', 'From elsewhere', '--exclude', 'KVP,StationName,(0019,xx0A)[ACME]')
  const { stderr } = await features('--set', 'From elsewhere')
  expect(stderr).toBe('This catalogue has no tag StationName, (0019,xx0A)[ACME], which the choices name: left out.\n')
  await sets('add', 'Elsewhere alone', '--where', 'StationName=A')
  const failed = await runCommand(registerFeatures, 'features', '--set', 'Elsewhere alone', '--catalogue', catalogue)
  expect([failed.code, failed.stderr]).toEqual([
    1,
    expect.stringContaining('StationName is A: this catalogue has no tag StationName.')
  ])
})

test('a set that is not there, and two beginnings, are refused', async () => {
  const { code, stderr } = await runCommand(registerFeatures, 'features', '--set', 'None', '--catalogue', catalogue)
  expect([code, stderr]).toEqual([1, expect.stringContaining('There is no feature set "None".')])
  expect((await sets('add', 'A', '--set', 'Two kinds', '--run', '1')).code).toBe(2)
  expect((await sets('add', 'Two kinds')).stderr).toContain('There is a feature set "Two kinds" already.')
})
