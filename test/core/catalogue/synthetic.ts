import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openForWriting, type Catalogue } from '../../../src/core/catalogue/database.ts'
import { InstanceWriter } from '../../../src/core/catalogue/instance-writer.ts'
import { FileTable } from '../../../src/core/catalogue/file-table.ts'
import type { HeaderBatch } from '../../../src/core/dicom/batch.ts'

/** Values by keyword; undefined = absent, '' = present but empty. */
export type Header = Record<string, string | undefined>

/** A folder of its own for a test. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'medoid-test-'))
}

/** Headers as one reading worker would hand them over, with a dictionary of its own. @param vr that all elements have */
export function batchOf(headers: Header[], vr = 'LO'): HeaderBatch {
  const keywords = [...new Set(headers.flatMap(Object.keys))]
  const dictionaries = keywords.map(() => new Map<string, number>())
  const newValueTags: number[] = []
  const newValueTexts: string[] = []
  const offsets = [0]
  const changedTags: number[] = []
  const changedCodes: number[] = []
  let held: Header = {}
  for (const header of headers) {
    for (const keyword of Object.keys(held)) {
      if (header[keyword] !== undefined) continue
      changedTags.push(keywords.indexOf(keyword))
      changedCodes.push(0)
    }
    held = header
    for (const [keyword, text] of Object.entries(header)) {
      if (text === undefined) continue
      const tag = keywords.indexOf(keyword)
      let code = text === '' ? 1 : dictionaries[tag].get(text)
      if (code === undefined) {
        dictionaries[tag].set(text, (code = dictionaries[tag].size + 2))
        newValueTags.push(tag)
        newValueTexts.push(text)
      }
      changedTags.push(tag)
      changedCodes.push(code)
    }
    offsets.push(changedTags.length)
  }
  return {
    newTags: keywords.map((keyword) => ({
      tag: TAGS[keyword] ?? `(${keyword})`,
      path: '',
      keyword,
      privateCreator: '',
      vr
    })),
    newValueTags: Uint32Array.from(newValueTags),
    newValueTexts,
    instances: headers.length,
    offsets: Uint32Array.from(offsets),
    changedTags: Uint32Array.from(changedTags),
    changedCodes: Uint32Array.from(changedCodes),
    plainTexts: []
  }
}

const TAGS: Record<string, string> = {
  SOPInstanceUID: '(0008,0018)',
  Modality: '(0008,0060)',
  Rows: '(0028,0010)',
  SeriesInstanceUID: '(0020,000E)',
  StudyInstanceUID: '(0020,000D)'
}

/** Appends headers as a scan would, one worker, flushing whenever a chunk is full and at the end. */
export function appendHeaders(catalogue: Catalogue, headers: Header[], vr = 'LO'): void {
  const writer = new InstanceWriter(catalogue.db)
  const table = new FileTable(catalogue.db)
  const batch = batchOf(headers, vr)
  const { id } = table.dir(1, 'synthetic')
  const flush = catalogue.db.transaction(() => {
    writer.flush()
    table.flush()
  })
  writer.beginBatch(1, batch)
  headers.forEach((header, i) => {
    writer.append(1, batch, i, id, `IM${i}`, header.SOPInstanceUID ?? '')
    if (writer.full) flush()
  })
  flush()
}

export function newCatalogue(): Catalogue {
  return openForWriting(join(temporaryFolder(), 'test.sqlite'), 'test')
}
