import { expect, test } from 'vitest'
import { type DataSet, EXPLICIT_BIG } from '../../../src/phantom/dicom-writer.ts'
import { readWholeFrame } from '../../../src/core/pixels/whole-frame.ts'
import { imageFile, words } from './image-file.ts'

const us = (tag: number, ...value: number[]) => ({ tag, vr: 'US', value })

/** A plane of 2 rows and 4 columns in the group 6000 or 6002. */
function plane(group: 0x60000000 | 0x60020000, more: DataSet): DataSet {
  const size = [us(group + 0x10, 2), us(group + 0x11, 4)]
  return [...size, ...more].sort((a, b) => a.tag - b.tag)
}

async function overlayOf(path: string, frame: number | null = null) {
  const { description, overlay } = await readWholeFrame(path, frame)
  const { rows, columns } = description
  const pixels = Array.from({ length: overlay.length === 0 ? 0 : rows }, (_, y) =>
    Array.from({ length: columns }, (_, x) =>
      (overlay[(y * columns + x) >> 3] >> ((y * columns + x) & 7)) & 1 ? '#' : '.'
    ).join('')
  )
  return { names: description.overlays, pixels }
}

test('planes lie where their origin is, the lowest bit of a byte first; what is beside the image is left out', async () => {
  const path = imageFile(
    {
      rows: 3,
      columns: 4,
      more: [
        ...plane(0x60000000, [
          { tag: 0x60000050, vr: 'SS', value: [2, 2] },
          us(0x60000100, 1),
          { tag: 0x60001500, vr: 'LO', value: 'Markers' },
          { tag: 0x60003000, vr: 'OW', value: words(0b1001_0001) }
        ]),
        ...plane(0x60020000, [
          { tag: 0x60020050, vr: 'SS', value: [0, 1] },
          us(0x60020100, 1),
          { tag: 0x60023000, vr: 'OB', value: Uint8Array.of(0b1000_1111, 0) }
        ])
      ]
    },
    new Uint8Array(12)
  )
  expect(await overlayOf(path)).toEqual({ names: ['Markers', ''], pixels: ['...#', '.#..', '.#..'] })
})

test('a plane of several frames has one for each frame of the image from its origin on', async () => {
  const frames = (more: DataSet) =>
    imageFile(
      {
        rows: 2,
        columns: 4,
        frames: 4,
        more: plane(0x60000000, [...more, { tag: 0x60003000, vr: 'OB', value: Uint8Array.of(0x21, 0x43, 0x65, 0) }])
      },
      new Uint8Array(32)
    )
  const path = frames([{ tag: 0x60000015, vr: 'IS', value: '3' }, us(0x60000051, 2)])
  expect(await overlayOf(path, 0)).toEqual({ names: [], pixels: [] })
  expect((await overlayOf(path, 1)).pixels).toEqual(['#...', '.#..'])
  expect((await overlayOf(path, 3)).pixels).toEqual(['#.#.', '.##.'])
  // One that says nothing of frames lies over all of them.
  expect((await overlayOf(frames([]), 3)).pixels).toEqual(['#...', '.#..'])
})

test('a plane that is larger than what is read of one value is read from the file', async () => {
  const data = new Uint8Array((1 << 20) + 2)
  data[0x20000] = 2
  const path = imageFile(
    {
      rows: 2897,
      columns: 2897,
      more: [us(0x60000010, 2897), us(0x60000011, 2897), { tag: 0x60003000, vr: 'OW', value: data }]
    },
    new Uint8Array(2897 * 2897)
  )
  const { overlay } = await readWholeFrame(path, null)
  expect([overlay.findIndex(Boolean), overlay[0x20000]]).toEqual([0x20000, 2])
})

test('older files keep a plane in a bit of the pixels that no value takes, in both byte orders', async () => {
  const more = plane(0x60000000, [us(0x60000100, 16), us(0x60000102, 12)])
  const pixels = [0x1fff, 7, 0x1000, 0, 0, 0, 0xe001, 0x1001]
  const little = imageFile({ rows: 2, columns: 4, allocated: 16, stored: 12, more }, words(...pixels))
  expect(await overlayOf(little)).toEqual({ names: [''], pixels: ['#.#.', '...#'] })
  const { bytes } = await readWholeFrame(little, null)
  expect([...new Uint16Array(bytes.buffer)]).toEqual([4095, 7, 0, 0, 0, 0, 1, 1])
  const big = imageFile(
    { syntax: EXPLICIT_BIG, rows: 2, columns: 4, allocated: 16, stored: 12, more },
    words(...pixels)
  )
  expect(await overlayOf(big)).toEqual({ names: [''], pixels: ['#.#.', '...#'] })
  // A bit of the value itself is no plane.
  const taken = imageFile(
    { rows: 2, columns: 4, allocated: 16, more: plane(0x60000000, [us(0x60000100, 16), us(0x60000102, 12)]) },
    words(...pixels)
  )
  expect((await overlayOf(taken)).names).toEqual([])
})
