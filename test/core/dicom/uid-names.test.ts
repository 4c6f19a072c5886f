import { expect, test } from 'vitest'
import { uidName } from '../../../src/core/dicom/uid-names.ts'

test.each([
  // PS3.6, table A-1.
  ['1.2.840.10008.5.1.4.1.1.2', 'CT Image Storage'],
  ['1.2.840.10008.1.2.1', 'Explicit VR Little Endian'],
  ['1.2.840.10008.1.2.2', 'Explicit VR Big Endian (retired)'],
  ['1.2.840.10008.1.2.4.90', 'JPEG 2000 Image Compression (Lossless Only)'],
  ['1.2.840.10008.2.16.4', 'DICOM Controlled Terminology'],
  // dcmtk 3.6.7: PrivateGELittleEndianImplicitWithBigEndianPixelData.
  ['1.2.840.113619.5.2', 'Implicit VR Little Endian with Big Endian Pixel Data (GE)'],
  // gdcm 3.0.21: gdcm.UIDs().
  ['1.3.12.2.1107.5.9.1', 'CSA Non-Image Storage (Siemens)'],
  ['1.3.46.670589.11.0.0.12.1', 'Private MR Spectrum Storage (Philips)'],
  ['1.3.46.670589.11.0.0.12.2', 'Private MR Series Data Storage (Philips)']
])('%s has a name', (uid, name) => {
  expect(uidName(uid)).toBe(name)
})

test.each(['1.2.840.10008', '1.2.840.10008.5.1.4.1.1.2.999', 'CT', '', 'constructor'])('%o has none', (text) => {
  expect(uidName(text)).toBe('')
})
