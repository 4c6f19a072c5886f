import { decode } from 'fast-png'
import { expect, test } from 'vitest'
import {
  countReasons,
  png,
  showable,
  takePictures,
  withheldReasons,
  withoutPath
} from '../../../src/core/report/pictures.ts'
import { MemorySource } from '../features/memory-source.ts'
import { saidBefore } from '../../../src/core/stored-message.ts'
import { PLAIN_TERMS } from '../../../src/messages/terms.ts'

const CT = '1.2.840.10008.5.1.4.1.1.2'
const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7'

/** One instance a row: Burned In Annotation, Modality, SOP Class UID. */
function source(...rows: [burnedIn: string | undefined, modality: string | undefined, sopClass?: string][]) {
  return new MemorySource([
    { tag: '(0028,0301)', vr: 'CS', keyword: 'BurnedInAnnotation', values: rows.map(([value]) => value) },
    { tag: '(0008,0060)', vr: 'CS', keyword: 'Modality', values: rows.map(([, value]) => value) },
    { tag: '(0008,0016)', vr: 'UI', keyword: 'SOPClassUID', values: rows.map(([, , value = CT]) => value) }
  ])
}

const reasons = (...rows: Parameters<typeof source>) => {
  const from = source(...rows)
  const found = withheldReasons(from, from.live())
  return rows.map((_, instance) => found.get(instance))
}

test('only pictures that say that nothing is burned in are shown', () => {
  expect(reasons(['NO', 'CT'], ['YES', 'CT'], ['', 'CT'], [undefined, 'CT'], ['no, sir', 'CT'])).toEqual([
    undefined,
    'Burned In Annotation is not NO.',
    'Burned In Annotation is not stated.',
    'Burned In Annotation is not stated.',
    'Burned In Annotation is not NO.'
  ])
})

test('ultrasound, secondary captures, others and photographs are withheld whatever they say', () => {
  const found = reasons(['NO', 'US'], ['NO', 'SC'], ['NO', 'OT'], ['NO', 'XC'], ['NO', 'us '], ['NO', 'CT\\OT'])
  for (const reason of found) expect(reason).toContain('often have names written into them')
})

test('so are they by their SOP class, and those of which nothing is known', () => {
  expect(
    reasons(
      ['NO', 'CT', SECONDARY_CAPTURE],
      ['NO', 'CT', `${SECONDARY_CAPTURE}.4`],
      ['NO', 'MR', '1.2.840.10008.5.1.4.1.1.6.1'],
      ['NO', 'MR', '1.2.840.10008.5.1.4.1.1.77.1.4'],
      ['NO', undefined]
    )
  ).toEqual([
    'Secondary captures often have names written into them.',
    'Secondary captures often have names written into them.',
    'Ultrasound images often have names written into them.',
    'Photographs often have names written into them.',
    'Its modality is not known.'
  ])
  // A class whose number begins alike is another one.
  expect(reasons(['NO', 'XA', '1.2.840.10008.5.1.4.1.1.77'])).toEqual([undefined])
})

test('a catalogue that knows none of these tags shows nothing', () => {
  const from = new MemorySource([{ tag: '(0028,0010)', vr: 'US', keyword: 'Rows', values: ['1'] }])
  expect(withheldReasons(from, from.live()).size).toBe(1)
})

test('withheld pictures are not even read, unless all are asked for', async () => {
  const from = source(['NO', 'CT'], ['YES', 'CT'], ['NO', 'US'])
  const asked: number[][] = []
  const read = (instances: Uint32Array) => {
    asked.push([...instances])
    return Promise.resolve(new Map(Array.from(instances, (instance) => [instance, new Uint8Array(16384)] as const)))
  }
  const safe = await takePictures(from, Uint32Array.of(2, 0, 1), 'safe', read, () => '')
  expect([...safe].map(([instance, { png: bytes }]) => [instance, bytes !== undefined])).toEqual([
    [0, true],
    [1, false],
    [2, false]
  ])
  await takePictures(from, Uint32Array.of(2, 0, 1), 'all', read, () => '')
  expect(asked).toEqual([[0], [0, 1, 2]])
})

test('the first that may be shown, in their order', () => {
  const from = source(['NO', 'CT'], ['YES', 'CT'], ['NO', 'MR'], ['NO', 'CR'])
  expect([...showable(from, Uint32Array.of(3, 1, 2, 0), 'safe', 2)]).toEqual([3, 2])
  expect([...showable(from, Uint32Array.of(3, 1, 2, 0), 'all', 2)]).toEqual([3, 1])
})

test('why a picture could not be read is told without its path', async () => {
  const from = source(['NO', 'CT'], ['NO', 'CT'])
  const read = () => Promise.resolve(new Map([[0, '/data/DOE^JANE/IM 1 is no DICOM file.']]))
  const found = await takePictures(from, Uint32Array.of(0, 1), 'safe', read, () => '/data/DOE^JANE/IM 1')
  expect(found.get(0)).toEqual({ instance: 0, withheld: 'the file is no DICOM file.' })
  expect(found.get(1)).toEqual({ instance: 1, withheld: 'Its file is not there any more.' })
})

test('what follows the beginning of any path is cut', () => {
  expect(withoutPath('It cannot open /data/Doe Jane/1.dcm.', '')).toBe('It cannot open …')
  expect(withoutPath("EACCES 'C:\\Doe Jane\\1.dcm'", '')).toBe("EACCES '…")
  expect(withoutPath('30 images/s; install @scope/package', '')).toBe('30 images/s; install @scope/package')
})

test('reasons are counted, the most frequent first', () => {
  const skipped = [
    { path: '/a/1', reason: saidBefore('/a/1 is empty.') },
    { path: '/a/2', reason: saidBefore('Too short.') },
    { path: '/a/3', reason: saidBefore('Too short.') }
  ]
  expect(countReasons(skipped, PLAIN_TERMS)).toEqual([
    { reason: 'Too short.', images: 2 },
    { reason: 'the file is empty.', images: 1 }
  ])
})

test('a picture is a PNG of 128 × 128 grey levels', () => {
  const grey = Uint8Array.from({ length: 16384 }, (_, i) => (i * 7) % 256)
  const { width, height, channels, data } = decode(Buffer.from(png(grey), 'base64'))
  expect([width, height, channels]).toEqual([128, 128, 1])
  expect(Buffer.from(data as Uint8Array).equals(grey)).toBe(true)
})
