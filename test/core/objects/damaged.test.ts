import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readContours } from '../../../src/core/objects/contours.ts'
import { readDocument } from '../../../src/core/objects/document.ts'
import { readDoseRange } from '../../../src/core/objects/dose-range.ts'
import { readWaveformPage, readWaveforms } from '../../../src/core/objects/waveform.ts'
import { MedoidError } from '../../../src/core/errors.ts'
import fc from '../../fast-check.ts'
import { fileOf, imageBytes, words } from '../pixels/image-file.ts'
import { items, objectBytes, text, uid } from './object-file.ts'
import { channel, groupOf } from './waveform-file.ts'

const FILES: [what: string, bytes: Uint8Array, read: (path: string) => unknown][] = [
  [
    'waveforms',
    objectBytes([
      items(
        0x54000100,
        groupOf({
          channels: 2,
          samples: 4,
          data: words(1, 2, 3, 4, 5, 6, 7, 8),
          definitions: [channel('I', 'uV', '2')]
        })
      )
    ]),
    (path) => readWaveforms(path).forEach(({ pages }, i) => pages > 0 && readWaveformPage(path, i, 0))
  ],
  [
    'contours',
    objectBytes([
      items(0x30060020, [text(0x30060022, 'IS', '1'), text(0x30060026, 'LO', 'a')]),
      items(0x30060039, [
        text(0x30060084, 'IS', '1'),
        items(0x30060040, [text(0x30060042, 'CS', 'POINT'), text(0x30060050, 'DS', '1\\2\\3')])
      ])
    ]),
    readContours
  ],
  [
    'documents',
    objectBytes([
      uid(0x00080016, '1.2.840.10008.5.1.4.1.1.104.1'),
      { tag: 0x00420011, vr: 'OB', value: Buffer.from('%PDF-1.7') },
      { tag: 0x00420015, vr: 'UL', value: [8] }
    ]),
    (path) => readDocument(path, 0, 100)
  ],
  [
    'doses',
    imageBytes(
      { rows: 1, columns: 2, allocated: 16, frames: 2, more: [text(0x3004000e, 'DS', '0.5')] },
      words(1, 2, 3, 4)
    ),
    (path) => readDoseRange(path)
  ]
]

test.each(FILES)('of damaged %s something is read, or an error tells why not', async (_, bytes, read) => {
  const path = fileOf(bytes)
  let unharmed = 0
  // Behind the preamble.
  const damages = fc.array(
    fc.tuple(fc.integer({ min: 132, max: bytes.length - 1 }), fc.integer({ min: 0, max: 255 })),
    {
      minLength: 1,
      maxLength: 4
    }
  )
  await fc.assert(
    fc.asyncProperty(damages, fc.option(fc.integer({ min: 132, max: bytes.length })), async (changes, end) => {
      const damaged = Uint8Array.from(bytes)
      for (const [at, value] of changes) damaged[at] = value
      writeFileSync(path, damaged.subarray(0, end ?? bytes.length))
      try {
        await read(path)
        unharmed++
      } catch (error) {
        expect(error).toBeInstanceOf(MedoidError)
      }
    }),
    { numRuns: 100 }
  )
  expect(unharmed).toBeGreaterThan(0)
})
