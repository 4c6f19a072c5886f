import { expect, test } from 'vitest'
import { CreatorRegistry, PrivateBlocks } from '../../../src/core/dicom/creators.ts'
import { VR } from '../../../src/core/dicom/vr.ts'

function id(registry: CreatorRegistry, name: string): number {
  return registry.id(Buffer.from(name), 0, name.length)
}

test('a creator has one id, whatever its padding', () => {
  const registry = new CreatorRegistry()
  expect(id(registry, 'ACME 1.0')).toBe(1)
  expect(id(registry, ' ACME 1.0 \0')).toBe(1)
  expect(id(registry, 'OTHER')).toBe(2)
  expect(registry.names).toEqual(['', 'ACME 1.0', 'OTHER'])
})

test('a blank creator is none', () => {
  expect(id(new CreatorRegistry(), '  ')).toBe(0)
})

test('creators of a header that failed are forgotten', () => {
  const registry = new CreatorRegistry()
  id(registry, 'KEPT')
  registry.keep()
  id(registry, 'FORGOTTEN')
  registry.forget()
  expect(registry.names).toEqual(['', 'KEPT'])
  expect(id(registry, 'NEXT')).toBe(2)
})

test('an id knows the VRs of its creator', () => {
  const registry = new CreatorRegistry()
  const gems = id(registry, 'GEMS_ACQU_01')
  registry.keep()
  for (let i = 0; i < 2; i++) expect(registry.vr(gems, 0x0009, 0x24)).toBe(VR.DS)
  expect(registry.vr(gems, 0x0009, 0x99)).toBe(VR.UN)
})

test('a block belongs to the creator that reserved it, in its group', () => {
  const blocks = new PrivateBlocks()
  blocks.reserve(0x0019, 0x10, 7)
  blocks.reserve(0x0019, 0x11, 8)
  expect(blocks.owner(0x0019, 0x10ab)).toBe(7)
  expect(blocks.owner(0x0019, 0x11ab)).toBe(8)
  expect(blocks.owner(0x0019, 0x12ab)).toBe(0)
  expect(blocks.owner(0x0021, 0x10ab)).toBe(0)
  blocks.clear()
  expect(blocks.owner(0x0019, 0x10ab)).toBe(0)
})
