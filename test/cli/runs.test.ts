import { beforeAll, expect, test } from 'vitest'
import { register } from '../../src/cli/commands/runs.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { archive, clusterParameters, threeKinds, WORK } from '../jobs/archive.ts'
import { runCommand } from './in-process.ts'

let file: string
beforeAll(async () => {
  file = archive(threeKinds(30))
  await clusterJob.run(clusterParameters(file, { k: [2, 3] }), WORK)
})
const runs = (...args: string[]) => runCommand(register, 'runs', ...args, '--catalogue', file)

test('runs are listed, renamed, removed and restored', async () => {
  expect((await runs()).stdout).toMatch(
    /^run +name +made .*\n.*\n +1 +\d{4}-\d\d-\d\d \d\d:\d\d +30 +30 +balanced +2, 3 +2, 3 +3 \(0\.\d+\)\n$/
  )
  expect((await runs('rename', '1', 'First')).stdout).toBe('Run 1 is now "First".\n')
  expect((await runs('rename', '1', 'Second')).stdout).toBe('Run 1 is now "Second"; before: "First".\n')
  expect((await runs()).stdout).toContain(' 1  Second ')
  expect((await runs('remove', '1')).stdout).toBe('Run 1 is removed. To undo it: medoid runs restore 1.\n')
  expect((await runs()).stdout).toBe(
    'No runs yet. Make one: medoid cluster\nRemoved: 1. To undo it: medoid runs restore RUN\n'
  )
  const again = await runs('remove', '1')
  expect(again).toMatchObject({ code: 1 })
  expect(again.stderr).toContain('Run 1 is removed. Restore it with "medoid runs restore RUN".')
  expect((await runs('restore', '1')).stdout).toBe('Run 1 is there.\n')
  expect((await runs('--json')).stdout).toContain('"name": "Second"')
})
