import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { scanJob } from '../src/jobs/scan.ts'
import { temporaryFolder } from './core/catalogue/synthetic.ts'
import { type DataSet, items, objectBytes, text, uid } from './core/objects/object-file.ts'
import { channel, groupOf } from './core/objects/waveform-file.ts'
import { imageBytes, words } from './core/pixels/image-file.ts'

const STORAGE = '1.2.840.10008.5.1.4.1.1'

/** What the PDF is made of. */
export const PDF = `%PDF-1.4\n${'% a comment\n'.repeat(100)}%%EOF`

/** Of the CT image that contours lie on. */
export const SLICE = '1.2.77.1'

/** Instances by their files. */
export const OBJECTS = { pdf: 0, ecg: 1, plan: 2, structures: 3, slice: 4, dose: 5, keys: 6 }

const about = (sopClass: string, instance: string, modality: string, series: string): DataSet => [
  uid(0x00080016, `${STORAGE}.${sopClass}`),
  uid(0x00080018, instance),
  text(0x00080060, 'CS', modality),
  uid(0x0020000d, '1.2.77'),
  uid(0x0020000e, `1.2.77.${series}`)
]

/** A document, an ECG, a plan, a structure set with the slice that a contour of it lies on, a dose, and a key object selection. @returns its catalogue */
export async function knownObjects(): Promise<string> {
  const folder = temporaryFolder()
  const write = (name: string, elements: DataSet): void => writeFileSync(join(folder, name), objectBytes(elements))

  write('a', [
    ...about('104.1', '1.2.77.10', 'DOC', '10'),
    text(0x00420010, 'ST', 'Letter about Doe^Jane'),
    text(0x00420012, 'LO', 'application/pdf'),
    { tag: 0x00420011, vr: 'OB', value: Buffer.from(PDF) },
    { tag: 0x00420015, vr: 'UL', value: [PDF.length] }
  ])
  // Two leads of 12 s, sampled 100 times a second: a saw of 1 mV a second, and its negative; a pressure beside.
  const saw = Array.from({ length: 1200 }, (_, i) => [i % 100, -(i % 100)]).flat()
  write('b', [
    ...about('9.1.1', '1.2.77.11', 'ECG', '11'),
    items(
      0x54000100,
      groupOf({
        channels: 2,
        samples: 1200,
        data: words(...saw),
        definitions: [channel('Lead I (Einthoven)', 'uV', '10'), channel('Lead II', 'uV', '10')],
        more: [text(0x003a0020, 'SH', 'RHYTHM')]
      }),
      groupOf({ samples: 3, data: words(80, 100, 120), definitions: [channel('Pressure', 'mm[Hg]', '1')] })
    ),
    items(0x0040b020, [
      items(0x0040a043, [text(0x00080104, 'LO', 'QT Interval')]),
      items(0x004008ea, [text(0x00080100, 'SH', 'ms')]),
      text(0x0040a30a, 'DS', '368')
    ])
  ])
  write('c', [
    ...about('481.5', '1.2.77.12', 'RTPLAN', '12'),
    text(0x300a0002, 'SH', 'Prostate'),
    items(0x300a0010, [
      text(0x300a0012, 'IS', '1'),
      text(0x300a0016, 'LO', 'PTV'),
      text(0x300a0020, 'CS', 'TARGET'),
      text(0x300a0026, 'DS', '78.0')
    ]),
    items(0x300a0070, [text(0x300a0071, 'IS', '1'), text(0x300a0078, 'IS', '39')]),
    items(0x300a00b0, [
      text(0x300a00c0, 'IS', '1'),
      text(0x300a00c2, 'LO', 'Arc'),
      text(0x300a00c6, 'CS', 'PHOTON'),
      items(0x300a0111, [text(0x300a0114, 'DS', '6'), text(0x300a011e, 'DS', '181')], [text(0x300a011e, 'DS', '179')])
    ]),
    items(0x300c0060, [uid(0x00081150, `${STORAGE}.481.3`), uid(0x00081155, '1.2.77.13')])
  ])
  const contour = (data: string, image?: string): DataSet => [
    text(0x30060042, 'CS', 'CLOSED_PLANAR'),
    text(0x30060050, 'DS', data),
    ...(image === undefined ? [] : [items(0x30060016, [uid(0x00081155, image)])])
  ]
  write('d', [
    ...about('481.3', '1.2.77.13', 'RTSTRUCT', '13'),
    items(0x30060020, [text(0x30060022, 'IS', '1'), text(0x30060026, 'LO', 'Bladder')]),
    items(0x30060039, [
      text(0x30060084, 'IS', '1'),
      text(0x3006002a, 'IS', '255\\0\\0'),
      // On the slice the square from column 8, row 8 to column 24, row 24; and another one below it, on an image that is not there.
      items(
        0x30060040,
        contour('8\\8\\5\\24\\8\\5\\24\\24\\5\\8\\24\\5', SLICE),
        contour('8\\8\\0\\24\\8\\0\\24\\24\\0', '1.2.77.99')
      )
    ])
  ])
  const grey = new Uint16Array(32 * 32).fill(500)
  grey[0] = 0
  grey[1] = 1000
  const image = { rows: 32, columns: 32, allocated: 16 }
  writeFileSync(
    join(folder, 'e'),
    imageBytes(
      {
        ...image,
        more: [
          ...about('4', SLICE, 'MR', '14'),
          text(0x00200032, 'DS', '0\\0\\5'),
          text(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
          text(0x00280030, 'DS', '1\\1'),
          text(0x00281050, 'DS', '500'),
          text(0x00281051, 'DS', '1000')
        ]
      },
      new Uint8Array(grey.buffer)
    )
  )
  const dose = new Uint16Array(3 * 32 * 32).fill(10)
  dose[32 * 32 + 5] = 5000
  writeFileSync(
    join(folder, 'f'),
    imageBytes(
      {
        ...image,
        frames: 3,
        more: [
          ...about('481.2', '1.2.77.15', 'RTDOSE', '15'),
          text(0x30040002, 'CS', 'GY'),
          text(0x3004000e, 'DS', '0.01')
        ]
      },
      new Uint8Array(dose.buffer)
    )
  )
  write('g', [
    ...about('88.59', '1.2.77.16', 'KO', '16'),
    items(0x0040a375, [
      items(0x00081115, [
        items(
          0x00081199,
          [uid(0x00081150, `${STORAGE}.4`), uid(0x00081155, SLICE)],
          [uid(0x00081150, `${STORAGE}.4`), uid(0x00081155, '1.2.77.98')]
        )
      ])
    ])
  ])
  const catalogue = join(temporaryFolder(), 'c.sqlite')
  await scanJob.run({ catalogue, folders: [folder] }, {})
  return catalogue
}
