import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readFrame } from '../../../src/core/pixels/read-frame.ts'
import { faultyFiles, hasSharedFaults } from '../../shared-faults.ts'
import { readTsv } from '../dicom/shared.ts'
import { numbersOf } from './numbers-of.ts'

/**
 * 150 files, the frame in the middle of each in numbers: as `EXPECTED.tsv` beside the files has them (`readers`), or, where that names
 * readers only, as gdcm 3.0 or dcmtk 3.6.7 decode them.
 */
const ROWS = readTsv(fileURLToPath(new URL('right-today.tsv', import.meta.url)))

/** Remarks of what is shown; all others have none. */
const REMARKS: Record<string, string[]> = {
  'bot_off_by_8.dcm': ['offset-table-ignored'],
  'bot_one_entry.dcm': ['offset-table-ignored'],
  'ljpeg_no_eoi.dcm': ['end-missing']
}

function read(text: string): { n: number; numbers: number[]; sum: number } {
  const [n, min, max, sum, ...samples] = text.match(/-?\d+(?=[ ,\]]|$)/g)!.map(Number)
  return { n, numbers: [min, max, ...samples], sum }
}

describe.skipIf(!hasSharedFaults)('pictures of ../shared/faults that are right today stay right', () => {
  test.each(ROWS)('$file ($coding, $by)', async ({ file, coding, values }) => {
    const frame = await readFrame(`${faultyFiles}right-today/${file}`)
    expect(frame.description.remarks.map(({ code }) => code)).toEqual(REMARKS[file] ?? [])
    if (coding === 'lossless') {
      expect(numbersOf(frame)).toBe(values)
      return
    }
    // Decoders of lossy codestreams may round differently: by 2 at most.
    const [ours, theirs] = [read(numbersOf(frame)), read(values)]
    expect(ours.n).toBe(theirs.n)
    expect(Math.abs(ours.sum - theirs.sum) / ours.n).toBeLessThanOrEqual(2)
    ours.numbers.forEach((number, i) => expect(Math.abs(number - theirs.numbers[i])).toBeLessThanOrEqual(2))
  })

  test('none of the files is left out', () => {
    const pictures = readTsv(`${faultyFiles}right-today/EXPECTED.tsv`).filter(({ door }) => door === 'picture')
    expect(ROWS.map(({ file }) => file)).toEqual(pictures.map(({ file }) => file))
    expect(readdirSync(`${faultyFiles}right-today`)).toEqual(expect.arrayContaining(ROWS.map(({ file }) => file)))
  })
})
