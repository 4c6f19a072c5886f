import { expect, test } from 'vitest'
import type { Tag } from '../../../src/core/catalogue/types.ts'
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
  expect(
    publicParameters(
      {
        sample: 5000,
        seed: 7,
        algorithm: 'fasterpam',
        include: ['Modality'],
        catalogue: '/home/jane/archive.sqlite',
        where: ['Modality=CT', 'PatientName~smith', { text: 'StudyDate=20200101..20201231' }, 'Gone!=smith']
      },
      TAGS
    )
  ).toEqual({
    sample: 5000,
    seed: 7,
    algorithm: 'fasterpam',
    include: ['Modality'],
    where: ['Modality=CT', 'PatientName~(withheld)', 'StudyDate=(withheld)', 'Gone!=(withheld)']
  })
})

test('which values are one stays where the tag tells of nobody', () => {
  const kind = ['Modality=nominal']
  expect(
    publicParameters({ kind, join: ['Modality=CT=PT', 'PatientName=smith=jones'], separate: ['Gone=smith'] }, TAGS)
  ).toEqual({ kind, join: ['Modality=CT=PT', 'PatientName=(withheld)'], separate: ['Gone=(withheld)'] })
})

test('no parameters are none', () => {
  expect(publicParameters({}, TAGS)).toEqual({})
})
