import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { register } from '../../src/cli/commands/report.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { archive, clusterParameters, threeKinds, WORK } from '../jobs/archive.ts'
import { runCommand } from './in-process.ts'

const catalogue = archive(threeKinds(30))
beforeAll(async () => {
  await clusterJob.run(clusterParameters(catalogue), WORK)
})

test('it says where the page is, what is not shown, and what it lacks', async () => {
  const out = join(temporaryFolder(), 'report.html')
  const { code, stdout } = await runCommand(register, 'report', '--catalogue', catalogue, '--run', '1', '--out', out)
  expect(code).toBe(0)
  expect(stdout).toContain(`Clustering 1.3 in ${out} (`)
  expect(stdout).toContain(`its numbers are in ${out.replace('.html', '.json')}`)
  expect(stdout).toContain('3 of 3 pictures are not shown')
  expect(stdout).toContain('medoid train')
  expect(readFileSync(out, 'utf8')).toContain('Run 1, 3 clusters')
})

test('its JSON document', async () => {
  const out = join(temporaryFolder(), 'report.html')
  const args = ['report', '--catalogue', catalogue, '--run', '1.3', '--out', out, '--json']
  const { stdout } = await runCommand(register, ...args)
  expect(JSON.parse(stdout)).toEqual({
    clustering: '1.3',
    model: null,
    evaluation: null,
    out,
    bytes: readFileSync(out).length,
    json: out.replace('.html', '.json'),
    methods: expect.objectContaining({ method: 'balanced', k: 3, images: 30, withoutVisual: 'no-model' }) as object,
    pictures: { shown: 0, withheld: 3 }
  })
})

test('what it needs, and what it does not know, is a usage error', async () => {
  expect(await runCommand(register, 'report', '--out', 'x.html')).toMatchObject({ code: 2 })
  expect(await runCommand(register, 'report', '--run', '1')).toMatchObject({ code: 2 })
  const unknown = ['report', '--run', '1', '--out', 'x.html', '--pictures', 'most']
  expect(await runCommand(register, ...unknown)).toMatchObject({ code: 2 })
})
