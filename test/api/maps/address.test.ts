import { expect, test } from 'vitest'
import { mapAt } from '../../../src/api/maps/address.ts'

test('the points of a map have an address, and what they are coloured by', () => {
  expect(mapAt('/map/3/tags/points')).toEqual({ method: 'maps.points', given: { run: 3, by: 'tags' } })
  expect(mapAt('/map/3.15/pixels/cluster')).toEqual({
    method: 'maps.colours',
    given: { clustering: '3.15', by: 'pixels', colour: 'cluster' }
  })
})

test('a tag is percent-encoded', () => {
  expect(mapAt('/map/3.15/tags/tag/(0019%2CxxB6)%20%5BGEMS%5D')).toEqual({
    method: 'maps.colours',
    given: { clustering: '3.15', by: 'tags', colour: 'tag', tag: '(0019,xxB6) [GEMS]' }
  })
})

test.each([
  '/map/3/tags',
  '/map/3/other/points',
  '/map/a/tags/points',
  '/map/3/tags/points/Modality',
  '/map/3.15/tags/tag/%',
  '/map/3.15/tags/tag/a/b',
  '/map/../3/tags/points'
])('%s is no address', (path) => {
  expect(mapAt(path)).toBeNull()
})
