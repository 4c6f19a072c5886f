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

/** Keyword and text; where `EXPECTED.tsv` names none, as pydicom 2.3 reads it. */
const TEXTS: Record<string, [string, string]> = {
  'absent_high_bytes.dcm': ['StudyDescription', 'Bücher'],
  'ext_100_to_144.dcm': ['PatientName', 'Buc^Jerome=Люк'],
  'gb2312_58.dcm': ['PatientName', 'Zhang^X=张^小东'],
  'jis_159.dcm': ['StudyDescription', '丂丄'],
  'jis_alias_dcm4che869.dcm': ['PatientName', 'ﾔﾏﾀﾞ^ﾀﾛｳ=山田'],
  'jis_dcm4che1230.dcm': ['PatientName', 'Tokumei^Kanja=匿名^患者=ﾄｸﾒｲ^ｶﾝｼﾞｬ'],
  'korean_149_no_escape.dcm': ['PatientName', '홍^길동'],
  // UTF-8 whose character set says Latin 1: nothing in the file tells.
  'latin1_said_utf8_2.dcm': ['StudyDescription', 'BÃ¼cher'],
  'single_ISO_IR_101.dcm': ['StudyDescription', 'Wałęsa'],
  'single_ISO_IR_110.dcm': ['StudyDescription', 'Mākslā'],
  'single_ISO_IR_127.dcm': ['StudyDescription', 'قباني'],
  'single_ISO_IR_144.dcm': ['StudyDescription', 'Люкceмбypг'],
  'single_ISO_IR_166.dcm': ['StudyDescription', 'นามสกุล'],
  'term_0_ISO-IR-100.dcm': ['StudyDescription', 'Bücher'],
  'term_11_ISO8859_1.dcm': ['StudyDescription', 'Bücher'],
  'term_13_ISO_IR-100+ISO_IR-100.dcm': ['StudyDescription', 'Bücher'],
  'term_2_ISO-IR-100.dcm': ['StudyDescription', 'Bücher'],
  'term_4_LATIN1.dcm': ['StudyDescription', 'Bücher'],
  'term_6_ISO-2022-IR-6-IS.dcm': ['StudyDescription', 'Bücher'],
  'term_9_ISO_IR-192-.dcm': ['StudyDescription', 'Bücher']
}

describe.skipIf(!hasSharedFaults)('texts of ../shared/faults that are right today stay right', () => {
  test.each(Object.entries(TEXTS))('%s', (file, [keyword, text]) => {
    expect(read(readFileSync(`${faultyFiles}right-today/${file}`)).values[keyword]).toBe(text)
  })
})
