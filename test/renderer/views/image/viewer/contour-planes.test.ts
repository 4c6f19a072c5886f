import { expect, test } from 'vitest'
import { packObject } from '../../../../../src/api/images/objects.ts'
import { readContours } from '../../../../../src/core/objects/contours.ts'
import {
  boundsOf,
  type Contour,
  onImage,
  planesOf,
  unpackContours
} from '../../../../../src/renderer/views/image/viewer/contour-planes.ts'
import { items, objectFile, text, uid } from '../../../../core/objects/object-file.ts'

function contour(points: number[], image = ''): Contour {
  return { roi: 0, isClosed: true, isPoint: false, image, points: Float32Array.from(points) }
}

test('contours come to the window as the file has them', () => {
  const one = (type: string, data: string, image?: string) => [
    text(0x30060042, 'CS', type),
    text(0x30060050, 'DS', data),
    ...(image === undefined ? [] : [items(0x30060016, [uid(0x00081155, image)])])
  ]
  const path = objectFile([
    items(0x30060020, [text(0x30060022, 'IS', '4'), text(0x30060026, 'LO', 'a')]),
    items(0x30060039, [
      text(0x30060084, 'IS', '4'),
      items(
        0x30060040,
        one('CLOSED_PLANAR', '1\\2\\3\\4\\5\\6', '1.2'),
        one('POINT', '7\\8\\9'),
        one('OPEN_PLANAR', '1\\1\\1\\2\\2\\2')
      )
    ])
  ])
  const packed = Uint8Array.from(packObject(readContours(path)))
  const { description, contours } = unpackContours(packed.buffer)
  expect(description.rois).toMatchObject([{ number: 4, name: 'a', contours: 3 }])
  expect(contours).toEqual([
    { roi: 0, isClosed: true, isPoint: false, image: '1.2', points: Float32Array.of(1, 2, 3, 4, 5, 6) },
    { roi: 0, isClosed: false, isPoint: true, image: '', points: Float32Array.of(7, 8, 9) },
    { roi: 0, isClosed: false, isPoint: false, image: '', points: Float32Array.of(1, 1, 1, 2, 2, 2) }
  ])
})

test('contours lie in the planes of their images, else in those of their heights, from the feet to the head', () => {
  const all = [
    contour([0, 0, 5, 1, 0, 5]),
    contour([0, 0, -3], 'a'),
    contour([0, 0, 5.01]),
    contour([0, 0, -3.4], 'a'),
    // Across slices, and on no image.
    contour([0, 0, 1, 0, 0, 9])
  ]
  const { planes, unplaced } = planesOf(all)
  expect(planes.map(({ image, contours }) => [image, contours.length])).toEqual([
    ['a', 2],
    ['', 2]
  ])
  expect(unplaced).toBe(1)
  expect(planesOf([])).toEqual({ planes: [], unplaced: 0 })
})

test('a point of the patient lies on the pixel of its image', () => {
  const axial = { position: [-100, -50, 7], orientation: [1, 0, 0, 0, 1, 0], spacing: [2, 0.5] as const }
  // The middle of the upper left pixel; ten columns to the right and three rows down.
  expect(onImage(axial, -100, -50, 7)).toEqual([0.5, 0.5])
  expect(onImage(axial, -95, -44, 7)).toEqual([10.5, 3.5])
  const sagittal = { position: [0, 0, 100], orientation: [0, 1, 0, 0, 0, -1], spacing: [1, 1] as const }
  expect(onImage(sagittal, 0, 20, 90)).toEqual([20.5, 10.5])
})

test('what contours span has something around it, also of a point and of nothing', () => {
  expect(boundsOf([contour([0, 0, 0, 100, 50, 0])])).toEqual({ left: -6, top: -6, width: 112, height: 62 })
  expect(boundsOf([contour([10, 20, 0])])).toEqual({ left: -40, top: -30, width: 100, height: 100 })
  expect(boundsOf([])).toEqual({ left: -50, top: -50, width: 100, height: 100 })
})
