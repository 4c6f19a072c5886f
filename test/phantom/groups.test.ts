import { expect, test } from 'vitest'
import { phantomInstances } from '../../src/phantom/archive.ts'
import { groupName, phantomGroups } from '../../src/phantom/groups.ts'

test('every image of an archive has its group', () => {
  const options = { images: 40, seed: 3, size: 16 }
  const groups = phantomGroups(options)
  expect(groups.size).toBe(40)
  for (const { sopInstanceUid, group } of phantomInstances(options)) expect(groups.get(sopInstanceUid)).toEqual(group)
})

test('groups that differ in one thing have two names', () => {
  const group = { modality: 'MR', region: 'HEAD', plane: 'AXIAL', weighting: 'T1' } as const
  expect(groupName(group)).toBe('MR,HEAD,AXIAL,T1')
  expect(groupName({ ...group, weighting: 'T2' })).toBe('MR,HEAD,AXIAL,T2')
})
