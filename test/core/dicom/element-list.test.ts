import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listElements } from '../../../src/core/dicom/element-list.ts'
import { DEFLATED, EXPLICIT_BIG, IMPLICIT_LITTLE } from '../../../src/phantom/dicom-writer.ts'
import { temporaryFolder } from '../catalogue/synthetic.ts'
import { imageBytes, imageFile } from '../pixels/image-file.ts'

const more = [
  {
    tag: 0x00081140,
    vr: 'SQ',
    value: [[{ tag: 0x00081155, vr: 'UI', value: '1.2' }], [{ tag: 0x00081155, vr: 'UI', value: '1.3' }]]
  },
  { tag: 0x00090010, vr: 'LO', value: 'ACME 1.1' },
  { tag: 0x00091001, vr: 'UN', value: Uint8Array.of(1, 2, 3, 4) },
  { tag: 0x00100010, vr: 'PN', value: 'Doe^Jane' },
  { tag: 0x00280030, vr: 'DS', value: '0.5\\0.25' }
]

test.each([undefined, IMPLICIT_LITTLE, EXPLICIT_BIG, DEFLATED])(
  'every element is listed, in every encoding (%#)',
  (syntax) => {
    const { elements, incomplete } = listElements(imageFile({ rows: 1, columns: 2, syntax, more }, Uint8Array.of(1, 2)))
    expect(incomplete).toBe('')
    const at = elements.findIndex(({ keyword }) => keyword === 'ReferencedImageSequence')
    expect(
      elements.slice(at, at + 5).map(({ depth, keyword, value, length }) => [depth, keyword, value, length])
    ).toEqual([
      [0, 'ReferencedImageSequence', null, 2],
      [1, '', null, 1],
      [2, 'ReferencedSOPInstanceUID', '1.2', 4],
      [1, '', null, 2],
      [2, 'ReferencedSOPInstanceUID', '1.3', 4]
    ])
    const find = (tag: string) => elements.find((each) => each.tag === tag)
    expect(find('(0009,1001)')).toMatchObject({ creator: 'ACME 1.1', value: null, length: 4, vr: 'UN' })
    expect(find('(0010,0010)')).toMatchObject({ keyword: 'PatientName', value: 'Doe^Jane', vr: 'PN' })
    expect(find('(0028,0010)')).toMatchObject({ value: '1', vr: 'US' })
    expect(find('(0028,0030)')).toMatchObject({ value: '0.5\\0.25' })
    expect(find('(0002,0010)')).toMatchObject({ keyword: 'TransferSyntaxUID' })
    expect(find('(7FE0,0010)')).toMatchObject({ keyword: 'PixelData', value: null, length: 2 })
  }
)

test('of a private element it is told what its vendor calls it', () => {
  const of = [
    { tag: 0x20010010, vr: 'LO', value: 'Philips Imaging DD 001' },
    { tag: 0x20011003, vr: 'FL', value: Uint8Array.of(0, 0, 0x48, 0x44) }
  ]
  const { elements } = listElements(imageFile({ rows: 1, columns: 2, more: of }, Uint8Array.of(1, 2)))
  expect(elements.find(({ tag }) => tag === '(2001,1003)')).toMatchObject({
    keyword: '',
    creator: 'Philips Imaging DD 001',
    privateName: 'Diffusion B-Factor',
    value: '800'
  })
})

test('of a file that is cut, what is there is listed, and why it ends', () => {
  const bytes = imageBytes({ rows: 1, columns: 2, more }, Uint8Array.of(1, 2))
  const path = join(temporaryFolder(), 'cut')
  writeFileSync(path, bytes.subarray(0, bytes.indexOf('Doe^Jane') + 3))
  const { elements, incomplete } = listElements(path)
  expect(elements.at(-1)).toMatchObject({ tag: '(0009,1001)' })
  expect(incomplete).toContain('ends')
})

test('what the walk tolerates is listed as the catalogue has it, with the remarks', () => {
  const bytes = imageBytes({ rows: 1, columns: 2, more }, Uint8Array.of(1, 2))
  const at = bytes.indexOf('Doe^Jane') - 8
  // Patient's Name again with another value, then an element whose VR is none.
  const again = Buffer.from(bytes.subarray(at, at + 16))
  again.write('Doe^John', 8)
  const odd = Buffer.from(again)
  odd.writeUInt16LE(0x20, 2)
  odd.write('QQ', 4)
  const path = join(temporaryFolder(), 'odd')
  writeFileSync(path, Buffer.concat([bytes.subarray(0, at + 16), again, odd, bytes.subarray(at + 16)]))
  const { elements, incomplete, remarks } = listElements(path)
  expect(incomplete).toBe('')
  expect(elements.filter(({ tag }) => tag === '(0010,0010)').map(({ value }) => value)).toEqual(['Doe^Jane'])
  expect(elements.find(({ tag }) => tag === '(0010,0020)')).toMatchObject({ vr: 'LO', value: 'Doe^John' })
  expect(elements.at(-1)).toMatchObject({ keyword: 'PixelData' })
  expect(remarks).toEqual([
    `PatientName (0010,0010) at byte ${at + 16} follows PatientName (0010,0010).`,
    `PatientName (0010,0010) stands a second time at byte ${at + 16}, with another value; the first one holds.`,
    `PatientID (0010,0020) at byte ${at + 32} has the unknown VR "QQ".`
  ])
})

test('no more elements are listed than a person can look through', () => {
  const items = Array.from({ length: 25_000 }, () => [{ tag: 0x00081155, vr: 'UI', value: '1.2' }])
  const path = imageFile(
    { rows: 1, columns: 2, more: [{ tag: 0x00081140, vr: 'SQ', value: items }] },
    Uint8Array.of(1, 2)
  )
  const { elements, incomplete } = listElements(path)
  expect(elements).toHaveLength(20_000)
  expect(elements.find(({ vr }) => vr === 'SQ')).toMatchObject({ length: 25_000 })
  expect(incomplete).toContain('more than is listed')
})

test('what is no DICOM and what is not there are refused', () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'notes'), 'notes of somebody')
  expect(() => listElements(join(folder, 'notes'))).toThrow('not DICOM')
  expect(() => listElements(join(folder, 'nobody'))).toThrow('cannot be read')
})
