import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { listElements } from '../../../src/core/dicom/element-list.ts'
import { read } from './build.ts'
import { faultyFiles, hasSharedFaults } from '../../shared-faults.ts'
import { readTsv } from './shared.ts'

/** Files in which `EXPECTED.tsv` counts other elements than there are, as its readers do. */
const COUNTED_OTHERWISE: Record<string, number> = {
  // Behind the last fragment there is no delimiter; the element that holds the fragments is one all the same.
  'delim_missing_DCMTK118b.dcm': 25,
  // They take the magic word, with which it begins, for an element.
  'nopreamble_DICM_first.dcm': 25,
  // They take the end of a multipart message, which follows the pixels, for an element.
  'tail_pix_boundary.dcm': 25,
  // For them the header ends with an element without a VR.
  'vr_unknown_public_blank_private.dcm': 26
}

const KEYWORDS = ['SOPInstanceUID', 'Modality', 'PatientID', 'Rows', 'Columns']

describe.skipIf(!hasSharedFaults)('headers of ../shared/faults that are right today stay right', () => {
  const rows = hasSharedFaults
    ? readTsv(`${faultyFiles}right-today/EXPECTED.tsv`).filter(({ door }) => door === 'scan')
    : []

  test('there are 31', () => expect(rows).toHaveLength(31))

  test.each(rows)('$file', ({ file, expected }) => {
    const path = `${faultyFiles}right-today/${file}`
    const { outcome, values } = read(readFileSync(path))
    expect(outcome.status).toBe('dicom')
    for (const keyword of KEYWORDS) {
      const value = new RegExp(`${keyword}=(\\[[^\\]]*\\]|\\S+)`).exec(expected)?.[1]
      if (value !== undefined) expect(values[keyword]).toBe(value.replace(/[[\]]/g, '').replaceAll(', ', '\\'))
    }
    const elements = listElements(path).elements.filter(({ depth }) => depth === 0)
    expect(elements).toHaveLength(COUNTED_OTHERWISE[file] ?? Number(/elements=(\d+)/.exec(expected)![1]))
  })
})
