import { expect, test } from 'vitest'
import { CreatorRegistry } from '../../../src/core/dicom/creators.ts'
import { ElementTable } from '../../../src/core/dicom/element-table.ts'
import { ElementWalk } from '../../../src/core/dicom/elements.ts'
import { HeaderBytes } from '../../../src/core/dicom/header-bytes.ts'
import { VR } from '../../../src/core/dicom/vr.ts'
import {
  codes,
  explicit,
  explicitBig,
  explicitFile,
  file,
  implicit,
  ITEM,
  item,
  openItem,
  read,
  SEQUENCE_END,
  TRANSFER_SYNTAX,
  UNDEFINED
} from './build.ts'

const MODALITY = 0x00080060
const CODE_VALUE = 0x00080100
const CODE_MEANING = 0x00080104
const ANATOMIC_REGION = 0x00082218

test('sequences: the number of items, and the elements of the first one under their path', () => {
  const { outcome, values } = read(
    explicitFile(
      explicit(
        ANATOMIC_REGION,
        'SQ',
        Buffer.concat([
          item(
            explicit(CODE_VALUE, 'SH', 'T-1'),
            explicit(0x0040a043, 'SQ', item(explicit(CODE_MEANING, 'LO', 'deep')))
          ),
          item(explicit(CODE_VALUE, 'SH', 'T-2'), explicit(CODE_MEANING, 'LO', 'second'))
        ])
      ),
      explicit(0x00100020, 'LO', 'after')
    )
  )
  expect(outcome).toEqual({ status: 'dicom', sopInstanceUid: '', issues: [] })
  expect(values).toEqual({
    TransferSyntaxUID: '1.2.840.10008.1.2.1',
    AnatomicRegionSequence: '2',
    'AnatomicRegionSequence.CodeValue': 'T-1',
    'AnatomicRegionSequence.ConceptNameCodeSequence': '1',
    'AnatomicRegionSequence.ConceptNameCodeSequence.CodeMeaning': 'deep',
    PatientID: 'after'
  })
})

test('the item of a top-level sequence that is kept is told, what is nested in it has its first', () => {
  const values = Array.from({ length: 4 }, (_, n) =>
    item(
      explicit(CODE_VALUE, 'SH', `T-${n}`),
      explicit(0x0040a043, 'SQ', Buffer.concat([item(explicit(CODE_MEANING, 'LO', `a${n}`)), item()]))
    )
  )
  const bytes = new HeaderBytes()
  bytes.use(explicit(ANATOMIC_REGION, 'SQ', Buffer.concat(values)))
  const kept = (wanted: number): string[] => {
    const table = new ElementTable()
    const walk = new ElementWalk(bytes, table, new CreatorRegistry())
    walk.itemToKeep = () => wanted
    walk.walk(0, 0)
    const text = (row: number): string =>
      walk.buffer.toString('latin1', table.starts[row], table.starts[row] + table.lengths[row]).trim()
    return Array.from({ length: table.count }, (_, row) => text(row)).filter((_, row) => table.vrs[row] !== VR.SQ)
  }
  expect(kept(1)).toEqual(['T-0', 'a0'])
  expect(kept(3)).toEqual(['T-2', 'a2'])
  expect(kept(9)).toEqual([])
})

test('a sequence without items is present and empty', () => {
  expect(read(explicitFile(explicit(ANATOMIC_REGION, 'SQ'))).values.AnatomicRegionSequence).toBe('')
})

test.each([
  ['defined sequence, open item', explicit(ANATOMIC_REGION, 'SQ', openItem(explicit(CODE_VALUE, 'SH', 'T-1')))],
  [
    'open sequence, defined item',
    Buffer.concat([explicit(ANATOMIC_REGION, 'SQ', item(explicit(CODE_VALUE, 'SH', 'T-1')), UNDEFINED), SEQUENCE_END])
  ],
  [
    'open sequence, open item',
    Buffer.concat([
      explicit(ANATOMIC_REGION, 'SQ', openItem(explicit(CODE_VALUE, 'SH', 'T-1')), UNDEFINED),
      SEQUENCE_END
    ])
  ],
  [
    'UN of undefined length: implicit VR (PS3.5 section 6.2.2)',
    Buffer.concat([explicit(ANATOMIC_REGION, 'UN', openItem(implicit(CODE_VALUE, 'T-1')), UNDEFINED), SEQUENCE_END])
  ],
  ['UN of defined length', explicit(ANATOMIC_REGION, 'UN', item(implicit(CODE_VALUE, 'T-1')))],
  ['implicit VR items in explicit VR', explicit(ANATOMIC_REGION, 'SQ', item(implicit(CODE_VALUE, 'T-1')))]
])('%s', (_, sequence) => {
  const { outcome, values } = read(explicitFile(sequence, explicit(0x00100020, 'LO', 'after')))
  expect(codes(outcome)).toEqual([])
  expect(values['AnatomicRegionSequence.CodeValue']).toBe('T-1')
  expect(values.PatientID).toBe('after')
})

test('UN of a known tag has the VR of the dictionary', () => {
  const { values } = read(explicitFile(explicit(0x00280010, 'UN', [0x00, 0x02])))
  expect(values.Rows).toBe('512')
})

test('UN that is said to be a sequence and holds no items stays bytes', () => {
  expect(read(explicitFile(explicit(ANATOMIC_REGION, 'UN', 'bytes!'))).values).toMatchObject({
    AnatomicRegionSequence: '627974657321'
  })
})

test('two blanks in place of a VR: the dictionary tells it', () => {
  const { outcome, values } = read(
    explicitFile(explicit(0x00280103, 'US', [1, 0]), explicit(0x00280120, '  ', [0xff, 0xff]))
  )
  expect(codes(outcome)).toEqual([])
  expect(values.PixelPaddingValue).toBe('-1')
})

test('implicit VR: US or SS by Pixel Representation, of the item or what contains it', () => {
  const smallest = implicit(0x00280106, [0xff, 0xff])
  const { values } = read(
    file(
      TRANSFER_SYNTAX.implicit,
      implicit(0x00081140, item(smallest)),
      implicit(0x00280103, [1, 0]),
      smallest,
      implicit(0x00283000, item(smallest)),
      implicit(0x00283010, item(implicit(0x00280103, [0, 0]), smallest))
    )
  )
  expect(values).toMatchObject({
    'ReferencedImageSequence.SmallestImagePixelValue': '65535',
    SmallestImagePixelValue: '-1',
    'ModalityLUTSequence.SmallestImagePixelValue': '-1',
    'VOILUTSequence.SmallestImagePixelValue': '65535'
  })
})

test('big endian', () => {
  const { outcome, values } = read(
    file(TRANSFER_SYNTAX.explicitBig, explicitBig(MODALITY, 'CS', 'MR'), explicitBig(0x00280010, 'US', [0x02, 0x00]))
  )
  expect(codes(outcome)).toEqual([])
  expect(values).toMatchObject({ Modality: 'MR', Rows: '512' })
})

test('private elements are keyed by their creator, whatever block it reserved', () => {
  const one = explicitFile(explicit(0x00190010, 'LO', 'ACME 1.0 '), explicit(0x0019100a, 'DS', '1.5'))
  const two = explicitFile(explicit(0x00190042, 'LO', 'ACME 1.0'), explicit(0x0019420a, 'DS', '1.5'))
  expect(read(one).values).toMatchObject({ '(0019,0010)': 'ACME 1.0', '(0019,xx0A)[ACME 1.0]': '1.5' })
  expect(read(two).values).toMatchObject({ '(0019,0042)': 'ACME 1.0', '(0019,xx0A)[ACME 1.0]': '1.5' })
})

test('a creator that reserved two blocks counts with the lower one', () => {
  const { values } = read(
    explicitFile(
      explicit(0x00190010, 'LO', 'ACME'),
      explicit(0x00190011, 'LO', 'ACME'),
      explicit(0x00191001, 'SH', 'first'),
      explicit(0x00191101, 'SH', 'second')
    )
  )
  expect(values['(0019,xx01)[ACME]']).toBe('first')
})

test('private elements without a creator are named by their whole tag', () => {
  expect(read(explicitFile(explicit(0x0019100a, 'DS', '1.5'))).values).toMatchObject({ '(0019,100A)': '1.5' })
})

test('private blocks are those of the item they stand in', () => {
  const { values } = read(
    explicitFile(
      explicit(0x00190010, 'LO', 'OUTER'),
      explicit(
        0x00191001,
        'SQ',
        item(explicit(0x00190010, 'LO', 'INNER'), explicit(0x00191002, 'SH', 'a'), explicit(0x00191102, 'SH', 'b'))
      ),
      explicit(0x00191003, 'SH', 'c')
    )
  )
  expect(values).toMatchObject({
    '(0019,xx01)[OUTER].(0019,xx02)[INNER]': 'a',
    '(0019,xx01)[OUTER].(0019,1102)': 'b',
    '(0019,xx03)[OUTER]': 'c'
  })
})

test('implicit VR: private elements by the dictionary of their creator', () => {
  const { values } = read(
    file(
      TRANSFER_SYNTAX.implicit,
      implicit(0x00090010, 'GEMS_ACQU_01'),
      implicit(0x00091024, '1.50'),
      implicit(0x00091099, 'unknown!')
    )
  )
  expect(values).toMatchObject({
    '(0009,xx24)[GEMS_ACQU_01]': '1.50',
    '(0009,xx99)[GEMS_ACQU_01]': Buffer.from('unknown!').toString('hex')
  })
})

test('Pixel Data is not catalogued, at no depth; what follows it is', () => {
  const { outcome, values } = read(
    explicitFile(
      explicit(0x00880200, 'SQ', item(explicit(0x7fe00010, 'OW', [1, 2]))),
      explicit(0x7fe00010, 'OW', [1, 2, 3, 4]),
      explicit(0xfffcfffc, 'OB', [0, 0])
    )
  )
  expect(codes(outcome)).toEqual([])
  expect(values).toEqual({
    TransferSyntaxUID: '1.2.840.10008.1.2.1',
    IconImageSequence: '1',
    DataSetTrailingPadding: '0000'
  })
})

test('encapsulated pixels of an icon are passed over', () => {
  const fragments = Buffer.concat([implicit(ITEM), implicit(ITEM, 'jpeg'), SEQUENCE_END])
  const { outcome, values } = read(
    explicitFile(
      explicit(0x00880200, 'SQ', item(explicit(0x7fe00010, 'OB', fragments, UNDEFINED))),
      explicit(0x00880904, 'LO', 'after')
    )
  )
  expect(codes(outcome)).toEqual([])
  expect(values.TopicTitle).toBe('after')
})

test('a value of more than a mebibyte is known by its length', () => {
  const { values } = read(explicitFile(explicit(0x00420011, 'OB', Buffer.alloc((1 << 20) + 2))))
  expect(values.EncapsulatedDocument).toBe('#1048578')
})

test('elements that are known and out of order are read, with an issue', () => {
  const { outcome, values } = read(
    explicitFile(explicit(0x00100020, 'LO', 'id'), explicit(MODALITY, 'CS', 'MR'), explicit(0x00100020, 'LO', 'id'))
  )
  expect(codes(outcome)).toEqual(['elements-out-of-order'])
  expect(values).toMatchObject({ PatientID: 'id', Modality: 'MR' })
})

test.each<[string, Buffer[], string]>([
  [
    'an element that stands twice with two values',
    [explicit(MODALITY, 'CS', 'MR'), explicit(MODALITY, 'CS', 'CT')],
    'Modality (0008,0060) stands a second time at byte 170, with another value.'
  ],
  [
    'out of order, and unknown',
    [explicit(0x00100020, 'LO', 'id'), explicit(0x00080003, 'CS', 'MR')],
    '(0008,0003) at byte 170 follows PatientID (0010,0020): what stands there is no header.'
  ],
  [
    'a VR that is none',
    [explicit(MODALITY, 'C\x13', 'MR')],
    'Modality (0008,0060) at byte 160 has the unknown VR "C\\u0013".'
  ],
  [
    'an item beyond its sequence',
    [explicit(ANATOMIC_REGION, 'SQ', implicit(ITEM, 'x', 9)), explicit(0x00100020, 'LO', 'after')],
    'AnatomicRegionSequence (0008,2218) at byte 172 claims 9 bytes; what contains it ends at byte 181.'
  ],
  [
    'an element beyond its item',
    [explicit(ANATOMIC_REGION, 'SQ', item(explicit(CODE_VALUE, 'SH', 'x', 9))), explicit(0x00100020, 'LO', 'after')],
    'CodeValue (0008,0100) at byte 180 claims 9 bytes; what contains it ends at byte 189.'
  ],
  [
    'a sequence of something else than items',
    [explicit(ANATOMIC_REGION, 'SQ', explicit(CODE_VALUE, 'SH', 'T-1'))],
    'AnatomicRegionSequence (0008,2218) holds something that is no item, at byte 172.'
  ],
  [
    'a text that swallowed what followed it',
    [explicit(0x00080070, 'LO', Buffer.concat([Buffer.from('ACME'), explicit(0x00100020, 'LO', 'x'.repeat(2000))]))],
    'Manufacturer (0008,0070) at byte 160 claims 2012 bytes, which are not its value.'
  ],
  [
    'a short text that took in exactly the element behind it',
    [explicit(0x00080070, 'LO', Buffer.concat([Buffer.from('ACME'), explicit(0x00080080, 'LO', 'Clinic')]))],
    'Manufacturer (0008,0070) at byte 160 claims 18 bytes, which are not its value.'
  ],
  [
    'numbers that took in exactly the element behind them',
    [explicit(0x00280010, 'US', Buffer.concat([Buffer.from([0, 2]), explicit(0x00280011, 'US', [0, 2])]))],
    'Rows (0028,0010) at byte 160 claims 12 bytes, which are not its value.'
  ],
  [
    'kilobytes of what is no text',
    [explicit(0x00080070, 'LO', Buffer.alloc(2000, 7))],
    'Manufacturer (0008,0070) at byte 160 claims 2000 bytes, which are not its value.'
  ],
  [
    'an undefined length where none may be',
    [explicit(0x00081190, 'UR', 'http://', UNDEFINED)],
    'RetrieveURL (0008,1190) at byte 160 has an undefined length, which its VR does not allow.'
  ]
])('damaged: %s', (_, dataSet, message) => {
  const { outcome, values } = read(explicitFile(...dataSet))
  expect(outcome).toEqual({ status: 'failed', issues: [{ code: 'header-damaged', message }] })
  expect(values).toEqual({})
})

test('nesting is followed to 64 levels and no further', () => {
  const nested = (levels: number): Buffer =>
    levels === 0 ? Buffer.alloc(0) : explicit(0x0040a730, 'SQ', item(nested(levels - 1)))
  expect(read(explicitFile(nested(64))).outcome.status).toBe('dicom')
  expect(codes(read(explicitFile(nested(66))).outcome)).toEqual(['header-damaged'])
})
