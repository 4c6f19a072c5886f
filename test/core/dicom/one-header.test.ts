import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readOneHeader } from '../../../src/core/dicom/one-header.ts'
import { explicit, explicitFile, file, item, TRANSFER_SYNTAX } from './build.ts'

const folder = mkdtempSync(join(tmpdir(), 'medoid-one-header-'))

function written(name: string, bytes: Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

test('reads the values of one file as a scan catalogues them', () => {
  const path = written(
    'ct.dcm',
    explicitFile(
      explicit(0x00080018, 'UI', '1.2.3'),
      explicit(0x00080060, 'CS', 'CT'),
      explicit(0x00081030, 'LO'),
      explicit(0x00180050, 'DS', '5.0 '),
      explicit(0x00280010, 'US', Buffer.from([0, 2]))
    )
  )
  const header = readOneHeader(path)
  expect(header).toMatchObject({ status: 'dicom', sopInstanceUid: '1.2.3' })
  const values = 'values' in header ? header.values.filter(({ tag }) => !tag.startsWith('(0002')) : []
  expect(values.map(({ tag, text }) => [tag, text])).toEqual([
    ['(0008,0018)', '1.2.3'],
    ['(0008,0060)', 'CT'],
    ['(0008,1030)', ''],
    ['(0018,0050)', '5.0'],
    ['(0028,0010)', '512']
  ])
})

test('gives the elements of the first item of a sequence below its path', () => {
  const sequence = explicit(0x00400275, 'SQ', item(explicit(0x00400007, 'LO', 'Chest')))
  const header = readOneHeader(written('sequence.dcm', explicitFile(sequence)))
  const values = 'values' in header ? header.values : []
  expect(values).toContainEqual({
    tag: '(0040,0007)',
    path: 'RequestAttributesSequence.ScheduledProcedureStepDescription',
    privateCreator: '',
    text: 'Chest'
  })
})

test('says what a file is that is none of an image', () => {
  expect(readOneHeader(written('notes.txt', Buffer.from('No DICOM.')))).toEqual({ status: 'not-dicom' })
  expect(readOneHeader(written('empty', Buffer.alloc(0)))).toEqual({ status: 'not-dicom' })
  const whole = file(TRANSFER_SYNTAX.explicit, explicit(0x00080060, 'CS', 'CT'), explicit(0x00180050, 'DS', '5.0 '))
  expect(readOneHeader(written('cut.dcm', whole.subarray(0, -2)))).toMatchObject({ status: 'failed' })
  expect(readOneHeader(join(folder, 'gone.dcm'))).toMatchObject({
    status: 'failed',
    issues: [{ code: 'file-unreadable' }]
  })
})
