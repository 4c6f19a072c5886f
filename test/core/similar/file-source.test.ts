import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Tag, TagId } from '../../../src/core/catalogue/types.ts'
import { FILE_INSTANCE, FileSource } from '../../../src/core/similar/file-source.ts'
import { explicit, explicitFile } from '../dicom/build.ts'

const folder = mkdtempSync(join(tmpdir(), 'medoid-file-source-'))
const tag = (id: number, text: string, keyword: string): Tag => {
  return { id: id as TagId, tag: text, path: '', keyword, privateCreator: '', vr: 'LO' }
}
const TAGS = [
  tag(1, '(0008,0060)', 'Modality'),
  tag(2, '(0018,0015)', 'BodyPartExamined'),
  tag(3, '(0018,0060)', 'KVP')
]
const ROWS = explicit(0x00280010, 'US', Buffer.from([0, 2]))

function written(name: string, bytes: Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

describe('FileSource', () => {
  test('has the values of a header for the tags of a catalogue, and none for those that the file lacks', () => {
    const path = written(
      'image.dcm',
      explicitFile(
        explicit(0x00080018, 'UI', '1.2.3'),
        explicit(0x00080060, 'CS', 'CT'),
        explicit(0x00180015, 'CS'),
        ROWS
      )
    )
    const source = new FileSource(path, TAGS)
    expect(source.sopInstanceUid).toBe('1.2.3')
    expect(source.tags()).toBe(TAGS)
    const of = (id: number) => {
      const { codes, texts } = source.column(id as TagId, FILE_INSTANCE)
      return [codes[0], texts[codes[0]]]
    }
    // A value, an element without one, and no element.
    expect([of(1), of(2), of(3)]).toEqual([
      [2, 'CT'],
      [1, ''],
      [0, '']
    ])
  })

  test.each([
    ['a text', 'notes.txt', Buffer.from('No DICOM.'), 'not-dicom'],
    ['an empty file', 'empty', Buffer.alloc(0), 'not-dicom'],
    ['a report without pixels', 'report.dcm', explicitFile(explicit(0x00080060, 'CS', 'SR')), 'no-image'],
    [
      'a file that was cut off',
      'cut.dcm',
      explicitFile(ROWS, explicit(0x00180050, 'DS', '5.0 ')).subarray(0, -2),
      'broken'
    ],
    ['a DICOMDIR', 'DICOMDIR', explicitFile(explicit(0x00020002, 'UI', '1.2.840.10008.1.3.10\0')), 'dicomdir']
  ])('refuses %s', (_, name, bytes, why) => {
    const path = written(name, bytes)
    expect(() => new FileSource(path, TAGS)).toThrow(
      expect.objectContaining({
        code: 'not-a-dicom-image',
        parameters: expect.objectContaining({ file: path, why }) as unknown
      })
    )
  })

  test('refuses a folder and a device, and says where there is no file', () => {
    expect(() => new FileSource(folder, TAGS)).toThrow(
      expect.objectContaining({ code: 'not-a-dicom-image', parameters: { file: folder, why: 'no-file' } })
    )
    if (process.platform !== 'win32')
      expect(() => new FileSource('/dev/zero', TAGS)).toThrow('/dev/zero is not a file.')
    expect(() => new FileSource(join(folder, 'gone.dcm'), TAGS)).toThrow(
      expect.objectContaining({ code: 'unreadable-image-file' })
    )
  })
})
