import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { register as assign } from '../../src/cli/commands/assign.ts'
import { register as checkAll } from '../../src/cli/commands/check.ts'
import { register as cluster } from '../../src/cli/commands/cluster.ts'
import { register as corrections } from '../../src/cli/commands/corrections.ts'
import { register as exportAll } from '../../src/cli/commands/export.ts'
import { register as features } from '../../src/cli/commands/features.ts'
import { register as scan } from '../../src/cli/commands/scan.ts'
import { register as tags } from '../../src/cli/commands/tags.ts'
import type { FeaturesDocument } from '../../src/core/features/describe.ts'
import type { CheckTagsReport } from '../../src/jobs/check-tags.ts'
import type { AssignReport } from '../../src/jobs/assign.ts'
import type { CorrectionReport } from '../../src/jobs/corrections.ts'
import type { TagReport } from '../../src/jobs/tags.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { runCommand, shell } from './in-process.ts'

/** A person corrects values at a shell, and everything that reads tags sees it. */

const folder = temporaryFolder()
const at = (name: string) => join(folder, name)
const here = ['--catalogue', at('c.sqlite')]
const OF = ['--tag', 'BodyPartExamined']

const { text, json } = shell(...here)

/** Images of each part of the body. */
async function parts(...args: string[]): Promise<Record<string, number>> {
  const { values } = await json<TagReport>(tags, 'tags', ...OF, ...args)
  return Object.fromEntries(values.map(({ value, count }) => [value, count]))
}

const CLUSTER = ['cluster', '--k', '6', '--sample', '60', '--include', 'BodyPartExamined']
let assigned: AssignReport
let found: Record<string, number>
/** The most frequent part of the body, which is corrected. */
let part: string

beforeAll(async () => {
  await writePhantom(at('archive'), { images: 160, seed: 3 })
  await text(scan, 'scan', at('archive'))
  found = await parts()
  ;[part] = Object.keys(found)
  await text(cluster, ...CLUSTER)
  assigned = await json<AssignReport>(assign, 'assign', '--run', '1.6')
})

test('what is corrected is seen by all that read tags; --raw shows what the files say', async () => {
  const asked = [
    ...OF,
    '--where',
    `BodyPartExamined=${part}`,
    '--value',
    'TEST PART',
    '--reason',
    'Seen',
    '--author',
    'Ann'
  ]
  const told = await text(corrections, 'corrections', 'add', ...asked)
  expect(told).toContain(`1: ${found[part]} images: "${part}" (${found[part]}) → "TEST PART".`)
  expect((await parts())['TEST PART']).toBe(found[part])
  expect(await parts('--raw')).toEqual(found)

  const chosen = ['features', '--include', 'BodyPartExamined']
  const seen = await json<FeaturesDocument>(features, ...chosen)
  const raw = await json<FeaturesDocument>(features, ...chosen, '--raw')
  const body = (document: FeaturesDocument) => document.features.find(({ name }) => name === 'BodyPartExamined')!
  expect([body(seen).corrected, body(raw).corrected]).toEqual([found[part], 0])
  expect(body(seen).remarks).toContain(`${found[part]} values are as people corrected or mapped them.`)
})

test('a clustering says what it rests on, and one that was made before stays what it was', async () => {
  const again = await json<AssignReport>(assign, 'assign', '--run', '1.6')
  expect(again.clusters).toEqual(assigned.clusters)
  const { code, stderr } = await runCommand(cluster, ...CLUSTER, ...here)
  expect(code).toBe(0)
  expect(stderr).toContain(`Values that people corrected or mapped: BodyPartExamined of ${found[part]} images.`)
  const raw = await runCommand(cluster, ...CLUSTER, '--raw', ...here)
  expect([raw.code, raw.stderr.includes('people corrected')]).toEqual([0, false])
})

test('the history tells who decided what and why, and what was undone', async () => {
  const { entry } = await json<CorrectionReport>(corrections, 'corrections', 'undo', ...OF, '--author', 'Bob')
  expect(entry).toBe(2)
  expect(await parts()).toEqual(found)
  const history = await text(corrections, 'corrections', 'history', ...OF)
  expect(history).toMatch(/1 .* Ann +undone +\d+ images: .* Seen/)
  expect(history).toMatch(/2 .* Bob +undo of 1 +Seen/)
  await text(corrections, 'corrections', 'redo', ...OF)
  expect((await parts())['TEST PART']).toBe(found[part])
  expect(await text(corrections, 'corrections')).toMatch(
    new RegExp(`BodyPartExamined +${found[part]} +${found[part]} +0 +0`)
  )
})

describe('export corrections', () => {
  test('as CSV, a row for each value, without the reason', async () => {
    const told = await text(exportAll, 'export', 'corrections', '--out', at('corrections.csv'))
    expect(told).toContain(`${found[part]} values of ${found[part]} images in`)
    const [head, first, ...rest] = readFileSync(at('corrections.csv'), 'utf8').trim().split(/\r?\n/)
    expect(head).toBe(
      'SOPInstanceUID,SeriesInstanceUID,tag,name,vr,found,value,fileChanged,entry,created,author,from,probability'
    )
    expect(first).toMatch(
      new RegExp(`^[\\d.]+,[\\d.]+,"?\\(0018,0015\\)"?,BodyPartExamined,CS,${part},TEST PART,false,1,2.*Z,Ann,person,$`)
    )
    expect(rest).toHaveLength(found[part] - 1)
    expect(readFileSync(at('corrections.csv'), 'utf8')).not.toContain('Seen')
  })

  test('as a patch in the DICOM JSON model, an image each', async () => {
    await text(exportAll, 'export', 'corrections', '--format', 'json', '--out', at('patch.json'))
    const patch = JSON.parse(readFileSync(at('patch.json'), 'utf8')) as Record<string, unknown>[]
    expect(patch).toHaveLength(found[part])
    expect(patch[0]).toEqual({
      '00080018': { vr: 'UI', Value: [expect.stringMatching(/^[\d.]+$/)] },
      '00180015': { vr: 'CS', Value: ['TEST PART'] }
    })
  })

  test('an element without a value is empty, and numbers are numbers', async () => {
    await text(corrections, 'corrections', 'add', ...OF, '--where', 'BodyPartExamined="TEST PART"', '--value', '')
    await text(
      corrections,
      'corrections',
      'add',
      '--tag',
      'SliceThickness',
      '--where',
      'Modality=CT',
      '--value',
      '2.50'
    )
    await text(exportAll, 'export', 'corrections', '--format', 'json', '--out', at('patch.json'))
    const patch = JSON.parse(readFileSync(at('patch.json'), 'utf8')) as Record<string, unknown>[]
    expect(patch.find((each) => '00180015' in each)!['00180015']).toEqual({ vr: 'CS' })
    expect(patch.find((each) => '00180050' in each)!['00180050']).toEqual({ vr: 'DS', Value: [2.5] })
  })

  test('with a key, other UIDs', async () => {
    const uids = (name: string): string[] =>
      (JSON.parse(readFileSync(at(name), 'utf8')) as Record<string, { Value: string[] }>[]).map(
        (each) => each['00080018'].Value[0]
      )
    const asked = ['--format', 'json', '--out', at('mapped.json'), '--remap-uids', join(temporaryFolder(), 'key')]
    await text(exportAll, 'export', 'corrections', ...asked)
    expect(uids('mapped.json')).toHaveLength(uids('patch.json').length)
    expect(uids('mapped.json').filter((uid) => uids('patch.json').includes(uid))).toEqual([])
  })
})

test.each([
  [['--tag', 'PatientName', '--value', 'X', '--where', 'Modality=CT'], 'may tell of a person'],
  [['--tag', 'StudyDate', '--value', '19950101', '--where', 'Modality=CT'], 'may tell of a person'],
  [['--tag', 'SliceThickness', '--value', 'thick', '--where', 'Modality=CT'], 'is no value of SliceThickness'],
  [['--tag', 'SliceThickness', '--value', '5'], 'No images are given'],
  [['--tag', 'SliceThickness', '--value', '5', '--where', 'Modality=XX'], 'None of the images']
])('%j is refused', async (args, problem) => {
  const { code, stderr } = await runCommand(corrections, 'corrections', 'add', ...args, ...here)
  expect([code, stderr]).toEqual([1, expect.stringContaining(problem)])
})

test('check tags tells what contradicts itself, also in corrected values', async () => {
  expect(await text(checkAll, 'check', 'tags')).toBe('No values of 160 images contradict each other.\n')
  await text(corrections, 'corrections', 'add', '--tag', 'SliceThickness', '--where', 'Modality=CT', '--value', '509')
  const { contradictions } = await json<CheckTagsReport>(checkAll, 'check', 'tags')
  expect(contradictions).toMatchObject([{ code: 'implausible', groups: [{ where: [{ tag: 'SliceThickness' }] }] }])
  expect((await json<CheckTagsReport>(checkAll, 'check', 'tags', '--raw')).contradictions).toEqual([])
  expect(await text(checkAll, 'check', 'tags')).toContain('--where SliceThickness=100..')
})
