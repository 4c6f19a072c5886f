import { expect, test } from 'vitest'
import { Header } from '../../../src/phantom/tags/header.ts'

function header(): Header {
  return new Header((value) => value.toFixed(2))
}

test('elements come out in ascending order, with tag and VR of their keyword', () => {
  const elements = header().put({ Rows: 128, Modality: 'CT', SliceThickness: 1.5 }).dataSet()
  expect(elements).toEqual([
    { tag: 0x00080060, vr: 'CS', value: 'CT' },
    { tag: 0x00180050, vr: 'DS', value: '1.50' },
    { tag: 0x00280010, vr: 'US', value: [128] }
  ])
})

test('null is an empty element, undefined is none', () => {
  const elements = header().put({ PatientWeight: null, PatientSize: undefined, Columns: null }).dataSet()
  expect(elements).toEqual([
    { tag: 0x00101030, vr: 'DS', value: '' },
    { tag: 0x00280011, vr: 'US', value: [] }
  ])
})

test('several values of a text are joined by backslashes, integer strings are whole', () => {
  const [pixels] = header()
    .put({ PixelSpacing: [0.5, 0.25] })
    .dataSet()
  expect(pixels.value).toBe('0.50\\0.25')
  const [number] = header().put({ InstanceNumber: 4 }).dataSet()
  expect(number.value).toBe('4')
})

test('items of a sequence are data sets, and no items an empty sequence', () => {
  const item = header().put({ CodeValue: 'T1' })
  const [sequence] = header()
    .put({ ProcedureCodeSequence: [item] })
    .dataSet()
  expect(sequence).toEqual({ tag: 0x00081032, vr: 'SQ', value: [[{ tag: 0x00080100, vr: 'SH', value: 'T1' }]] })
  const [empty] = header().put({ ProcedureCodeSequence: [] }).dataSet()
  expect(empty.value).toEqual([])
})

test('emptying keeps the element, removing does not', () => {
  const one = header().put({ Modality: 'CT', Manufacturer: 'X' })
  one.empty(0x00080070)
  one.remove(0x00080060)
  expect(one.dataSet()).toEqual([{ tag: 0x00080070, vr: 'LO', value: '' }])
})
