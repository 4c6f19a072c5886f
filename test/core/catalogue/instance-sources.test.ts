import { expect, test } from 'vitest'
import { sourcesOf } from '../../../src/core/catalogue/instance-sources.ts'
import { archive, lookInto, threeKinds } from '../../jobs/archive.ts'

test('instances are told with the folder that they were scanned from', () => {
  const file = archive(threeKinds(5))
  const found = lookInto(file, (db) => sourcesOf(db, Uint32Array.of(0, 4)))
  expect(found).toEqual({ roots: ['/archive'], of: Uint32Array.of(0, 0) })
})
