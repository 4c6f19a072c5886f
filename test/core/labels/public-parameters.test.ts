import { expect, test } from 'vitest'
import type { Tag } from '../../../src/core/catalogue/types.ts'
import { PARAMETERS } from '../catalogue/stored/examples.ts'
import { publicParameters } from '../../../src/core/labels/public-parameters.ts'

const tag = (id: number, tag: string, keyword: string, vr: string, path = ''): Tag => ({
  id,
  tag,
  path,
  keyword,
  privateCreator: '',
  vr
})
const TAGS = [
  tag(1, '(0008,0060)', 'Modality', 'CS'),
  tag(2, '(0010,0010)', 'PatientName', 'PN'),
  tag(3, '(0008,0020)', 'StudyDate', 'DA')
]

test('how a run was made stays, conditions on people and dates are withheld', () => {
  const where = ['Modality=CT', 'PatientName~smith', 'StudyDate=20200101..20201231', 'Gone!=smith']
  const stored = { ...PARAMETERS, include: ['Modality'], catalogue: '/home/jane/archive.sqlite', where }
  expect(publicParameters(stored, TAGS)).toEqual({
    tags: 70,
    exclude: [],
    k: [2],
    sample: 3,
    seed: 7,
    algorithm: 'fasterpam',
    restarts: 10,
    include: ['Modality'],
    where: ['Modality=CT', 'PatientName~(withheld)', 'StudyDate=(withheld)', 'Gone!=(withheld)']
  })
})

test('which values are one stays where the tag tells of nobody', () => {
  const changes = {
    kind: ['Modality=nominal'],
    join: ['Modality=CT=PT', 'PatientName=smith=jones'],
    separate: ['Gone=smith']
  }
  expect(publicParameters({ ...PARAMETERS, ...changes }, TAGS)).toMatchObject({
    kind: ['Modality=nominal'],
    join: ['Modality=CT=PT', 'PatientName=(withheld)'],
    separate: ['Gone=(withheld)']
  })
})

test('what was not asked for is left out', () => {
  const { k: _, ...parameters } = PARAMETERS
  expect(Object.keys(publicParameters(parameters, TAGS))).not.toContain('k')
})
