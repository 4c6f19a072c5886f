import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { readPlan } from '../../src/core/shards/plan.ts'
import { planJob } from '../../src/jobs/plan.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { WORK } from './archive.ts'

let root: string
let out: string

beforeEach(() => {
  const folder = temporaryFolder()
  ;[root, out] = [join(folder, 'archive'), join(folder, 'run')]
  for (const series of ['1', '2', '3', '4']) {
    mkdirSync(join(root, series), { recursive: true })
    for (const image of ['a', 'b', 'c']) writeFileSync(join(root, series, image), image)
  }
})

test('a plan is written into a folder of its own, for its owner alone', async () => {
  const report = await planJob.run({ root, shards: 2, out }, WORK)
  const path = join(out, 'plan.json')
  expect(report).toEqual({
    ...{ plan: path, id: readPlan(path).id, root, files: 12, shards: 2, smallest: 6, largest: 6, unreadable: 0 }
  })
  expect(readPlan(path).ranges).toEqual([
    { from: null, to: '3', files: 6 },
    { from: '3', to: null, files: 6 }
  ])
  expect([out, path].map((each) => statSync(each).mode & 0o777)).toEqual([0o700, 0o600])
  expect(readdirSync(out)).toEqual(['plan.json'])
})

test('asked for again it stays as it is, whatever has come to the archive', async () => {
  const before = await planJob.run({ root, shards: 2, out }, WORK)
  const text = readFileSync(before.plan, 'utf8')
  writeFileSync(join(root, 'late'), 'x')
  expect(await planJob.run({ root, shards: 2, out }, WORK)).toEqual({ ...before, unreadable: null })
  expect(readFileSync(before.plan, 'utf8')).toBe(text)
})

test('two that plan at once end with the same plan', async () => {
  const [one, other] = await Promise.all([1, 2].map(() => planJob.run({ root, shards: 3, out }, WORK)))
  expect(one).toEqual(other)
  expect(readdirSync(out)).toEqual(['plan.json'])
})

test('another plan has no place beside it', async () => {
  await planJob.run({ root, shards: 2, out }, WORK)
  const text = readFileSync(join(out, 'plan.json'), 'utf8')
  await expect(planJob.run({ root, shards: 3, out }, WORK)).rejects.toMatchObject({
    code: 'plan-exists',
    parameters: { root, shards: 2 }
  })
  await expect(planJob.run({ root: join(root, '1'), shards: 2, out }, WORK)).rejects.toMatchObject({
    code: 'plan-exists'
  })
  expect(readFileSync(join(out, 'plan.json'), 'utf8')).toBe(text)
})

test('an archive has one name, however a person types it', async () => {
  const link = join(temporaryFolder(), 'link')
  symlinkSync(root, link)
  const report = await planJob.run({ root: `${link}/../link/`, shards: 2, out }, WORK)
  expect(report.root).toBe(root)
  expect(await planJob.run({ root, shards: 2, out }, WORK)).toMatchObject({ id: report.id, unreadable: null })
})

test('results do not go into the archive itself', async () => {
  for (const inside of [root, join(root, 'run'), join(root, '..', 'archive', '1')]) {
    await expect(planJob.run({ root, shards: 2, out: inside }, WORK)).rejects.toMatchObject({ code: 'plan-inside' })
  }
  expect(readdirSync(root)).toEqual(['1', '2', '3', '4'])
  await planJob.run({ root, shards: 2, out: `${root}-run` }, WORK)
  expect(existsSync(`${root}-run/plan.json`)).toBe(true)
})

test('an archive that is not there is named', async () => {
  await expect(planJob.run({ root: join(root, 'none'), shards: 2, out }, WORK)).rejects.toMatchObject({
    code: 'no-such-folder'
  })
  expect(existsSync(out)).toBe(false)
})
