import { expect, test } from 'vitest'
import { burnedInHeaders, type BurnedInHeader, usuallyBurnedIn } from '../../../src/core/burned-in/usual.ts'
import { MemorySource } from '../features/memory-source.ts'

const CT: BurnedInHeader = {
  burnedIn: '',
  modality: 'CT',
  sopClass: '1.2.840.10008.5.1.4.1.1.2',
  imageType: 'ORIGINAL\\PRIMARY\\AXIAL',
  conversion: ''
}
const kind = (header: Partial<BurnedInHeader>): string | null => usuallyBurnedIn({ ...CT, ...header })

test('an image of a scanner that says nothing about text has none, usually', () => {
  expect(kind({})).toBeNull()
  expect(kind({ burnedIn: 'NO' })).toBeNull()
})

test('an image that says so has text', () => {
  expect(kind({ burnedIn: 'YES' })).toBe('Images whose Burned In Annotation is YES')
  expect(kind({ burnedIn: 'yes ' })).toBe('Images whose Burned In Annotation is YES')
})

test('ultrasound images, secondary captures and photographs, whatever they say', () => {
  expect(kind({ burnedIn: 'NO', modality: 'US' })).toBe('Ultrasound images')
  expect(kind({ burnedIn: 'NO', modality: 'ot ' })).toBe('Images of modality OT')
  expect(kind({ burnedIn: 'NO', modality: 'CT\\SC' })).toBe('Secondary captures')
  expect(kind({ burnedIn: 'NO', sopClass: '1.2.840.10008.5.1.4.1.1.7.4' })).toBe('Secondary captures')
  expect(kind({ burnedIn: 'NO', sopClass: '1.2.840.10008.5.1.4.1.1.77.1.4' })).toBe('Photographs')
  // A class whose number begins alike is another one.
  expect(kind({ burnedIn: 'NO', sopClass: '1.2.840.10008.5.1.4.1.1.77' })).toBeNull()
})

test('pictures of screens, of scanned paper and of the labels of slides', () => {
  expect(kind({ imageType: 'DERIVED\\SECONDARY\\SCREEN SAVE' })).toBe('Screenshots')
  expect(kind({ conversion: 'WSD' })).toBe('Images converted from screens, films or paper')
  expect(kind({ conversion: 'wsd ', burnedIn: 'NO', modality: 'MG' })).toBeNull()
  // A digital interface, and what is computed.
  expect([kind({ conversion: 'DI', modality: 'RTIMAGE' }), kind({ conversion: 'SYN', modality: 'CR' })]).toEqual([
    null,
    null
  ])
  expect(kind({ modality: 'SM', imageType: 'ORIGINAL\\PRIMARY\\LABEL\\NONE' })).toBe('Labels of slides')
})

test('angiography, fluoroscopy and endoscopy, unless they say that there is none', () => {
  expect(kind({ modality: 'XA' })).toBe('X-ray angiography without Burned In Annotation')
  expect(kind({ modality: 'RF', burnedIn: 'UNKNOWN' })).toBe('Fluoroscopy without Burned In Annotation')
  expect(kind({ modality: 'XA', burnedIn: 'NO' })).toBeNull()
})

test('headers are read from columns; what a catalogue does not have is empty', () => {
  const source = new MemorySource([
    { tag: '(0008,0060)', vr: 'CS', keyword: 'Modality', values: ['US', undefined] },
    { tag: '(0028,0301)', vr: 'CS', keyword: 'BurnedInAnnotation', values: ['NO', 'YES'] }
  ])
  const header = burnedInHeaders(source, Uint32Array.of(0, 1))
  expect([header(0), header(1)]).toEqual([
    { burnedIn: 'NO', modality: 'US', sopClass: '', imageType: '', conversion: '' },
    { burnedIn: 'YES', modality: '', sopClass: '', imageType: '', conversion: '' }
  ])
})
