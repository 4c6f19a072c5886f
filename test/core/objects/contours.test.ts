import { Buffer } from 'node:buffer'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readContours } from '../../../src/core/objects/contours.ts'
import { hasSharedDicom, sharedDicom } from '../dicom/shared.ts'
import { fileOf } from '../pixels/image-file.ts'
import { type DataSet, IMPLICIT_LITTLE, items, objectBytes, objectFile, text, uid } from './object-file.ts'

if (!hasSharedDicom) console.log(`the real structure set is skipped: there is no ${sharedDicom}`)

const roi = (number: number, name: string): DataSet => [
  text(0x30060022, 'IS', String(number)),
  text(0x30060026, 'LO', name)
]

function contour(data: string, type = 'CLOSED_PLANAR', image?: string): DataSet {
  return [
    text(0x30060042, 'CS', type),
    text(0x30060050, 'DS', data),
    ...(image === undefined ? [] : [items(0x30060016, [uid(0x00081155, image)])])
  ]
}

const contoursOf = (number: number, contours: DataSet[], colour?: string): DataSet => [
  text(0x30060084, 'IS', String(number)),
  ...(colour === undefined ? [] : [text(0x3006002a, 'IS', colour)]),
  items(0x30060040, ...contours)
]

function structureSet(rois: DataSet[], sets: DataSet[], more: DataSet = []): DataSet {
  return [text(0x00080005, 'CS', 'ISO_IR 192'), items(0x30060020, ...rois), items(0x30060039, ...sets), ...more]
}

test('contours are told with their region, its name and colour, and the image that they were drawn on', () => {
  const elements = structureSet(
    [roi(7, 'Leber'), roi(3, 'Blase äöü')],
    [
      contoursOf(3, [contour('1\\2\\3\\4\\5\\6\\7\\8\\9', 'CLOSED_PLANAR', '1.2.5')], '255\\0\\64'),
      contoursOf(7, [contour('-1.5 \\2e1\\ 3', 'POINT'), contour('0\\0\\0\\1\\1\\1', 'OPEN_PLANAR', '1.2.5')])
    ],
    [items(0x30060080, [text(0x30060084, 'IS', '3'), text(0x300600a4, 'CS', 'ORGAN')])]
  )
  for (const syntax of [undefined, IMPLICIT_LITTLE]) {
    const { description, heads, points } = readContours(objectFile(elements, syntax))
    expect(description).toEqual({
      rois: [
        { number: 7, name: 'Leber', type: '', colour: null, contours: 2 },
        { number: 3, name: 'Blase äöü', type: 'ORGAN', colour: [255, 0, 64], contours: 1 }
      ],
      images: ['1.2.5'],
      contours: 3,
      damaged: 0,
      isCut: false
    })
    expect([...heads]).toEqual([1, 3, 1, 3, 0, 0, 0, 1, 0, 1, 1, 2])
    expect([...points]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, -1.5, 20, 3, 0, 0, 0, 1, 1, 1])
  }
})

test.each([
  ['no three numbers a point', contour('1\\2\\3\\4')],
  ['text', contour('1\\2\\here')],
  ['infinite', contour('1\\2\\1e999')],
  ['nothing', contour('')],
  ['an unknown type', contour('1\\2\\3', 'ROUND')]
])('a contour that is damaged is counted, and those beside it are read: %s', (_, damaged) => {
  const { description, points } = readContours(
    objectFile(structureSet([roi(1, 'a')], [contoursOf(1, [damaged, contour('1\\2\\3', 'POINT')])]))
  )
  expect(description).toMatchObject({ contours: 1, damaged: 1, rois: [{ contours: 1 }] })
  expect([...points]).toEqual([1, 2, 3])
})

test('regions without contours, contours of no region, and a region told twice', () => {
  const { description } = readContours(
    objectFile(
      structureSet(
        [roi(1, 'a'), roi(1, 'again'), [text(0x30060026, 'LO', 'no number')], roi(2, 'empty')],
        [contoursOf(9, [contour('1\\2\\3')]), [text(0x30060084, 'IS', '2')], []]
      )
    )
  )
  expect(description.rois.map(({ name, contours }) => `${name} ${contours}`)).toEqual(['a 0', 'empty 0'])
  expect(description).toMatchObject({ contours: 0, damaged: 0 })
})

test('a colour that is none is not believed', () => {
  for (const colour of ['1\\2', '1\\2\\256', '1\\2\\x'])
    expect(
      readContours(objectFile(structureSet([roi(1, 'a')], [contoursOf(1, [contour('1\\2\\3')], colour)]))).description
        .rois[0].colour
    ).toBeNull()
})

test('a contour of more than 64 KiB, which implicit VR alone can hold, is whole', () => {
  const data = Array.from({ length: 30_000 }, (_, i) => `${i % 512}.25`).join('\\')
  const { points } = readContours(
    objectFile(structureSet([roi(1, 'a')], [contoursOf(1, [contour(data)])]), IMPLICIT_LITTLE)
  )
  expect([points.length, points[29_999]]).toEqual([30_000, (29_999 % 512) + 0.25])
})

test('a file without regions says so, and one that is cut is refused', () => {
  expect(() => readContours(objectFile([text(0x00080060, 'CS', 'RTSTRUCT')]))).toThrow('no structures')
  const bytes = Buffer.from(objectBytes(structureSet([roi(1, 'a')], [contoursOf(1, [contour('1\\2\\3')])])))
  expect(() => readContours(fileOf(bytes.subarray(0, bytes.length - 4)))).toThrow('the file ends at byte')
})

test.skipIf(!hasSharedDicom)('a real structure set has the contours that pydicom reads', () => {
  const { description, heads, points } = readContours(join(sharedDicom, 'singles/pydicom/rtstruct.dcm'))
  expect(description.rois).toEqual([
    { number: 1, name: 'patient', type: 'EXTERNAL', colour: [220, 160, 120], contours: 3 },
    { number: 2, name: 'Isocenter 1', type: 'ISOCENTER', colour: [255, 64, 255], contours: 1 },
    { number: 3, name: 'Isocenter 2', type: 'ISOCENTER', colour: [255, 64, 255], contours: 1 }
  ])
  expect([...heads].filter((_, i) => i % 4 === 3)).toEqual([5, 6, 6, 1, 1])
  expect([...points.subarray(0, 12)]).toEqual([-200, 150, -200, -200, -150, -200, 200, -150, -200, 200, 150, -200])
})
