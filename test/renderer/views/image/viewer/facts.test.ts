import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listElements } from '../../../../../src/core/dicom/element-list.ts'
import {
  type FactCell,
  type FactTable,
  measure,
  measures,
  table
} from '../../../../../src/renderer/views/image/viewer/facts/facts.ts'
import { objectFacts } from '../../../../../src/renderer/views/image/viewer/facts/object-facts.ts'
import { hasSharedDicom, sharedDicom } from '../../../../core/dicom/shared.ts'
import { type DataSet, items, objectFile, text, uid } from '../../../../core/objects/object-file.ts'
import { imageFile, words } from '../../../../core/pixels/image-file.ts'

if (!hasSharedDicom) console.log(`facts of real objects are skipped: there is no ${sharedDicom}`)

const textOf = (cell: FactCell): string => (typeof cell === 'string' ? cell : Object.values(cell).join(''))

/** Tables as texts by their titles. */
function told(tables: FactTable[]): Record<string, string[]> {
  return Object.fromEntries(
    tables.map(({ title, columns, rows }) => [
      title,
      [...(columns.length > 0 ? [columns.join(' | ')] : []), ...rows.map((row) => row.map(textOf).join(' | '))]
    ])
  )
}

const factsOf = (elements: DataSet) => told(objectFacts(listElements(objectFile(elements)).elements))
const STORAGE = '1.2.840.10008.5.1.4.1.1'

test.skipIf(!hasSharedDicom)('a real plan tells its prescription, fractions and beams', () => {
  const path = join(sharedDicom, 'singles/pydicom/rtplan.dcm')
  expect(told(objectFacts(listElements(path).elements))).toEqual({
    Plan: [
      'Label | Plan1',
      'Name | Plan1',
      'Date | 2003-09-03',
      'Approval | unapproved',
      'Structure set | 1.2.333.444.55.6.7777.88888'
    ],
    Prescription: [
      'Number | Reference | Type | Prescribed | Most | Point',
      '1 | iso | organ at risk |  | 75 Gy | 239.531, 239.531, −741.87 mm',
      '2 | PTV | target | 30.8262 Gy |  | 239.531, 239.531, −751.87 mm'
    ],
    Fractions: ['Group | Fractions | Beams | Brachy setups', '1 | 30 | 1 | 0'],
    Beams: [
      'Number | Beam | Type | Radiation | Energy | Gantry | Collimator | Couch | Meterset | Dose',
      '1 | Field 1 | static | photon | 6 MV | 0° | 0° | 0° | 116.004 MU | 1.02754 Gy'
    ],
    'Refers to': [
      'What | Object',
      'RT Structure Set Storage | 1.2.333.444.55.6.7777.88888',
      'RT Plan Storage | 1.9.999.999.99.9.9999.9999.20030903145128'
    ]
  })
})

test.skipIf(!hasSharedDicom)('a real presentation state tells what it asks for, and that it is not applied', () => {
  const tables = objectFacts(listElements(join(sharedDicom, 'singles/weasis-dicom-tools/prLUTs.dcm')).elements)
  expect(tables[0].note).toContain('does not apply it')
  expect(told(tables)).toMatchObject({
    Windows: ['Look-up table', 'scrambled voi lut'],
    'Displayed areas': ['Mode | From column, row | To column, row', 'scale to fit | 1, 1 | 512, 512']
  })
})

test.skipIf(!hasSharedDicom)('a real segmentation and a real dose tell what their values are', () => {
  const factsOfFile = (path: string) => told(objectFacts(listElements(join(sharedDicom, 'singles', path)).elements))
  expect(factsOfFile('pydicom-data/liver.dcm').Segments).toEqual([
    'Number | Label | Category | What | Made | Algorithm',
    '1 | Liver | Tissue | Liver | semiautomatic | SlicerEditor'
  ])
  expect(factsOfFile('pydicom/rtdose.dcm').Dose).toContain('Units | relative')
})

test('a presentation state with windows and drawings', () => {
  const tables = factsOf([
    uid(0x00080016, `${STORAGE}.11.1`),
    text(0x00700080, 'CS', 'SHOULDER'),
    { tag: 0x00700042, vr: 'US', value: [90] },
    text(0x00700041, 'CS', 'Y'),
    items(0x00283110, [
      text(0x00281050, 'DS', '40\\400'),
      text(0x00281051, 'DS', '80\\1500'),
      text(0x00281055, 'LO', 'BRAIN')
    ]),
    items(0x00700001, [
      text(0x00700002, 'CS', 'MARKS'),
      items(0x00700008, [text(0x00700006, 'ST', 'Here')]),
      items(0x00700009, [{ tag: 0x00700021, vr: 'US', value: [5] }, text(0x00700023, 'CS', 'POLYLINE')])
    ])
  ])
  expect(tables).toEqual({
    Presentation: ['Label | SHOULDER', 'Turned | 90°', 'Mirrored | left to right'],
    Windows: ['Center | Width | Explanation', '40 | 80 | BRAIN', '400 | 1500 | '],
    'Drawn on the images': ['Layer | What | Text or points', 'MARKS | text | Here', 'MARKS | polyline | 5 points']
  })
})

test('registrations tell their matrices row by row', () => {
  const matrix = '1\\0\\0\\-5.5\\0\\1\\0\\0\\0\\0\\1\\0\\0\\0\\0\\1'
  expect(
    factsOf([
      uid(0x00080016, `${STORAGE}.66.1`),
      items(0x00700308, [
        uid(0x00200052, '1.2.3'),
        items(0x00700309, [items(0x0070030a, [text(0x0070030c, 'CS', 'RIGID'), text(0x300600c6, 'DS', matrix)])]),
        items(0x00081140, [uid(0x00081150, `${STORAGE}.2`), uid(0x00081155, '1.2.9')])
      ])
    ])
  ).toEqual({
    Registrations: [
      'Number | Of frame of reference | Kind | Matrix, row by row',
      '1 | 1.2.3 | rigid | 1, 0, 0, −5.5; 0, 1, 0, 0; 0, 0, 1, 0; 0, 0, 0, 1'
    ],
    'Refers to': ['What | Object', 'CT Image Storage | 1.2.9']
  })
})

test('annotations of waveforms tell a measurement with its unit, and what somebody said', () => {
  const code = (tag: number, more: DataSet) => items(tag, more)
  expect(
    factsOf([
      items(
        0x0040b020,
        [
          code(0x0040a043, [text(0x00080104, 'LO', 'QT Interval')]),
          code(0x004008ea, [text(0x00080100, 'SH', 'ms')]),
          text(0x0040a30a, 'DS', '368.0'),
          { tag: 0x0040a0b0, vr: 'US', value: [1, 0, 2, 3] }
        ],
        [text(0x00700006, 'ST', 'Sinus rhythm')]
      )
    ])
  ).toEqual({
    Annotations: [
      'Name | Value | Said | Channels',
      'QT Interval | 368 ms |  | all of group 1, 2.3',
      ' |  | Sinus rhythm | '
    ]
  })
})

test('a key object selection names what it refers to, each once', () => {
  const object = (instance: string) => [uid(0x00081150, `${STORAGE}.4`), uid(0x00081155, instance)]
  expect(
    factsOf([
      items(0x0040a375, [items(0x00081115, [items(0x00081199, object('1.2.1'), object('1.2.2'), object('1.2.1'))])])
    ])
  ).toEqual({ 'Refers to': ['What | Object', 'MR Image Storage | 1.2.1', 'MR Image Storage | 1.2.2'] })
})

test('an image is no object, whatever it refers to', () => {
  const more = [items(0x00081140, [uid(0x00081155, '1.2.9')])]
  const path = imageFile({ rows: 1, columns: 1, allocated: 16, more }, words(1))
  expect(objectFacts(listElements(path).elements)).toEqual([])
  expect(objectFacts([])).toEqual([])
})

test('long tables are cut, and say by how much; columns without values are left out', () => {
  const rows = Array.from({ length: 250 }, (_, i) => [String(i), ''])
  expect(table('T', ['a', 'b'], rows)).toMatchObject([{ columns: ['a'], more: 50, rows: { length: 200 } }])
  expect(table('T', ['a'], [['']])).toEqual([])
})

test('what is no number stays as the file has it', () => {
  expect(measure('6.000', 'MV')).toBe('6 MV')
  expect(measure('much', 'Gy')).toBe('much Gy')
  expect(measure('', 'Gy')).toBe('')
  expect(measures('1\\x\\-2', 'mm')).toBe('1, x, −2 mm')
})
