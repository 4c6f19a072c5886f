import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { losslessJpeg } from '../../../fuzz/lossless-jpeg.ts'
import { EXPLICIT_LITTLE, type TransferSyntax } from '../../../src/phantom/dicom-writer.ts'
import { readFrame, type Frame } from '../../../src/core/pixels/read-frame.ts'
import { Random } from '../../../src/core/random.ts'
import { imageFile, type ImageOptions } from './image-file.ts'
import { EOI, frame, huffman, segment, SOI } from './jpeg-parts.ts'
import { encodeLossless } from './lossless-encoder.ts'

const FUZZ_CASES = 10_000
const LOSSLESS: TransferSyntax = { ...EXPLICIT_LITTLE, uid: '1.2.840.10008.1.2.4.57', encapsulated: true }

/** A fragment has an even length. */
function even(codestream: Buffer): Buffer {
  return Buffer.concat([codestream, Buffer.alloc(codestream.length % 2)])
}

function decode(options: ImageOptions, codestream: Buffer): Promise<Frame> {
  return readFrame(imageFile({ ...options, syntax: LOSSLESS }, [even(codestream)]))
}

async function valuesOf(options: ImageOptions, ...parts: Buffer[]): Promise<number[]> {
  return Array.from((await decode(options, Buffer.concat([SOI, ...parts, EOI]))).values)
}

/** A scan header of components 1, 2, … in a row, all with table 0. */
function scan(components: number[], predictor: number, pointTransform: number, ...bits: string[]): Buffer {
  const selectors = components.flatMap((component) => [component, 0])
  const header = segment(0xda, components.length, ...selectors, predictor, 0, pointTransform)
  const bytes = bits.map((each) =>
    Buffer.from((each.replaceAll(' ', '').match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)))
  )
  return Buffer.concat([header, ...bytes])
}

/** Category 0 is 0, category 1 is 10, 2 is 110, 3 is 1110. */
const table = huffman(0x00, 0, 1, 2, 3)

describe('lossless JPEG (ISO/IEC 10918-1 annex H)', () => {
  // The first line is 128 + 2 = 130, then 130; the second begins 130 − 3 = 127. What is predicted at its end, and 1 more:
  test.each([
    [1, 'left', 127],
    [2, 'above', 131],
    [3, 'above on the left', 130],
    [4, 'left + above − above on the left', 128],
    [5, 'left + half of above − above on the left', 127],
    [6, 'above + half of left − above on the left', 129],
    [7, 'half of left + above', 129]
  ])('predictor %i: %s', async (predictor, _name, predicted) => {
    // 2 is 110 10, 1 is 10 1, −3 is 110 00, 1 is 10 1.
    const coded = scan([1], predictor, 0, '110 10 10 1 110 00 10 1')
    const values = await valuesOf({ rows: 2, columns: 2 }, table, frame(0xc3, 8, 2, 2, 0x11), coded)
    expect(values).toEqual([130, 131, 127, predicted + 1])
  })

  test('a point transform of 2 leaves out two bits, also of the middle to begin with: (32 + 1) · 4', async () => {
    const coded = scan([1], 1, 2, '10 1 0 1111')
    expect(await valuesOf({ rows: 1, columns: 2 }, table, frame(0xc3, 8, 1, 2, 0x11), coded)).toEqual([132, 132])
  })

  test('category 16 has no further bits: 32,768 + 32,768 is 0', async () => {
    const options = { rows: 1, columns: 2, allocated: 16 }
    const coded = scan([1], 1, 0, '10 0 11111')
    expect(await valuesOf(options, huffman(0x00, 0, 16), frame(0xc3, 16, 1, 2, 0x11), coded)).toEqual([0, 0])
  })

  test('at a restart the first line begins anew, predicted from the left', async () => {
    const interval = segment(0xdd, 0, 2)
    const coded = Buffer.concat([
      // 128 + 2, 132; then 128 − 1 and, from its left, 127 + 1.
      scan([1], 2, 0, '110 10 110 10 111111'),
      Buffer.from([0xff, 0xd0, 0b1001_0111])
    ])
    const values = await valuesOf({ rows: 2, columns: 2 }, table, interval, frame(0xc3, 8, 2, 2, 0x11), coded)
    expect(values).toEqual([130, 132, 127, 128])
  })

  test('a scan for each component, with a table of its own between them', async () => {
    const parts = [
      table,
      frame(0xc3, 8, 1, 1, 0x11, 0x11, 0x11),
      scan([1], 1, 0, '10 1 11111'),
      huffman(0x00, 3, 0),
      scan([2], 1, 0, '0 111 1111'),
      scan([3], 1, 0, '10 111111')
    ]
    expect(await valuesOf({ rows: 1, columns: 1, samples: 3 }, ...parts)).toEqual([129, 135, 128])
  })

  test('the number of lines behind the first scan', async () => {
    const coded = scan([1], 1, 0, '10 1 0 1111')
    const open = frame(0xc3, 8, 0, 1, 0x11)
    const options = { rows: 2, columns: 1 }
    expect(await valuesOf(options, table, open, coded, segment(0xdc, 0, 2))).toEqual([129, 129])
    const message = 'does not say that it has 2 lines'
    await expect(valuesOf(options, table, open, coded, segment(0xdc, 0, 3))).rejects.toThrow(message)
    await expect(valuesOf(options, table, open, coded)).rejects.toThrow(message)
  })

  test('a component sampled half as often has each sample twice', async () => {
    // Two samples of the first, one of the second and third: 129, 130; 128; 127.
    const coded = scan([1, 2, 3], 1, 0, '10 1 10 1 0 10 0 1111111')
    const image = frame(0xc3, 8, 1, 2, 0x21, 0x11, 0x11)
    const decoded = await decode(
      { rows: 1, columns: 2, samples: 3, photometric: 'YBR_FULL_422' },
      Buffer.concat([SOI, table, image, coded, EOI])
    )
    expect(Array.from(decoded.values)).toEqual([129, 128, 127, 130, 128, 127])
    expect(decoded.photometric).toBe('YBR_FULL')
  })

  const samplings = [
    [0x21, 0x11, 0x11],
    [0x22, 0x11, 0x11],
    [0x41, 0x11, 0x21],
    [0x12, 0x12, 0x12],
    [0x22, 0x22, 0x22]
  ]
  test.each(samplings.flatMap((sampling) => [false, true].map((scans) => ({ sampling, scans }))))(
    'components sampled $sampling, in scans of their own: $scans',
    async ({ sampling, scans }) => {
      const random = new Random(1)
      const [rows, columns] = [5, 7]
      const across = Math.max(...sampling.map((both) => both >> 4))
      const down = Math.max(...sampling.map((both) => both & 15))
      const width = (i: number): number => Math.ceil((columns * (sampling[i] >> 4)) / across)
      const height = (i: number): number => Math.ceil((rows * (sampling[i] & 15)) / down)
      const planes = sampling.map((_, i) => Array.from({ length: width(i) * height(i) }, () => random.below(256)))
      const repeated = (i: number, y: number, x: number): number =>
        planes[i][
          Math.floor((y * (sampling[i] & 15)) / down) * width(i) + Math.floor((x * (sampling[i] >> 4)) / across)
        ]
      const image = { rows, columns, precision: 8, planes, sampling }
      const codestream = encodeLossless(image, { predictor: 4, scans, restartLines: 1 })
      const { values } = await decode({ rows, columns, samples: 3, photometric: 'YBR_FULL' }, codestream)
      expect(Array.from(values)).toEqual(
        Array.from({ length: rows * columns }, (_, n) =>
          [0, 1, 2].map((i) => repeated(i, Math.floor(n / columns), n % columns))
        ).flat()
      )
    }
  )

  test('pixels that are whole are shown without the end marker', async () => {
    const options = { rows: 1, columns: 2 }
    const whole = Buffer.concat([SOI, table, frame(0xc3, 8, 1, 2, 0x11), scan([1], 1, 0, '10 1 0 1111')])
    expect(Array.from((await decode(options, whole)).values)).toEqual([129, 129])
  })

  const image = frame(0xc3, 8, 2, 2, 0x11)
  const coded = '10 1 10 1 10 1 10 1 1111'
  test.each([
    ['pixels-truncated', 'a scan that ends early', [table, image, scan([1], 1, 0, '10 1 10 1 11')]],
    ['pixels-truncated', 'padding in place of pixels', [table, image, scan([1], 1, 0, '10 1 10 1 10', '1'.repeat(8))]],
    [
      'pixels-damaged',
      'more coded pixels than there are',
      [table, image, scan([1], 1, 0, coded, '0101 0101 0101 0101')]
    ],
    ['pixels-damaged', 'no table', [image, scan([1], 1, 0, coded)]],
    [
      'pixels-damaged',
      'a table with too many codes',
      [segment(0xc4, 0, 3, ...new Array<number>(15).fill(0), 0, 1, 2), image]
    ],
    ['pixels-damaged', 'a category that does not exist', [huffman(0, 17), image, scan([1], 1, 0, '0'.repeat(16))]],
    ['pixels-damaged', 'a code that is in no table', [huffman(0, 0), image, scan([1], 1, 0, '10'.repeat(16))]],
    ['pixels-damaged', 'a scan of an unknown component', [table, image, segment(0xda, 2, 1, 0, 2, 0, 1, 0, 0)]],
    ['pixels-damaged', 'no scan', [table, image]],
    ['pixels-damaged', 'a point transform of all bits', [table, image, scan([1], 1, 8, coded)]],
    ['pixels-damaged', 'no restart marker', [table, image, segment(0xdd, 0, 2), scan([1], 1, 0, '10 1 10 1 11')]],
    ['pixels-unsupported', 'restarts within a line', [table, image, segment(0xdd, 0, 1), scan([1], 1, 0, coded)]],
    ['pixels-unsupported', 'a predictor of hierarchical frames', [table, image, scan([1], 0, 0, coded)]],
    ['pixels-unsupported', '17 bits', [table, frame(0xc3, 17, 2, 2, 0x11), scan([1], 1, 0, coded)]]
  ])('%s: %s', async (code, _name, parts) => {
    await expect(valuesOf({ rows: 2, columns: 2 }, ...parts)).rejects.toMatchObject({ name: 'MedoidError', code })
  })

  test('one of three components is missing', async () => {
    const parts = [table, frame(0xc3, 8, 1, 1, 0x11, 0x11, 0x11), scan([1], 1, 0, '10 1 11111')]
    const options = { rows: 1, columns: 1, samples: 3 }
    await expect(valuesOf(options, ...parts)).rejects.toThrow('lacks a scan of some of its components')
    const cut = Buffer.concat([SOI, ...parts])
    await expect(decode(options, cut)).rejects.toMatchObject({ code: 'pixels-truncated' })
  })

  test(`${FUZZ_CASES} random frames of a plain encoder come out again; cut or damaged they do no harm`, async () => {
    for (let seed = 0; seed < FUZZ_CASES; seed++) {
      try {
        await losslessJpeg.run(new Random(seed))
      } catch (error) {
        throw new Error(`Again: npm run fuzz -- lossless-jpeg 1 ${seed}`, { cause: error })
      }
    }
  })
})

interface Peer {
  command: string
  /** What turns a file into one without compression. */
  arguments: (from: string, to: string) => string[]
  /** Bits of a sample that it can, by components. */
  bits: Record<1 | 3, number[]>
}

const upTo = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i)

/** gdcm refuses less than 8 bits in bytes, and does not write several frames of more than 8 bits a colour. */
const PEERS: Peer[] = [
  { command: 'dcmdjpeg', arguments: (from, to) => ['+px', from, to], bits: { 1: upTo(2, 16), 3: upTo(2, 16) } },
  { command: 'gdcmconv', arguments: (from, to) => ['--raw', from, to], bits: { 1: upTo(8, 16), 3: [8] } }
]

for (const peer of PEERS) {
  const isThere = spawnSync(peer.command, ['--version']).error === undefined
  if (!isThere) console.log(`lossless JPEG is not compared with ${peer.command}: there is no such program`)
  describe.skipIf(!isThere)(`lossless JPEG, against ${peer.command}`, () => {
    const cases = ([1, 3] as const).flatMap((components) => peer.bits[components].map((bits) => ({ components, bits })))
    test.each(cases)(
      '$components components of $bits bits: all predictors, point transforms, restarts and scans',
      async (given) => {
        const { components, bits } = given
        const random = new Random(bits * 10 + components)
        const [rows, columns] = [6, 7]
        const fragments: Buffer[] = []
        for (const predictor of upTo(1, 7))
          for (const pointTransform of [0, 1])
            for (const restartLines of [0, 2])
              for (const scans of components === 1 ? [false] : [false, true]) {
                const sample = (): number => random.below(2 ** bits)
                const planes = upTo(1, components).map(() => Array.from({ length: rows * columns }, sample))
                const options = { predictor, pointTransform, restartLines, scans }
                fragments.push(even(encodeLossless({ rows, columns, precision: bits, planes }, options)))
              }
        const allocated = bits <= 8 ? 8 : 16
        const frames = { frames: fragments.length, planar: components === 3 ? 0 : undefined }
        const ours = imageFile(
          { rows, columns, samples: components, allocated, ...frames, syntax: LOSSLESS },
          fragments
        )
        const theirs = `${ours}.${peer.command}`
        const { status, stderr } = spawnSync(peer.command, peer.arguments(ours, theirs), { encoding: 'utf8' })
        expect(status, stderr).toBe(0)
        for (let n = 0; n < fragments.length; n++) {
          const [mine, its] = [await readFrame(ours, undefined, n), await readFrame(theirs, undefined, n)]
          expect(mine.values, `frame ${n}`).toEqual(its.values)
        }
      }
    )
  })
}
