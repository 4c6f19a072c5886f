import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readWaveformPage, readWaveforms } from '../../../src/core/objects/waveform.ts'
import { hasSharedDicom, sharedDicom } from '../dicom/shared.ts'
import { words } from '../pixels/image-file.ts'
import { EXPLICIT_BIG, IMPLICIT_LITTLE, items, objectFile, text } from './object-file.ts'
import { channel, groupOf, waveformFile } from './waveform-file.ts'

if (!hasSharedDicom) console.log(`the real ECG is skipped: there is no ${sharedDicom}`)

const one = (path: string, page = 0): number[] => Array.from(readWaveformPage(path, 0, page))

test('samples are multiplied with sensitivity and correction factor, and the baseline is added', () => {
  // Two channels: 1, 2, 3 and −1, −2, −3.
  const path = waveformFile([
    groupOf({
      channels: 2,
      samples: 3,
      data: words(1, -1, 2, -2, 3, -3),
      definitions: [channel('I', 'uV', '2.5', '2', '100'), channel('Druck', 'mm[Hg]', '0.5')]
    })
  ])
  expect(one(path)).toEqual([105, 110, 115, -0.5, -1, -1.5])
  expect(readWaveforms(path)).toMatchObject([
    {
      channels: [
        { label: 'I', unit: 'uV' },
        { label: 'Druck', unit: 'mm[Hg]' }
      ],
      samples: 3,
      frequency: 100,
      pages: 1
    }
  ])
})

test('a channel without a sensitivity has its stored values, and no unit', () => {
  const definition = [items(0x003a0208, [text(0x00080104, 'LO', 'Lead II')]), text(0x003a0213, 'DS', '7')]
  const path = waveformFile([groupOf({ samples: 2, data: words(4, 5), definitions: [definition] })])
  expect(one(path)).toEqual([4, 5])
  expect(readWaveforms(path)[0].channels[0]).toMatchObject({ label: 'Lead II', unit: '' })
  // Nobody says what it is.
  const untold = waveformFile([groupOf({ samples: 2, data: words(4, 5) })])
  expect(one(untold)).toEqual([4, 5])
  expect(readWaveforms(untold)[0].channels).toEqual([{ label: '', unit: '', low: null, high: null, notch: null }])
})

test('where the file has its padding value, there is none', () => {
  const more = [{ tag: 0x5400100a, vr: 'OW', value: words(0x8000) }]
  const path = waveformFile([groupOf({ samples: 3, data: words(1, 0x8000, 3), more })])
  expect(one(path)).toEqual([1, NaN, 3])
})

describe('every way to store a sample', () => {
  const bytes = (...values: number[]) => Uint8Array.from(values)
  const longs = (...values: number[]) => new Uint8Array(Uint32Array.from(values).buffer)
  // Of A-law and µ-law: the ends and the middles of the tables of ITU-T G.711.
  test.each([
    [8, 'SB', bytes(0x7f, 0x80), [127, -128]],
    [8, 'UB', bytes(0x7f, 0x80), [127, 128]],
    [8, 'MB', bytes(0x00, 0x80, 0x7f, 0xff), [-32124, 32124, 0, 0]],
    [8, 'AB', bytes(0x2a, 0xaa, 0x55, 0xd5), [-32256, 32256, -8, 8]],
    [16, 'SS', words(0x7fff, 0x8000), [32767, -32768]],
    [16, 'US', words(0x7fff, 0x8000), [32767, 32768]],
    [32, 'SL', longs(1, 0xffffffff), [1, -1]],
    [32, 'UL', longs(1, 0x80000000), [1, 2147483648]]
  ])('%i bits %s', (bits, kind, data, expected) => {
    const options = { samples: expected.length, bits, kind, data }
    for (const syntax of [undefined, IMPLICIT_LITTLE])
      expect(one(waveformFile([groupOf({ ...options, vr: bits === 8 ? 'OB' : 'OW' })], syntax))).toEqual(expected)
  })

  test('big endian words, and bytes that lie in them', () => {
    // The writer swaps words; the bytes are given as they lie in the file.
    expect(one(waveformFile([groupOf({ samples: 2, data: words(1, 0x8000) })], EXPLICIT_BIG))).toEqual([1, -32768])
    const options = { samples: 4, bits: 8, kind: 'UB', data: bytes(1, 2, 3, 4) }
    expect(one(waveformFile([groupOf({ ...options, vr: 'OB' })], EXPLICIT_BIG))).toEqual([1, 2, 3, 4])
    expect(one(waveformFile([groupOf({ ...options, vr: 'OW' })], EXPLICIT_BIG))).toEqual([1, 2, 3, 4])
  })
})

test('a long signal is read in pages of ten seconds, also where its value is longer than a header', () => {
  // 100 samples a second, two channels, 1,234,567 of each: 4.9 MB.
  const samples = 1_234_567
  const data = new Int16Array(2 * samples).map((_, i) => ((i >> 1) % 30_000) * (i % 2 === 0 ? 1 : -1))
  const group = groupOf({ channels: 2, samples, data: new Uint8Array(data.buffer) })
  const path = waveformFile([groupOf({ data: words(9) }), group])
  expect(readWaveforms(path).map(({ pages, pageSamples }) => [pages, pageSamples])).toEqual([
    [1, 1000],
    [1235, 1000]
  ])
  const page = readWaveformPage(path, 1, 41)
  expect(page).toHaveLength(2000)
  expect([page[0], page[999], page[1000], page[1999]]).toEqual([11_000, 11_999, -11_000, -11_999])
  expect(readWaveformPage(path, 1, 1234)).toHaveLength(2 * 567)
  expect(readWaveformPage(path, 1, 1235)).toHaveLength(0)
})

test('samples that are not there are not made up', () => {
  const path = waveformFile([groupOf({ channels: 2, samples: 4_000_000_000, data: words(1, 2, 3, 4, 5) })])
  expect(readWaveforms(path)).toMatchObject([{ samples: 2, announced: 4_000_000_000, pages: 1 }])
  expect(one(path)).toEqual([1, 3, 2, 4])
})

test.each([
  ['channels', { channels: 0, data: words(1) }],
  ['channels', { channels: 65_535, data: words(1) }],
  ['kind', { kind: 'XX', data: words(1) }],
  ['kind', { bits: 12, data: words(1) }],
  ['frequency', { frequency: '0', data: words(1) }],
  ['frequency', { frequency: '-5', data: words(1) }],
  ['frequency', { frequency: 'often', data: words(1) }],
  ['samples', { samples: 0, data: words(1) }],
  ['samples', { data: words() }]
] as const)('what cannot be drawn is told: %s of %o', (problem, options) => {
  const path = waveformFile([groupOf(options)])
  expect(readWaveforms(path)).toMatchObject([{ problem, pages: 0 }])
  expect(() => one(path)).toThrow('cannot be drawn')
})

test('signals that are sampled very often have shorter pages, so that none takes more memory than another', () => {
  const group = groupOf({ channels: 1000, samples: 1, frequency: '1e9', data: new Uint8Array(2000) })
  expect(readWaveforms(waveformFile([group]))[0].pageSamples).toBe(4194)
})

test('a file without waveforms, and a group that is none, are told', () => {
  expect(() => readWaveforms(objectFile([text(0x00080060, 'CS', 'ECG')]))).toThrow('no such waveform')
  expect(() => readWaveformPage(waveformFile([groupOf({ data: words(1) })]), 1, 0)).toThrow('no such waveform')
  // An item without anything in it.
  expect(readWaveforms(waveformFile([[]]))).toMatchObject([{ problem: 'channels', channels: [] }])
})

test.skipIf(!hasSharedDicom)('a real ECG has the values that pydicom computes', () => {
  const path = join(sharedDicom, 'singles/pydicom/waveform_ecg.dcm')
  const groups = readWaveforms(path)
  expect(groups.map(({ label, samples, frequency, pages }) => ({ label, samples, frequency, pages }))).toEqual([
    { label: 'RHYTHM', samples: 10_000, frequency: 1000, pages: 1 },
    { label: 'MEDIAN BEAT', samples: 1200, frequency: 1000, pages: 1 }
  ])
  expect(groups[0].channels[0]).toEqual({ label: 'Lead I (Einthoven)', unit: 'uV', low: 0.05, high: 300, notch: null })
  // Of `waveform_array` of pydicom 2.4: the first and the last sample, the sum and the greatest magnitude of each channel.
  const told = [0, 1].map((number) => {
    const values = readWaveformPage(path, number, 0)
    return groups[number].channels.map((_, i) => {
      const { samples } = groups[number]
      const own = Array.from(values.subarray(i * samples, (i + 1) * samples))
      return [own[0], own.at(-1), own.reduce((sum, x) => sum + x, 0), Math.max(...own.map(Math.abs))]
    })
  })
  expect(told[0]).toEqual([
    [100, 25, 926613.75, 725],
    [112.5, 137.5, 908587.5, 1137.5],
    [12.5, 112.5, -18026.25, 437.5],
    [-106.25, -81.25, -914497.5, 931.25],
    [43.75, -43.75, 469263.75, 343.75],
    [62.5, 125, 442162.5, 775],
    [50, 25, 357775, 1125],
    [18.75, -12.5, 396443.75, 831.25],
    [-12.5, -112.5, 367325, 1087.5],
    [-25, -137.5, 381043.75, 1075],
    [-68.75, -150, 386181.25, 1962.5],
    [-50, -112.5, 384187.5, 1443.75]
  ])
  expect(told[1].slice(0, 2)).toEqual([
    [12.5, 18.75, 68675, 668.75],
    [100, 62.5, 158575, 1112.5]
  ])
})
