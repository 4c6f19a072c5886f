import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DataSet, encodeBase, encodeFile, EXPLICIT_LITTLE } from '../src/phantom/dicom-writer.ts'
import { scanJob } from '../src/jobs/scan.ts'
import { temporaryFolder } from './core/catalogue/synthetic.ts'
import { imageBytes, imageElements } from './core/pixels/image-file.ts'

export const MARKUP = '<img src=x onerror="globalThis.ran=1"><script>globalThis.ran=1</script>'

/** Pixels of a side. */
export const SIDE = 64

/** What the pixel of a slice stores, from 0: the slice in the thousands, the place in the others. */
export function stored(slice: number, column: number, row: number): number {
  return 1000 * slice + 8 * column + row
}

const uid = (tag: number, value: string) => ({ tag, vr: 'UI', value })
const text = (tag: number, vr: string, value: string) => ({ tag, vr, value })

/**
 * Slices of a CT (files in another order than they lie), a multi-frame image, a report, which has no pixels, an image that asks
 * for a sigmoid, one of two frames with a VOI LUT and an overlay over the second, a structured report, an image whose Rescale Slope
 * is 0, and thicker slices of the CT in another series. @returns its catalogue
 */
export async function knownArchive(): Promise<string> {
  const folder = temporaryFolder()
  const image = (name: string, slice: number, series: string, more: DataSet, frames?: number): void => {
    const pixels = new Uint16Array(SIDE * SIDE * (frames ?? 1))
    pixels.forEach((_, i) => {
      const at = i % (SIDE * SIDE)
      pixels[i] = stored(slice + Math.floor(i / (SIDE * SIDE)), at % SIDE, Math.floor(at / SIDE))
    })
    const bytes = imageBytes(
      {
        rows: SIDE,
        columns: SIDE,
        allocated: 16,
        ...(frames === undefined ? {} : { frames }),
        more: [
          uid(0x00080018, `1.2.${series}.${slice}`),
          text(0x00080060, 'CS', 'CT'),
          uid(0x0020000d, '1.2.3'),
          uid(0x0020000e, `1.2.3.${series}`),
          text(0x00200013, 'IS', String(slice + 1)),
          ...more
        ]
      },
      new Uint8Array(pixels.buffer)
    )
    writeFileSync(join(folder, name), bytes)
  }
  const hounsfield: DataSet = [
    text(0x00081030, 'LO', MARKUP),
    text(0x00104000, 'LT', 'two\r\nlines'),
    text(0x00280030, 'DS', '0.5\\0.5'),
    text(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
    text(0x00281050, 'DS', '-800'),
    text(0x00281051, 'DS', '401'),
    text(0x00281052, 'DS', '-1024'),
    text(0x00281053, 'DS', '2'),
    { tag: 0x00081140, vr: 'SQ', value: [[uid(0x00081155, '1.2.840.77')], [uid(0x00081155, '1.2.840.78')]] }
  ]
  const slice = (z: number): DataSet => [
    ...hounsfield,
    text(0x00200032, 'DS', `-16\\-16\\${z}`),
    uid(0x00200052, '1.2.4')
  ]
  image('a', 2, '1', slice(10))
  image('b', 0, '1', slice(0))
  image('c', 1, '1', slice(5))
  image('d', 0, '2', [], 3)
  // The same values: by a sigmoid, and by a table that is black up to 1300 and white beyond, under an overlay.
  image('f', 0, '3', [text(0x00281050, 'DS', '256'), text(0x00281051, 'DS', '256'), text(0x00281056, 'CS', 'SIGMOID')])
  const step = Uint16Array.from({ length: 2 }, (_, i) => 4095 * i)
  const table: DataSet = [
    { tag: 0x00283002, vr: 'US', value: [2, 1300, 12] },
    text(0x00283003, 'LO', 'STEP'),
    { tag: 0x00283006, vr: 'OW', value: new Uint8Array(step.buffer) }
  ]
  const plane = new Uint8Array((SIDE * SIDE) / 8)
  // The pixels of the second frame's row 3, columns 8 to 15.
  plane[(3 * SIDE + 8) / 8] = 0xff
  image(
    'g',
    0,
    '4',
    [
      { tag: 0x00283010, vr: 'SQ', value: [table] },
      { tag: 0x60000010, vr: 'US', value: [SIDE] },
      { tag: 0x60000011, vr: 'US', value: [SIDE] },
      text(0x60000015, 'IS', '1'),
      { tag: 0x60000050, vr: 'SS', value: [1, 1] },
      { tag: 0x60000051, vr: 'US', value: [2] },
      { tag: 0x60000100, vr: 'US', value: [1] },
      { tag: 0x60000102, vr: 'US', value: [0] },
      { tag: 0x60003000, vr: 'OW', value: plane }
    ],
    2
  )
  image('i', 0, '5', [text(0x00281053, 'DS', '0')])
  // Thicker slices of the same patient, the other way round.
  image('j', 0, '6', [...slice(10), text(0x0008103e, 'LO', 'Thick slices')])
  image('k', 1, '6', [...slice(0), text(0x0008103e, 'LO', 'Thick slices')])
  const code = (meaning: string): DataSet => [text(0x00080104, 'LO', meaning)]
  const item = (concept: string, type: string, more: DataSet): DataSet => [
    text(0x0040a040, 'CS', type),
    { tag: 0x0040a043, vr: 'SQ', value: [code(concept)] },
    ...more
  ]
  const content = [
    item('Finding', 'TEXT', [text(0x0040a160, 'UT', `Nothing new. ${MARKUP}`)]),
    item('Diameter', 'NUM', [
      {
        tag: 0x0040a300,
        vr: 'SQ',
        value: [
          [
            {
              tag: 0x004008ea,
              vr: 'SQ',
              value: [[text(0x00080100, 'SH', 'mm'), text(0x00080104, 'LO', 'millimetre')]]
            },
            text(0x0040a30a, 'DS', '12.5')
          ]
        ]
      }
    ])
  ]
  const structured: DataSet = [
    uid(0x00080016, '1.2.840.10008.5.1.4.1.1.88.22'),
    uid(0x00080018, '1.2.10'),
    text(0x00080060, 'CS', 'SR'),
    ...item('Chest report', 'CONTAINER', [{ tag: 0x0040a730, vr: 'SQ', value: content }])
  ]
  const report: DataSet = [
    ...imageElements({ rows: 1, columns: 1 }).filter(({ tag }) => tag < 0x00280002),
    uid(0x00080018, '1.2.9'),
    text(0x00080060, 'CS', 'SR')
  ].sort((x, y) => x.tag - y.tag)
  const base = encodeBase(report, { syntax: EXPLICIT_LITTLE, charset: 'latin1', undefinedLengths: false })
  writeFileSync(join(folder, 'e'), encodeFile([uid(0x00020010, EXPLICIT_LITTLE.uid)], base, []))
  const words = encodeBase(structured, { syntax: EXPLICIT_LITTLE, charset: 'latin1', undefinedLengths: false })
  writeFileSync(join(folder, 'h'), encodeFile([uid(0x00020010, EXPLICIT_LITTLE.uid)], words, []))
  const catalogue = join(temporaryFolder(), 'c.sqlite')
  await scanJob.run({ catalogue, folders: [folder] }, {})
  return catalogue
}
