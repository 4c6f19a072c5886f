import { expect, test } from 'vitest'
import { register } from '../../src/cli/commands/suggest.ts'
import type { SuggestReport } from '../../src/jobs/suggest.ts'
import { archive, threeKinds } from '../jobs/archive.ts'
import { runCommand } from './in-process.ts'

const headers = threeKinds(90, (i) => ({ SeriesInstanceUID: `9.${i % 3}.${Math.floor(i / 9)}` }))
headers[0].BodyPartExamined = undefined
headers[3].BodyPartExamined = 'KNEE'
const catalogue = archive(headers)
const suggest = (...args: string[]) => runCommand(register, 'suggest', ...args, '--catalogue', catalogue)

test('tells how well values are told apart, which are missing or look wrong, and why', async () => {
  const { code, stdout, stderr } = await suggest('--tag', 'BodyPartExamined')
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toContain('BodyPartExamined: 90 images, ')
  expect(stdout).toMatch(/Learned from 89 images and \d tags/)
  expect(stdout).toMatch(/probability\s+images\s+mean\s+right/)
  expect(stdout).toMatch(/No value: 1 image\. The clearest series:\n.*\n.*\n\s+HEAD\s+\d.*\/archive\/study\/IM0/)
  expect(stdout).toMatch(/Another value than the one suggested: 1 image\. [^]*KNEE\s+HEAD\s+\d.*\/archive\/study\/IM3/)
})

test('prints one document with every figure where it is asked to', async () => {
  const { stdout } = await suggest('--tag', 'BodyPartExamined', '--count', '1', '--json')
  const report = JSON.parse(stdout) as SuggestReport
  expect(report).toMatchObject({
    tag: 'BodyPartExamined',
    images: 90,
    leftOut: ['BodyPartExamined'],
    missing: [{ instance: 0, present: null, suggested: 'HEAD', path: '/archive/study/IM0' }],
    wrong: [{ instance: 3, present: 'KNEE', suggested: 'HEAD' }]
  })
})

test('says which tags it suggests nothing for, and why', async () => {
  expect((await suggest('--tag', 'Rows')).code).toBe(0)
  const none = await suggest('--tag', 'SOPInstanceUID')
  expect([none.code, none.stdout]).toEqual([1, ''])
  expect(none.stderr).toContain('The values of SOPInstanceUID may name a person, a place or a time')
  expect((await suggest('--tag', 'Nothing')).stderr).toContain('this catalogue has no tag Nothing')
  expect((await suggest()).code).toBe(2)
})
