import { expect, test } from 'vitest'
import { register } from '../../src/cli/commands/suggest.ts'
import type { SuggestReport } from '../../src/jobs/suggest.ts'
import { correctionsAfter } from '../../src/core/catalogue/corrections/log.ts'
import { archive, lookInto, threeKinds } from '../jobs/archive.ts'
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

test('accepts values above a probability only where there is none, lists them, and never suggests them again', async () => {
  const own = archive(headers)
  const accepting = (...args: string[]) =>
    runCommand(register, 'suggest', '--tag', 'BodyPartExamined', ...args, '--catalogue', own)
  const nothing = await accepting('--accept-above', '0.999')
  expect(nothing.stdout).not.toContain('Accepted')
  const { stdout } = await accepting('--accept-above', '0.9', '--author', 'Ann')
  expect(stdout).toMatch(/Accepted without a person; [^]*HEAD\s+1\s+9\d\.\d %\s+1$/m)
  const report = JSON.parse((await accepting('--accept-above', '0.9', '--json')).stdout) as SuggestReport
  expect([report.missing, report.accepted]).toEqual([[], []])
  expect(report.wrong).toMatchObject([{ instance: 3, present: 'KNEE', suggested: 'HEAD' }])
  const decided = lookInto(own, (db) => [...correctionsAfter(db, 0)])
  expect(decided).toMatchObject([
    { author: 'Ann', change: { kind: 'accept', value: 'HEAD', images: 1, from: { by: 'suggestion', name: '2' } } }
  ])
})

test('suggests what an element can have, and leaves to a person what it cannot', async () => {
  // Nothing of it is a code string (PS3.5, table 6.2-1): that has capitals, digits, spaces and underscores, 16 at most.
  const spelt: Record<string, string> = { HEAD: 'Abdomen/Pelvis', KNEE: 'Upper extremities, left' }
  const files = headers.map((header) => {
    const { BodyPartExamined: part } = header
    return { ...header, BodyPartExamined: part && (spelt[part] ?? part) }
  })
  files[1].BodyPartExamined = undefined
  files[2].BodyPartExamined = undefined
  const args = ['--tag', 'BodyPartExamined', '--accept-above', '0.9', '--json', '--catalogue', archive(files)]
  const { stdout, stderr } = await runCommand(register, 'suggest', ...args)
  const { missing, accepted } = JSON.parse(stdout) as SuggestReport
  expect(missing.map(({ suggested }) => suggested).sort()).toEqual([
    'ABDOMEN PELVIS',
    'CHEST',
    'Upper extremities, left'
  ])
  expect(accepted.map(({ value }) => value).sort()).toEqual(['ABDOMEN PELVIS', 'CHEST'])
  expect(stderr).toContain(
    '"Upper extremities, left", suggested for 1 image, was not accepted: it is no value of BodyPartExamined, whose value representation is CS'
  )
})

test('accepts nothing for an image for which several values are suggested in its series', async () => {
  // Series 9.x has an image of each kind, none with a body part.
  const mixed = threeKinds(90, (i) => ({ SeriesInstanceUID: i < 3 ? '9.x' : `9.${i % 3}.${Math.floor(i / 9)}` }))
  for (const header of mixed.slice(0, 3)) header.BodyPartExamined = undefined
  const args = ['--tag', 'BodyPartExamined', '--accept-above', '0.9', '--json', '--catalogue', archive(mixed)]
  const { missing, accepted } = JSON.parse((await runCommand(register, 'suggest', ...args)).stdout) as SuggestReport
  expect(missing.map(({ suggested }) => suggested).sort()).toEqual(['CHEST', 'HEAD', 'KNEE'])
  expect(accepted).toEqual([])
})

test('refuses a probability that accepts what is as likely wrong as right, or nothing', async () => {
  for (const above of ['0.4', '1', 'sure']) {
    expect((await suggest('--tag', 'BodyPartExamined', '--accept-above', above)).code).toBe(2)
  }
})
