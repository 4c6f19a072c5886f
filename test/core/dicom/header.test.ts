import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HeaderReader } from '../../../src/core/dicom/header.ts'
import {
  codes,
  explicit,
  explicitBig,
  explicitFile,
  file,
  implicit,
  item,
  read,
  readWith,
  TRANSFER_SYNTAX
} from './build.ts'

const MODALITY = 0x00080060
const CHARSET = 0x00080005
const SOP_INSTANCE = 0x00080018

const explicitDataSet = [
  explicit(CHARSET, 'CS', 'ISO_IR 100'),
  explicit(SOP_INSTANCE, 'UI', '1.2.3\0'),
  explicit(MODALITY, 'CS', 'MR')
]
const implicitDataSet = [implicit(CHARSET, 'ISO_IR 100'), implicit(SOP_INSTANCE, '1.2.3\0'), implicit(MODALITY, 'MR')]
const bigDataSet = [
  explicitBig(CHARSET, 'CS', 'ISO_IR 100'),
  explicitBig(SOP_INSTANCE, 'UI', '1.2.3\0'),
  explicitBig(MODALITY, 'CS', 'MR')
]
const meta = (transferSyntax: string): Buffer => explicit(0x00020010, 'UI', transferSyntax)

test.each<[string, Buffer]>([
  ['explicit VR little endian', file(TRANSFER_SYNTAX.explicit, ...explicitDataSet)],
  ['implicit VR little endian', file(TRANSFER_SYNTAX.implicit, ...implicitDataSet)],
  ['explicit VR big endian', file(TRANSFER_SYNTAX.explicitBig, ...bigDataSet)],
  ['deflated', file(TRANSFER_SYNTAX.deflated, deflateRawSync(Buffer.concat(explicitDataSet)))],
  ['a compressed one', file(TRANSFER_SYNTAX.jpeg, ...explicitDataSet)],
  ['meta information without preamble', Buffer.concat([meta(TRANSFER_SYNTAX.implicit), ...implicitDataSet])],
  ['DICM without preamble', Buffer.concat([Buffer.from('DICM'), meta(TRANSFER_SYNTAX.explicit), ...explicitDataSet])],
  [
    'meta information in implicit VR without preamble',
    Buffer.concat([implicit(0x00020010, TRANSFER_SYNTAX.explicit), implicit(0x00020012, '1.2.3\0'), ...explicitDataSet])
  ],
  ['a data set only, explicit VR', Buffer.concat(explicitDataSet)],
  ['a data set only, implicit VR', Buffer.concat(implicitDataSet)],
  ['a data set only, big endian', Buffer.concat(bigDataSet)],
  [
    'meta information without Transfer Syntax UID',
    Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), explicit(0x00020001, 'OB', [0, 1]), ...implicitDataSet])
  ],
  [
    'meta information in implicit VR',
    Buffer.concat([
      Buffer.alloc(128),
      Buffer.from('DICM'),
      implicit(0x00020010, TRANSFER_SYNTAX.explicit),
      ...explicitDataSet
    ])
  ]
])('reads %s', (_, bytes) => {
  const { outcome, values } = read(bytes)
  expect(outcome).toEqual({ status: 'dicom', sopInstanceUid: '1.2.3', issues: [] })
  expect(values).toMatchObject({ SpecificCharacterSet: 'ISO_IR 100', SOPInstanceUID: '1.2.3', Modality: 'MR' })
})

test.each<[string, Buffer]>([
  ['implicit declared, explicit encoded', file(TRANSFER_SYNTAX.implicit, ...explicitDataSet)],
  ['explicit declared, implicit encoded', file(TRANSFER_SYNTAX.explicit, ...implicitDataSet)],
  ['little endian declared, big endian encoded', file(TRANSFER_SYNTAX.explicit, ...bigDataSet)],
  ['big endian declared, little endian encoded', file(TRANSFER_SYNTAX.explicitBig, ...explicitDataSet)]
])('reads as it is, with an issue: %s', (_, bytes) => {
  const { outcome, values } = read(bytes)
  expect(codes(outcome)).toEqual(['transfer-syntax-mismatch'])
  expect(values).toMatchObject({ SOPInstanceUID: '1.2.3', Modality: 'MR' })
})

test('a deflated header is inflated as far as it goes, whatever the pixels inflate to', () => {
  const pixels = explicit(0x7fe00010, 'OW', Buffer.alloc(80 << 20))
  const { outcome, values } = read(
    file(TRANSFER_SYNTAX.deflated, deflateRawSync(Buffer.concat([...explicitDataSet, pixels])))
  )
  expect(codes(outcome)).toEqual([])
  expect(values.Modality).toBe('MR')
})

test('a header that inflates to more than it may is refused', () => {
  const bomb = deflateRawSync(explicit(0x00420011, 'OB', Buffer.alloc(80 << 20)))
  expect(codes(read(file(TRANSFER_SYNTAX.deflated, bomb)).outcome)).toEqual(['header-too-large'])
})

test('a deflated data set that is damaged is no data set', () => {
  expect(codes(read(file(TRANSFER_SYNTAX.deflated, Buffer.alloc(40, 0xff))).outcome)).toEqual(['header-damaged'])
})

test.each<[string, Buffer]>([
  ['an empty file', Buffer.alloc(0)],
  ['zeros', Buffer.alloc(4096)],
  ['less than a preamble', Buffer.alloc(100)],
  ['text', Buffer.from('The quick brown fox jumps over the lazy dog. '.repeat(20))],
  ['a PNG', Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(2000, 7)])],
  ['a JPEG', Buffer.concat([Buffer.from('ffd8ffe000104a464946000101', 'hex'), Buffer.alloc(2000, 7)])],
  ['a ZIP', Buffer.concat([Buffer.from('504b0304140008000800', 'hex'), Buffer.alloc(2000, 7)])]
])('%s is no DICOM', (_, bytes) => {
  expect(read(bytes).outcome).toEqual({ status: 'not-dicom' })
})

test('a DICOMDIR is one by its Media Storage SOP Class', () => {
  const bytes = Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    explicit(0x00020002, 'UI', '1.2.840.10008.1.3.10'),
    meta(TRANSFER_SYNTAX.explicit),
    explicit(0x00041130, 'CS', 'SET')
  ])
  expect(read(bytes).outcome).toEqual({ status: 'dicomdir' })
})

test('preamble and DICM, or meta information, without a data set is a header that is not there', () => {
  expect(read(Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')])).outcome).toEqual({
    status: 'failed',
    issues: [{ code: 'no-data-set', message: 'The file has no data set: it ends at byte 132.' }]
  })
  expect(codes(read(file(TRANSFER_SYNTAX.explicit)).outcome)).toEqual(['no-data-set'])
})

test('a file that ends inside its header is not catalogued; at the end of an element it is', () => {
  const whole = explicitFile(...explicitDataSet)
  expect(read(whole.subarray(0, -1)).outcome).toEqual({
    status: 'failed',
    issues: [
      {
        code: 'header-truncated',
        message: 'Modality (0008,0060) at byte 192 claims 2 bytes; the file ends at byte 201.'
      }
    ]
  })
  expect(read(whole.subarray(0, -10)).outcome.status).toBe('dicom')
})

const structuredReport = [
  explicit(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.88.11\0'),
  explicit(SOP_INSTANCE, 'UI', '1.2.3\0'),
  explicit(MODALITY, 'CS', 'SR')
]
const end = explicitFile(...structuredReport).length

test.each<[string, Buffer, string]>([
  ['one zero', Buffer.alloc(1), `The last byte, byte ${end}, is no element.`],
  ['seven zeros', Buffer.alloc(7), `The last 7 bytes, from byte ${end} on, are no element.`],
  ['a line end', Buffer.from('\r\n'), `The last 2 bytes, from byte ${end} on, are no element.`],
  ['a block of zeros', Buffer.alloc(512), `The last 512 bytes, from byte ${end} on, are padding.`],
  ['thousands of zeros', Buffer.alloc(100_000), `The last 100000 bytes, from byte ${end} on, are padding.`],
  ['two mebibytes of zeros', Buffer.alloc(2 << 20), `The last 2097152 bytes, from byte ${end} on, are padding.`],
  ['a word', Buffer.from('junk at end'), `The last 11 bytes, from byte ${end} on, are no elements.`],
  [
    'the boundary of a message',
    Buffer.from('\r\n--boundary--\r\n'),
    `The last 16 bytes, from byte ${end} on, are no elements.`
  ],
  [
    'zeros with something behind them',
    Buffer.concat([Buffer.alloc(600), Buffer.from('x')]),
    `The last 601 bytes, from byte ${end} on, are no elements.`
  ],
  ['FF up to a block', Buffer.alloc(300, 0xff), `The last 300 bytes, from byte ${end} on, are padding.`]
])('behind a data set without pixels, %s is left out', (_, tail, message) => {
  const { outcome, values } = read(explicitFile(...structuredReport, tail))
  expect(outcome).toEqual({
    status: 'dicom',
    sopInstanceUid: '1.2.3',
    issues: [{ code: 'trailing-bytes-ignored', message }]
  })
  expect(values.Modality).toBe('SR')
})

test.each<[string, Buffer[]]>([
  ['the beginning of a next element', [...structuredReport, explicit(0x00100020, 'LO', 'id').subarray(0, 7)]],
  ['zeros beyond 16 mebibytes', [...structuredReport, Buffer.alloc((1 << 24) + 8)]],
  ['a word, and behind it an element', [...structuredReport, Buffer.from('junk'), explicit(0x00100020, 'LO', 'id')]],
  ['a word in place of the first element', [Buffer.from('junk at end')]],
  ['an element that claims more than there is', [...structuredReport, explicit(0x00100020, 'LO', 'id', 200)]],
  // A hole for a tail: where Rows are, pixels have to follow.
  ['zeros behind Rows', [...structuredReport, explicit(0x00280010, 'US', [2, 0]), Buffer.alloc(512)]],
  ['zeros in a CT image', [explicit(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2\0'), Buffer.alloc(512)]],
  ['a word in a CT image', [explicit(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2\0'), Buffer.from('junk at end')]],
  ['stray bytes in a CT image', [explicit(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2\0'), Buffer.from('\r\n')]]
])('what may be the rest of a header that is not all there is no tail: %s', (_, dataSet) => {
  expect(read(explicitFile(...dataSet)).outcome.status).toBe('failed')
})

test('an image SOP class without Rows or without pixels is an issue: the file may have been cut', () => {
  const ct = explicit(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2\0')
  const size = [explicit(0x00280010, 'US', [1, 0]), explicit(0x00280011, 'US', [1, 0])]
  const pixels = explicit(0x7fe00010, 'OW', [1, 2])
  expect(codes(read(explicitFile(ct, ...size, pixels)).outcome)).toEqual([])
  expect(codes(read(explicitFile(ct, ...size)).outcome)).toEqual(['pixels-truncated'])
  expect(read(explicitFile(ct, pixels)).outcome).toMatchObject({
    issues: [
      {
        code: 'image-incomplete',
        message: 'SOP Class 1.2.840.10008.5.1.4.1.1.2 is one of images; the header ends without Rows or Columns.'
      }
    ]
  })
  expect(codes(read(explicitFile(ct)).outcome)).toEqual(['image-incomplete'])
  expect(codes(read(explicitFile(...structuredReport)).outcome)).toEqual([])
})

test('an image whose Rows follow the pixels is whole', () => {
  const { outcome, values } = read(
    explicitFile(
      explicit(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2\0'),
      explicit(0x00280011, 'US', [2, 0]),
      explicit(0x7fe00010, 'OB', [1, 2, 3, 4]),
      explicit(0x00280010, 'US', [2, 0])
    )
  )
  expect(codes(outcome)).toEqual(['elements-out-of-order'])
  expect(values.Rows).toBe('2')
})

test('bytes that took in the rest of a header are an issue: of an image without pixels, or at the end of the file', () => {
  const rest = Buffer.concat([explicit(0x00100020, 'LO', 'id'), explicit(0x00181030, 'LO', 'protocol')])
  const private9 = [
    explicit(0x00090010, 'LO', 'ACME'),
    explicit(0x00091001, 'OB', Buffer.concat([Buffer.alloc(4), rest]))
  ]
  const message = '(0009,1001) claims 30 bytes, of which those from the 5. on look like elements behind it.'
  expect(read(explicitFile(...structuredReport, ...private9)).outcome).toMatchObject({
    issues: [{ code: 'elements-taken-in', message }]
  })
  // Behind it, the header goes on: a private value may hold anything.
  expect(
    codes(read(explicitFile(...structuredReport, ...private9, explicit(0x00400280, 'ST', 'after'))).outcome)
  ).toEqual([])
})

test('what follows the pixels and is no element is left out, with an issue', () => {
  const { outcome, values } = read(
    explicitFile(...explicitDataSet, explicit(0x7fe00010, 'OW', [1, 2]), Buffer.from('no element at all'))
  )
  expect(codes(outcome)).toEqual(['trailing-bytes-ignored'])
  expect(values.Modality).toBe('MR')
})

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'medoid-header-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function readFile(bytes: Buffer): ReturnType<typeof read> {
  const path = join(folder, 'file.dcm')
  writeFileSync(path, bytes)
  return readWith((reader) => reader.read(Buffer.from(path)))
}

test('a header of more than one read: long values, and skipped items, leave the rest in place', () => {
  const item10k = item(explicit(0x00080104, 'LO', 'x'.repeat(60)), explicit(0x00420011, 'OB', Buffer.alloc(10_000, 1)))
  const bytes = explicitFile(
    explicit(SOP_INSTANCE, 'UI', '1.2.3\0'),
    explicit(
      0x00082218,
      'SQ',
      Buffer.concat([item(explicit(MODALITY, 'CS', 'IN')), ...new Array<Buffer>(200).fill(item10k)])
    ),
    explicit(0x00100010, 'PN', 'Doe^Jane'),
    explicit(0x00420011, 'OB', Buffer.alloc(3 << 20)),
    explicit(0x00420012, 'LO', 'application/pdf '),
    ...[1, 2, 3, 4, 5].map((n) => explicit(0x00430000 + n, 'OB', Buffer.alloc(100_000, n))),
    explicit(0x00686260, 'SQ', item(explicit(0x00686265, 'LO', 'in the first item'))),
    explicit(0x7fe00010, 'OW', Buffer.alloc(1 << 20)),
    explicit(0xfffcfffc, 'OB', Buffer.alloc(70_000))
  )
  const { outcome, values } = readFile(bytes)
  expect(outcome).toEqual({ status: 'dicom', sopInstanceUid: '1.2.3', issues: [] })
  expect(values).toEqual(read(bytes).values)
  expect(values).toMatchObject({
    AnatomicRegionSequence: '201',
    'AnatomicRegionSequence.Modality': 'IN',
    PatientName: 'Doe^Jane',
    EncapsulatedDocument: '#3145728',
    MIMETypeOfEncapsulatedDocument: 'application/pdf'
  })
  expect(values.DataSetTrailingPadding).toMatch(/^#70000 sha1:/)
})

test('many large values that are passed over do not make a header too large', () => {
  const path = join(folder, 'large.dcm')
  writeFileSync(path, explicitFile(...explicitDataSet, explicit(0x00090010, 'LO', 'ACME')))
  // 64 values of 12.5 MB each, which the file system does not store.
  let size = statSync(path).size
  const large = 12_500_000
  for (let n = 0; n < 64; n++) {
    const head = explicit(0x00091000 + n, 'OB', '', large)
    writeAt(path, head, size)
    size += head.length + large
  }
  writeAt(path, explicit(0x00100020, 'LO', 'after'), size)
  const { outcome, values } = readWith((reader) => reader.read(path))
  expect(outcome).toEqual({ status: 'dicom', sopInstanceUid: '1.2.3', issues: [] })
  expect(values).toMatchObject({
    '(0009,xx00)[ACME]': '#12500000',
    '(0009,xx3F)[ACME]': '#12500000',
    PatientID: 'after'
  })
})

function writeAt(path: string, bytes: Buffer, position: number): void {
  const file = openSync(path, 'r+')
  writeSync(file, bytes, 0, bytes.length, position)
  closeSync(file)
}

test('the length of pixels is not believed, nor read', () => {
  const { outcome } = readFile(explicitFile(...explicitDataSet, explicit(0x7fe00010, 'OW', [1, 2], 0x7ffffff0)))
  expect(outcome).toEqual({
    status: 'dicom',
    sopInstanceUid: '1.2.3',
    issues: [
      {
        code: 'pixels-truncated',
        message: 'PixelData (7FE0,0010) at byte 214 claims 2147483632 bytes; the file holds 2 of them.'
      }
    ]
  })
})

test('a UID that is hostile takes no time and is no UID', () => {
  const spaces = `${' x'.repeat(30_000)}`
  expect(read(explicitFile(explicit(SOP_INSTANCE, 'UI', spaces))).outcome.status).toBe('dicom')
  const huge = explicitFile(explicit(SOP_INSTANCE, 'OB', Buffer.alloc(2 << 20, 0x31)))
  expect(read(huge).outcome).toEqual({ status: 'dicom', sopInstanceUid: '', issues: [] })
})

test('a file that cannot be read is an issue that says why', () => {
  const reader = new HeaderReader({ byteBudget: 1 << 16 })
  const outcome = reader.read(join(folder, 'missing.dcm'))
  expect(outcome).toMatchObject({ status: 'failed', issues: [{ code: 'file-unreadable' }] })
  expect(codes(reader.read(folder))).toEqual(['file-unreadable'])
})

test('a file that failed leaves nothing in the batch', () => {
  const reader = new HeaderReader({ byteBudget: 1 << 16 })
  reader.readBytes(explicitFile(explicit(0x00190010, 'LO', 'NEW CREATOR'), explicit(0x00191001, 'LO', 'new', 900)))
  const batch = reader.takeBatch()
  expect(batch.instances).toBe(0)
  expect(batch.newTags).toEqual([])
  expect(batch.newValueTexts).toEqual([])
})
