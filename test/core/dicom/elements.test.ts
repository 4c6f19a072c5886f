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
    walk.sequences.itemToKeep = () => wanted
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

test('a sequence that claims fewer bytes than its item ends with the item', () => {
  const only = item(explicit(CODE_VALUE, 'SH', 'T-1 '), explicit(CODE_MEANING, 'LO', 'whole '))
  const after = explicit(0x00100020, 'LO', 'after ')
  const expected = {
    TransferSyntaxUID: '1.2.840.10008.1.2.1',
    AnatomicRegionSequence: '1',
    'AnatomicRegionSequence.CodeValue': 'T-1',
    'AnatomicRegionSequence.CodeMeaning': 'whole',
    PatientID: 'after'
  }
  for (const claimed of [8, 14, only.length - 2]) {
    const { outcome, values } = read(explicitFile(explicit(ANATOMIC_REGION, 'SQ', only, claimed), after))
    expect(outcome).toMatchObject({
      status: 'dicom',
      issues: [{ code: 'part-damaged', message: expect.stringContaining('the item was read') as string }]
    })
    expect(values).toEqual(expected)
  }
})

test('where it is the item that claims too much, the sequence ends where it claims to', () => {
  const content = explicit(CODE_VALUE, 'SH', 'T-1 ')
  const sequence = explicit(ANATOMIC_REGION, 'SQ', implicit(ITEM, content, content.length + 6))
  const { outcome, values } = read(explicitFile(sequence, explicit(0x00100020, 'LO', 'after ')))
  expect(codes(outcome)).toEqual(['part-damaged'])
  expect(values.PatientID).toBe('after')
})

test('a UID with control characters that is longer than two is worth a remark', () => {
  const uid = (length: number): Buffer =>
    explicit(0x00080018, 'UI', Buffer.concat([Buffer.from('1.2'), Buffer.alloc(length - 3, 7)]))
  const after = explicit(0x00100020, 'LO', 'after ')
  expect(codes(read(explicitFile(uid(130), after)).outcome)).toEqual(['value-odd'])
  expect(codes(read(explicitFile(uid(128), after)).outcome)).toEqual([])
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

test('implicit VR: a private value that holds items is a sequence, whatever the dictionary says', () => {
  // The dictionary has (0019,xx14) of SIEMENS MR HEADER as IS, and (0019,xx17) as DS.
  const items = [item(implicit(0x00080060, 'MR'), implicit(0x00100010, 'DOE^JANE')), item()]
  const { outcome, values } = read(
    file(
      TRANSFER_SYNTAX.implicit,
      implicit(0x00190010, 'SIEMENS MR HEADER '),
      implicit(0x00191014, Buffer.concat(items)),
      // The item is longer than the value.
      implicit(0x00191017, implicit(ITEM, '', 20))
    )
  )
  expect(outcome).toMatchObject({ status: 'dicom', issues: [] })
  expect(values).toMatchObject({
    '(0019,xx14)[SIEMENS MR HEADER]': '2',
    '(0019,xx14)[SIEMENS MR HEADER].Modality': 'MR',
    '(0019,xx14)[SIEMENS MR HEADER].PatientName': 'DOE^JANE'
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

const after = explicit(0x00100020, 'LO', 'after')
const DAMAGED_SEQUENCE = 'What contains it is passed over.'

// What is odd costs an element, not the file: the message names the tag and the offset, and what follows is read.
test.each<[string, string, Buffer[], string]>([
  [
    'element-repeated',
    'an element that stands twice with two values: the first holds',
    [explicit(CODE_VALUE, 'SH', 'A'), explicit(CODE_VALUE, 'SH', 'B')],
    'CodeValue (0008,0100) stands a second time at byte 169, with another value; the first one holds.'
  ],
  [
    'elements-out-of-order',
    'out of order, and unknown',
    [explicit(0x00080060, 'CS', 'MR'), explicit(0x00080003, 'CS', 'MR')],
    '(0008,0003) at byte 170 follows Modality (0008,0060).'
  ],
  [
    'elements-out-of-order',
    'file meta information within the data set',
    [explicit(MODALITY, 'CS', 'MR'), explicit(0x00020010, 'UI', TRANSFER_SYNTAX.explicit)],
    'TransferSyntaxUID (0002,0010) at byte 170 follows Modality (0008,0060).'
  ],
  [
    'vr-unknown',
    'a VR that is none, with a length of 16 bits',
    [explicit(MODALITY, 'C\x13', 'MR')],
    'Modality (0008,0060) at byte 160 has the unknown VR "C\\u0013".'
  ],
  [
    'vr-unknown',
    'a VR that is none, with a length of 32 bits',
    [explicit(0x00090010, 'LO', 'ACME'), longHead(0x00091001, 'OX', 'value')],
    '(0009,1001) at byte 172 has the unknown VR "OX".'
  ],
  [
    'vr-unknown',
    'a VR that is none, of a tag that nobody knows',
    [explicit(0x00080003, 'ZZ', 'MR')],
    '(0008,0003) at byte 160 has the unknown VR "ZZ".'
  ],
  [
    'vr-unknown',
    'a VR that is none, with a length of 32 bits behind which elements follow, where one of 16 bits would lead on, too',
    [explicit(0x00090010, 'LO', 'ACME'), longHead(0x00091001, 'OX', 'AA')],
    '(0009,1001) at byte 172 has the unknown VR "OX".'
  ],
  [
    'encoding-changes',
    'an element in implicit VR among others in explicit VR',
    [implicit(CODE_VALUE, 'T-1'), explicit(CODE_MEANING, 'LO', 'meaning')],
    'CodeValue (0008,0100) at byte 160 is in implicit VR within explicit VR.'
  ],
  [
    'encoding-changes',
    'an element in implicit VR of a tag that nobody knows',
    [implicit(0x00080003, 'MR1.')],
    '(0008,0003) at byte 160 is in implicit VR within explicit VR.'
  ],
  [
    'encoding-changes',
    'elements of a command, which are in implicit VR',
    [implicit(0, [28, 0, 0, 0]), implicit(2, '1.2.840.10008.1.1\0')],
    'CommandGroupLength (0000,0000) at byte 160 is in implicit VR within explicit VR. The same in one more place.'
  ],
  [
    'part-damaged',
    'an item beyond its sequence',
    [explicit(ANATOMIC_REGION, 'SQ', implicit(ITEM, 'x', 9))],
    `AnatomicRegionSequence (0008,2218) at byte 172 claims 9 bytes; what contains it ends at byte 181. ${DAMAGED_SEQUENCE}`
  ],
  [
    'part-damaged',
    'an element beyond its item',
    [explicit(ANATOMIC_REGION, 'SQ', item(explicit(CODE_VALUE, 'SH', 'x', 9)))],
    `CodeValue (0008,0100) at byte 180 claims 9 bytes; what contains it ends at byte 189. ${DAMAGED_SEQUENCE}`
  ],
  [
    'part-damaged',
    'a sequence of undefined length with something else than items, up to its delimiter',
    [explicit(ANATOMIC_REGION, 'SQ', Buffer.concat([Buffer.from('no items'), SEQUENCE_END]), UNDEFINED)],
    `AnatomicRegionSequence (0008,2218) holds something that is no item, at byte 172. ${DAMAGED_SEQUENCE}`
  ],
  [
    'part-damaged',
    'a sequence of something else than items',
    [explicit(ANATOMIC_REGION, 'SQ', explicit(CODE_VALUE, 'SH', 'T-1'))],
    'AnatomicRegionSequence (0008,2218) holds something that is no item, at byte 172: it is kept as bytes.'
  ],
  [
    'part-damaged',
    'an item outside of a sequence',
    [explicit(MODALITY, 'CS', 'MR'), item(explicit(CODE_VALUE, 'SH', 'T-1'))],
    'Item (FFFE,E000) at byte 170 stands outside of a sequence.'
  ],
  [
    'part-damaged',
    'items in a VR that is no sequence',
    [explicit(0x00081190, 'UR', Buffer.concat([item(explicit(CODE_VALUE, 'SH', 'T-1')), SEQUENCE_END]), UNDEFINED)],
    'RetrieveURL (0008,1190) at byte 160 holds items, which its VR does not allow.'
  ],
  [
    'value-odd',
    'kilobytes of what is no text',
    [explicit(0x00080070, 'LO', Buffer.alloc(2000, 7))],
    'Manufacturer (0008,0070) at byte 160 claims 2000 bytes that are not what its VR allows.'
  ],
  [
    'value-odd',
    'many numbers that do not fill their bytes',
    [explicit(0x00090010, 'LO', 'ACME'), explicit(0x00091001, 'FL', Buffer.alloc(102))],
    '(0009,1001) at byte 172 claims 102 bytes that are not what its VR allows.'
  ]
])('read with a remark: %s, %s', (code, _, dataSet, message) => {
  const { outcome, values } = read(explicitFile(...dataSet, after))
  expect(outcome.status).toBe('dicom')
  expect('issues' in outcome && outcome.issues).toContainEqual({ code, message })
  expect(values.PatientID).toBe('after')
})

test('of an element that stands twice, the first value is kept, be it a sequence', () => {
  const sequence = (value: string): Buffer => explicit(ANATOMIC_REGION, 'SQ', item(explicit(CODE_VALUE, 'SH', value)))
  const { values } = read(
    explicitFile(
      explicit(MODALITY, 'CS', 'MR'),
      explicit(MODALITY, 'CS', 'CT'),
      sequence('T-1'),
      sequence('T-2'),
      explicit(0x00090010, 'LO', 'FIRST'),
      explicit(0x00090010, 'LO', 'SECOND'),
      explicit(0x00091001, 'LO', 'a'),
      explicit(0x00091001, 'LO', 'b')
    )
  )
  expect(values).toMatchObject({
    Modality: 'MR',
    AnatomicRegionSequence: '1',
    'AnatomicRegionSequence.CodeValue': 'T-1',
    '(0009,0010)': 'FIRST',
    '(0009,xx01)[FIRST]': 'a'
  })
})

test('explicit VR that goes on in implicit VR, and back, with a sequence of undefined length', () => {
  const { outcome, values } = read(
    explicitFile(
      explicit(MODALITY, 'CS', 'MR'),
      implicit(0x00090010, 'GEMS_ACQU_01'),
      implicit(0x00091024, '1.50'),
      Buffer.concat([
        implicit(ANATOMIC_REGION, '', UNDEFINED),
        openItem(implicit(CODE_VALUE, 'T-1'), explicit(CODE_MEANING, 'LO', 'mixed')),
        SEQUENCE_END
      ]),
      after
    )
  )
  expect(codes(outcome)).toEqual(['encoding-changes', 'elements-out-of-order'])
  expect(values).toMatchObject({
    '(0009,xx24)[GEMS_ACQU_01]': '1.50',
    'AnatomicRegionSequence.CodeValue': 'T-1',
    'AnatomicRegionSequence.CodeMeaning': 'mixed',
    PatientID: 'after'
  })
})

test('implicit VR that goes on in explicit VR', () => {
  const { outcome, values } = read(
    file(
      TRANSFER_SYNTAX.implicit,
      implicit(MODALITY, 'MR'),
      explicit(0x00080070, 'LO', 'ACME'),
      implicit(0x00100020, 'id')
    )
  )
  expect(codes(outcome)).toEqual(['encoding-changes'])
  expect(values).toMatchObject({ Modality: 'MR', Manufacturer: 'ACME', PatientID: 'id' })
})

test('what is damaged in an item costs the rest of the item, in another item nothing', () => {
  const { outcome, values } = read(
    explicitFile(
      explicit(
        ANATOMIC_REGION,
        'SQ',
        Buffer.concat([
          item(explicit(CODE_VALUE, 'SH', 'T-1'), explicit(CODE_MEANING, 'LO', 'x', 900)),
          item(explicit(CODE_VALUE, 'SH', 'x', 900))
        ])
      ),
      after
    )
  )
  expect(outcome).toMatchObject({
    issues: [
      {
        code: 'part-damaged',
        message:
          'CodeMeaning (0008,0104) at byte 191 claims 900 bytes; what contains it ends at byte 200. What contains it is passed over. The same in one more place.'
      }
    ]
  })
  expect(values).toMatchObject({
    AnatomicRegionSequence: '2',
    'AnatomicRegionSequence.CodeValue': 'T-1',
    PatientID: 'after'
  })
})

test('junk in an item leaves no elements behind', () => {
  const junk = Buffer.concat([explicit(0x77760102, 'LO', 'by chance'), Buffer.alloc(12, 0x7f)])
  const { outcome, values } = read(explicitFile(explicit(ANATOMIC_REGION, 'SQ', item(junk)), after))
  expect(codes(outcome)).toEqual(['part-damaged'])
  expect(values).toEqual({
    TransferSyntaxUID: '1.2.840.10008.1.2.1',
    AnatomicRegionSequence: '1',
    PatientID: 'after'
  })
})

// A length that was damaged: the elements that it took in are found again, and the value ends where they begin.
test.each<[string, Buffer[], Record<string, string>, string]>([
  [
    'a text of a thousand bytes',
    [explicit(0x00080070, 'LO', Buffer.concat([Buffer.from('ACME'), explicit(0x00080080, 'LO', 'x'.repeat(2000))]))],
    { Manufacturer: 'ACME', InstitutionName: 'x'.repeat(2000) },
    'Manufacturer (0008,0070) at byte 160 claims 2012 bytes; from byte 172 on they are elements that follow it.'
  ],
  [
    'a short text',
    [explicit(0x00080070, 'LO', Buffer.concat([Buffer.from('ACME'), explicit(0x00080080, 'LO', 'Clinic')]))],
    { Manufacturer: 'ACME', InstitutionName: 'Clinic' },
    'Manufacturer (0008,0070) at byte 160 claims 18 bytes; from byte 172 on they are elements that follow it.'
  ],
  [
    'numbers',
    [explicit(0x00280106, 'US', Buffer.concat([Buffer.from([0, 2]), explicit(0x00400244, 'DA', '20200101')]))],
    { SmallestImagePixelValue: '512', PerformedProcedureStepStartDate: '20200101' },
    'SmallestImagePixelValue (0028,0106) at byte 160 claims 18 bytes; from byte 170 on they are elements that follow it.'
  ]
])('elements that a length took in are read: %s', (_, dataSet, expected, message) => {
  const { outcome, values } = read(explicitFile(...dataSet, explicit(0x00420010, 'ST', 'after')))
  expect(outcome).toEqual({ status: 'dicom', sopInstanceUid: '', issues: [{ code: 'elements-taken-in', message }] })
  expect(values).toMatchObject({ ...expected, DocumentTitle: 'after' })
})

// Where nothing shows how the bytes go on, there is no header.
test.each<[string, Buffer[], string]>([
  [
    'out of order, and nothing goes on',
    [explicit(0x00100020, 'LO', 'id'), explicit(0x00080003, 'CS', 'MR'), Buffer.alloc(20, 0x7f)],
    '(0008,0003) at byte 170 follows PatientID (0010,0020): what stands there is no header.'
  ],
  [
    'a VR that is none, and no length that leads on',
    [explicit(MODALITY, 'C\x13', 'MR', 7), after],
    'Modality (0008,0060) at byte 160 has the unknown VR "C\\u0013".'
  ],
  [
    'a VR that is none, of an element that nobody knows, and another such element behind it',
    [explicit(0x00080003, 'ZZ', 'MR'), explicit(0x00080004, 'CS', 'MR'), after],
    '(0008,0003) at byte 160 has the unknown VR "ZZ".'
  ],
  [
    'kilobytes of what is no text, and nothing goes on',
    [explicit(0x00080070, 'LO', Buffer.alloc(2000, 7)), Buffer.alloc(20, 0x7f)],
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

test('damaged meta information ends where its group length says', () => {
  const meta = Buffer.concat([
    explicit(0x00020010, 'UI', TRANSFER_SYNTAX.explicit),
    explicit(0x00020012, 'U\x13', '1.2.3', 9000)
  ])
  const bytes = Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    explicit(0x00020000, 'UL', [meta.length, 0, 0, 0]),
    meta,
    explicit(MODALITY, 'CS', 'MR')
  ])
  const { outcome, values } = read(bytes)
  expect(codes(outcome)).toEqual(['part-damaged'])
  expect(values).toMatchObject({ TransferSyntaxUID: '1.2.840.10008.1.2.1', Modality: 'MR' })
})

test('private information of the meta information is any bytes (PS3.10 section 7.1), be they elements', () => {
  const inner = Buffer.concat([explicit(0x00080060, 'CS', 'CT'), explicit(0x00100020, 'LO', 'inner')])
  const { outcome, values } = read(
    explicitFile(
      explicit(0x00020100, 'UI', '1.2.3\0'),
      explicit(0x00020102, 'OB', inner),
      explicit(MODALITY, 'CS', 'MR')
    )
  )
  expect(codes(outcome)).toEqual([])
  expect(values).toMatchObject({ PrivateInformation: inner.toString('hex'), Modality: 'MR' })
})

test.each([
  [
    'implicit VR',
    file(TRANSFER_SYNTAX.implicit, implicit(0x00204000, 'x'.repeat(70_000)), implicit(0x00280010, [1, 0]))
  ],
  ['UN', explicitFile(explicit(0x00204000, 'UN', 'x'.repeat(70_000)), explicit(0x00280010, 'US', [1, 0]))]
])('a text of more than 65,535 bytes in %s is a text like any other', (_, bytes) => {
  const { outcome, values } = read(bytes)
  expect(codes(outcome)).toEqual(['pixels-truncated'].slice(1))
  expect(values.ImageComments).toMatch(/^x{1024}… #70000 sha1:/)
  expect(values.Rows).toBe('1')
})

const nested = (levels: number): Buffer => {
  let inner: Buffer = explicit(CODE_VALUE, 'SH', 'deepest')
  for (let n = 0; n < levels; n++) inner = explicit(0x0040a730, 'SQ', item(inner))
  return inner
}
const pathOf = (levels: number): string => `${'ContentSequence.'.repeat(levels)}CodeValue`

test('nesting is catalogued to 128 levels, and walked to 1,000', () => {
  const deep = read(explicitFile(nested(128)))
  expect(codes(deep.outcome)).toEqual([])
  expect(deep.values[pathOf(128)]).toBe('deepest')
  const deeper = read(explicitFile(nested(1000), explicit(0x00420010, 'ST', 'after')))
  expect(codes(deeper.outcome)).toEqual(['deep-items-left-out'])
  expect(deeper.values.DocumentTitle).toBe('after')
  expect(Object.keys(deeper.values).length).toBe(131)
})

test('more levels than that are refused at once, however many there are', () => {
  const level = Buffer.concat([explicit(0x0040a730, 'SQ', '', UNDEFINED), implicit(ITEM, '', UNDEFINED)])
  const bytes = explicitFile(Buffer.concat(new Array<Buffer>(100_000).fill(level)))
  const before = process.cpuUsage().user
  expect(codes(read(bytes).outcome)).toEqual(['header-too-large'])
  // Walking all of them would take a stack that there is not.
  expect(process.cpuUsage().user - before).toBeLessThan(2_000_000)
})

function longHead(tag: number, vr: string, value: string): Buffer {
  const bytes = explicit(tag, 'UN', value)
  bytes.write(vr, 4, 'latin1')
  return bytes
}
