import { describe, expect, test } from 'vitest'
import { largestOf, nameOfMerged } from '../../../../src/renderer/views/clusters/merged-name.ts'

const part = (id: number, label: string | null, assigned: number | null = 10) => ({
  id,
  size: id,
  assigned,
  annotation: label === null ? null : { label }
})

test('the largest stays, of equal ones the first, before images are assigned by those of the sample', () => {
  expect(largestOf([part(3, null, 5), part(1, null, 9), part(0, null, 9)])).toBe(0)
  expect(largestOf([part(3, null, null), part(7, null, null)])).toBe(7)
})

// As `namingOfMerge` in jobs/edit-names.ts.
describe('a merged cluster is called', () => {
  test.each([
    ['as the one that stays', [part(0, 'Head'), part(1, 'Knee')], 1, 'Knee'],
    ['as the only name of its parts, where the one that stays has none', [part(0, null), part(1, 'Knee')], 0, 'Knee'],
    ['nothing, where several others have names', [part(0, null), part(1, 'Knee'), part(2, 'Head')], 0, ''],
    ['nothing, where none has a name', [part(0, null), part(1, null)], 0, '']
  ])('%s', (_, parts, into, name) => {
    expect(nameOfMerged(parts, into)).toBe(name)
  })
})
