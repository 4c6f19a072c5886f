import { describe, expect, test } from 'vitest'
import { HeaderReader } from '../../../src/core/dicom/header.ts'
import { codes, readWith } from './build.ts'
import { hasSharedFaults, sharedFaults } from '../../shared-faults.ts'
import { readTsv } from './shared.ts'

/**
 * The files whose headers public bug reports complain of: elements as pydicom counts them (file meta information and data set,
 * pixels included), the last component of the SOP Instance UID, Modality, Patient ID, Rows, and our issues.
 */
const FILES: [
  file: string,
  elements: string,
  uid: string,
  modality: string,
  patient: string,
  rows: string,
  issues: string
][] = [
  ['meta_private_information_embeds_elements.dcm', '27', '8', 'OT', 'H1', '8', ''],
  ['0001_fall.dcm', '27', '7', '', '', '', ''],
  ['0003_duplicates.dcm', '13', '641', '', '', '', 'elements-out-of-order element-repeated'],
  ['g0002_in_dataset_pydicom1740.dcm', '25', '1', 'OT', 'H1', '8', 'elements-out-of-order element-repeated'],
  ['g0002_after_g0008_pydicom1740b.dcm', '25', '2', 'OT', 'H1', '8', 'elements-out-of-order element-repeated'],
  ['meta_repeats_sop_pydicom140.dcm', '25', '100', 'OT', 'H1', '8', 'encoding-changes elements-out-of-order'],
  ['g0000_with_group_length_gdcmdata_CommandTag00.dcm', '32', '4', 'OT', 'H1', '8', ''],
  ['dup_patient_name_in_group9_order.dcm', '25', '28', 'OT', 'H1', '8', 'elements-out-of-order element-repeated'],
  ['dup_patient_position_adjacent.dcm', '26', '27', 'OT', 'H1', '8', 'elements-out-of-order element-repeated'],
  ['dup_private_value.dcm', '27', '29', 'OT', 'H1', '8', 'elements-out-of-order element-repeated'],
  ['order_illegal_group_0005.dcm', '26', '34', 'OT', 'H1', '8', 'elements-out-of-order'],
  ['order_unknown_tag_behind.dcm', '26', '31', 'OT', 'H1', '8', 'elements-out-of-order'],
  ['vr_unknown_private_OX.dcm', '27', '12', 'OT', 'H1', '8', 'elements-out-of-order vr-unknown'],
  ['vr_unknown_private_blank_private.dcm', '27', '20', 'OT', 'H1', '8', 'elements-out-of-order vr-unknown'],
  ['vr_unknown_private_dashes.dcm', '27', '10', 'OT', 'H1', '8', 'elements-out-of-order vr-unknown'],
  ['vr_unknown_private_nul.dcm', '27', '16', 'OT', 'H1', '8', 'elements-out-of-order vr-unknown'],
  ['vr_unknown_private_ques_private.dcm', '27', '22', 'OT', 'H1', '8', 'elements-out-of-order vr-unknown'],
  ['vr_RE_public_fodicom598.dcm', '26', '1', 'OT', 'H1', '8', 'vr-unknown'],
  ['explicit_private_block_implicit.dcm', '27', '87', 'OT', 'H1', '8', 'encoding-changes elements-out-of-order'],
  [
    'explicit_private_seq_no_vr_undefined_fodicom42.dcm',
    '27',
    '89',
    'OT',
    'H1',
    '8',
    'encoding-changes elements-out-of-order'
  ],
  ['overlong_CS_ImageType_UN.dcm', '26', '61', 'OT', 'H1', '8', ''],
  ['overlong_LO_OtherPatientIDs_imp.dcm', '26', '67', 'OT', 'H1', '8', ''],
  ['overlong_LT_ImageComments_UN.dcm', '26', '57', 'OT', 'H1', '8', ''],
  ['overlong_LT_ImageComments_imp.dcm', '26', '57', 'OT', 'H1', '8', ''],
  ['overlong_PN_PerformingPhysician_imp.dcm', '26', '68', 'OT', 'H1', '8', ''],
  ['private_LO_binary_2k.dcm', '27', '71', 'OT', 'H1', '8', 'value-odd elements-out-of-order'],
  ['private_FL_not_multiple_102.dcm', '27', '73', 'OT', 'H1', '8', 'value-odd elements-out-of-order'],
  ['tail_nopix_1nul.dcm', '17', '36', 'SR', 'H1', '', 'trailing-bytes-ignored'],
  ['tail_nopix_4nul.dcm', '17', '40', 'SR', 'H1', '', 'trailing-bytes-ignored'],
  ['tail_nopix_6000nul.dcm', '17', '54', 'SR', 'H1', '', 'trailing-bytes-ignored'],
  ['priv_known_SQ_bad_items_dicomParser114.dcm', '27', '1', 'OT', 'H1', '8', 'part-damaged'],
  ['sr_content_deep_70.dcm', '17', '9', 'SR', 'H1', '', ''],
  ['meta_implicit_no_preamble_Daikon49.dcm', '24', '96', 'OT', 'H1', '8', ''],
  ['rows_as_UL_SS_IS.dcm', '25', '117', 'OT', 'H1', '8', ''],
  ['right-today/DICOMDIR_wrong_class', '11', '', '', '', '', ''],
  ['right-today/data_set_trailing_padding.dcm', '26', '124', 'OT', 'H1', '8', ''],
  ['right-today/deflate_raw_pad.dcm', '25', '94', 'OT', 'H1', '8', ''],
  ['right-today/delim_missing_DCMTK118b.dcm', '25', '78', 'OT', 'H1', '8', 'pixels-truncated'],
  ['right-today/dup_tag_two_values_dcm2niix506.dcm', '25', '26', 'OT', 'H1', '8', ''],
  ['right-today/g0000_in_file_dicomParser255.dcm', '31', '3', 'OT', 'H1', '8', ''],
  ['right-today/group_length_UN_every_group.dcm', '28', '3', 'OT', 'H1', '8', ''],
  ['right-today/implicit_length_200A_fodicom1847.dcm', '27', '90', 'OT', 'H1', '8', 'elements-out-of-order'],
  ['right-today/item_defined_length_with_item_delimiter.dcm', '26', '81', 'OT', 'H1', '8', ''],
  ['right-today/meta_implicit_Daikon49.dcm', '24', '96', 'OT', 'H1', '8', ''],
  ['right-today/meta_ts_with_spaces.dcm', '25', '98', 'OT', 'H1', '8', ''],
  ['right-today/nopreamble_DICM_first.dcm', '25', '103', 'OT', 'H1', '8', ''],
  ['right-today/odd_length_implicit.dcm', '26', '120', 'OT', 'H1', '8', ''],
  ['right-today/overlong_AT_FrameIncrementPointer_UN.dcm', '26', '66', 'OT', 'H1', '8', ''],
  ['right-today/overlong_DS_ContourData_UN.dcm', '26', '62', 'OT', 'H1', '8', ''],
  ['right-today/overlong_IS_FramesOfInterest_UN.dcm', '26', '63', 'OT', 'H1', '8', ''],
  ['right-today/overlong_UT_TextValue_UN.dcm', '26', '65', 'OT', 'H1', '8', ''],
  ['right-today/pixeldata_vr_UN.dcm', '25', '122', 'OT', 'H1', '8', ''],
  ['right-today/priv_creator_longer_dcm4che459.dcm', '26', '7', 'OT', 'H1', '8', ''],
  ['right-today/priv_unknown_item_like_bytes.dcm', '27', '3', 'OT', 'H1', '8', ''],
  ['right-today/private_after_pixels.dcm', '27', '125', 'OT', 'H1', '8', ''],
  ['right-today/private_information_meta_elements.dcm', '25', '7', 'OT', 'H1', '8', ''],
  ['right-today/rows_multivalued.dcm', '25', '118', 'OT', 'H1', '8\\8', ''],
  ['right-today/tag_FFFF_FFFF_pydicom92.dcm', '26', '8', 'OT', 'H1', '8', ''],
  ['right-today/tail_pix_1nul.dcm', '25', '37', 'OT', 'H1', '8', ''],
  ['right-today/tail_pix_4nul.dcm', '25', '41', 'OT', 'H1', '8', ''],
  ['right-today/tail_pix_7nul.dcm', '25', '43', 'OT', 'H1', '8', ''],
  ['right-today/tail_pix_boundary.dcm', '25', '51', 'OT', 'H1', '8', 'trailing-bytes-ignored'],
  ['right-today/tail_pix_ff.dcm', '25', '49', 'OT', 'H1', '8', ''],
  ['right-today/unknown_public_tag_pydicom1100.dcm', '26', '6', 'OT', 'H1', '8', ''],
  ['right-today/vr_unknown_public_blank_private.dcm', '26', '21', 'OT', 'H1', '8', '']
]

/** Where we differ from what EXPECTED.tsv says, and why. */
const DIFFERENCES: Record<string, string> = {
  'g0002_after_g0008_pydicom1740b.dcm':
    'pydicom counts (0002,0010) in the data set beside that of the meta information; it is the same element twice',
  'dup_patient_name_in_group9_order.dcm': 'pydicom takes the last Patient ID (OTHER), dcmtk the first; so do we',
  'tail_nopix_6000nul.dcm': 'pydicom counts the zeros as an element (0000,0000); they are padding',
  'right-today/delim_missing_DCMTK118b.dcm': 'pydicom leaves Pixel Data out, whose delimiter is missing',
  'right-today/nopreamble_DICM_first.dcm': 'pydicom reads DICM as the first tag',
  'right-today/tail_pix_boundary.dcm': 'pydicom counts the rest behind the pixels as an element',
  'right-today/vr_unknown_public_blank_private.dcm': 'pydicom ends at the blank VR, dcmdump reads on as we do'
}

describe.skipIf(!hasSharedFaults)('files of public bug reports', () => {
  const expected = hasSharedFaults
    ? ['', 'right-today/'].flatMap((folder) =>
        readTsv(`${sharedFaults}dicom/${folder}EXPECTED.tsv`)
          .filter(({ door }) => door === 'scan')
          .map((row) => ({ ...row, file: folder + row.file, expected: row.expected }))
      )
    : []

  test('all whose headers are in question are here', () => {
    expect(FILES.map(([file]) => file)).toEqual(expected.map(({ file }) => file))
  })

  test.each(FILES)('%s', (file, elements, uid, modality, patient, rows, issues) => {
    const { outcome, values } = readWith((reader) => reader.read(`${sharedFaults}dicom/${file}`))
    expect(outcome.status).toBe('dicom')
    expect(codes(outcome).join(' ')).toBe(issues)
    const topLevel = Object.keys(values).filter((name) =>
      name.startsWith('(') ? !name.includes('].') : !name.includes('.')
    )
    // Pixels are no element of the catalogue; all images are of modality OT.
    const pixels = modality === 'OT' ? 1 : 0
    expect({
      elements: String(topLevel.length + pixels),
      uid: values.SOPInstanceUID?.split('.').at(-1) ?? '',
      modality: values.Modality ?? '',
      patient: values.PatientID ?? '',
      rows: values.Rows ?? ''
    }).toEqual({ elements, uid, modality, patient, rows })
  })

  test.each(FILES)('%s as independent readers read it', (file, elements, uid, _, patient) => {
    const wanted = expected.find((row) => row.file === file)?.expected ?? ''
    const said = (key: string): string | undefined => new RegExp(`${key}=(\\S+)`).exec(wanted)?.[1]
    const differs =
      (said('elements') ?? elements) !== elements ||
      (said('SOPInstanceUID') ?? uid).split('.').at(-1) !== uid ||
      (said('PatientID') ?? patient) !== patient
    expect(differs).toBe(file in DIFFERENCES)
  })
})

// One damaged length, which took in many elements: the file was catalogued as if it were whole.
describe.skipIf(!hasSharedFaults)('headers that a damaged length shortened', () => {
  test.each([
    ['silent-141cb64669.dcm', 'elements-taken-in elements-out-of-order'],
    ['silent-506b6a0748.dcm', 'elements-taken-in pixels-truncated'],
    ['silent-5bcf60fb5a.dcm', 'elements-taken-in elements-out-of-order pixels-truncated'],
    ['silent-5e17da7cbd.dcm', 'elements-taken-in'],
    ['silent-7121bdcc0f.dcm', 'elements-taken-in elements-out-of-order pixels-truncated'],
    ['silent-80a21f2dcd.dcm', 'elements-taken-in pixels-truncated']
  ])('%s: %s', (file, issues) => {
    const outcome = new HeaderReader({ byteBudget: 1 << 16 }).read(`${sharedFaults}hostile/${file}`)
    expect(codes(outcome).join(' ')).toBe(issues)
  })
})
