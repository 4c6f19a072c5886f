import { describe, expect, test } from 'vitest'
import { readFrame } from '../../../src/core/pixels/read-frame.ts'
import { hasSharedFaults, sharedFaults } from '../../shared-faults.ts'
import { inShort } from './faults.ts'

type Short = [count: number, min: number, max: number, sum: number, hash: string]

/** Lossless JPEG that came out wrong, as dcmtk, gdcm and pydicom read it; its EXPECTED.tsv has the reports. */
const LOSSLESS_JPEG: [Short, string][] = [
  [[256, 0, 3720, 476032, 'ddd85fd9d1d0f489'], 'ljpeg_pt1'],
  [[256, 0, 3720, 475776, '347f4117da420b5d'], 'ljpeg_pt2'],
  [
    [256, 0, 3720, 476160, '63590178a63362ce'],
    'ljpeg_restart_4rows_sv2 ljpeg_restart_4rows_sv4 ljpeg_restart_4rows_sv5'
  ],
  [[768, 0, 4080, 1566720, '5c0b8d0b0f6c8da1'], 'ljpeg_rgb_12bit'],
  [[768, 0, 61200, 23500800, '620a8ddd1a2103bf'], 'ljpeg_rgb_16bit'],
  [[768, 0, 240, 92160, '2a2a6e0788c94980'], 'ljpeg_rgb_restart_4rows_sv1 ljpeg_rgb_three_scans'],
  [[90, 0, 254, 10931, '4147050456ace5c1'], 'last_rgb8_28'],
  [[1024, 0, 65535, 32990520, 'a1bd15f8d0af0d70'], 'jll_g16noise_sv7']
]

/** JPEG 2000 of signed samples of at most 8 bits, as gdcm reads it. */
const JPEG_2000: [Short, string][] = [
  [[256, -64, 63, -412, '970196b04b15c9c5'], 'j2k_signed7'],
  [[256, -128, 120, 612, 'e0be4c2c372c5b16'], 'j2k_signed8']
]

/** What came out right and must go on: as dcmtk, gdcm or pydicom read it; lossless kinds are the same in every encoding. */
const RIGHT: [Short, string][] = [
  [[1024, 1, 1021, 484074, 'f681e2aec95fec22'], 'jll_g10_e1 jll_g10_sv2 jll_g10_sv4 jll_g10_sv6'],
  [[1024, 44, 1657, 842265, '55e9a2b3d8d716a2'], 'jll_g12_e1 jll_g12_sv2 jll_g12_sv4 jll_g12_sv6'],
  [
    [1024, -2012, -351, -1253654, '4a2f4b257504efaa'],
    'jll_g12s_e1 jll_g12s_sv2 jll_g12s_sv4 jll_g12s_sv6 j2k_g12s jls_g12s'
  ],
  [[1024, 59, 3064, 1629965, '03ccdd133b0c3601'], 'jll_g16_e1 jll_g16_sv2 jll_g16_sv4 jll_g16_sv6'],
  [
    [1024, 0, 65535, 32990520, 'a1bd15f8d0af0d70'],
    'jll_g16noise_e1 jll_g16noise_sv2 jll_g16noise_sv4 jll_g16noise_sv6 j2k_g16noise jls_g16noise'
  ],
  [[1024, -32677, -29661, -31913465, '9ef4c6937c120491'], 'jll_g16s_sv1 jll_g16s_sv3 jll_g16s_sv5 jll_g16s_sv7'],
  [[1024, 0, 255, 130173, '2e212db1dfd92908'], 'jll_g8_sv1 jll_g8_sv3 jll_g8_sv5 jll_g8_sv7 j2k_g8'],
  [
    [1024, 0, 255, 130243, 'a67307b4a942371a'],
    'jll_g8in16_sv1 jll_g8in16_sv3 jll_g8in16_sv5 jll_g8in16_sv7 jls_g8in16'
  ],
  [[256, 31, 826, 106447, 'ba55d32dc1cfc31c'], 'jll_mf_sv1 jll_mf_sv3 jll_mf_sv5 jll_mf_sv7 nobot_jll_mf'],
  [
    [768, 0, 255, 96556, '63448c65a9c98a1b'],
    'jll_mfrgb_sv1 jll_mfrgb_sv5 jll_mfrgb_sv7 j2k_mfrgb jls_mfrgb jls_mfrgb_ilnone'
  ],
  [[1023, 38, 1680, 856247, '3e86dc13c5865e33'], 'jll_odd_sv1 jll_odd_sv3 jll_odd_sv5 jll_odd_sv7 jls_odd'],
  [
    [3072, 0, 255, 389283, '210133c6fcb164ab'],
    'jll_rgb8_sv1 jll_rgb8_sv3 jll_rgb8_sv5 jll_rgb8_sv7 j2k_rgb8 jls_rgb8_illine jls_rgb8_ilsample'
  ],
  [
    [256, 0, 248, 33380, 'd868b5c8694db87a'],
    'j2k_8bit_in_16_fodicom1992 htj2k_u8 ljpeg_8bit_in_16 ljpeg_jfif ljpeg_wrap_modulo_8bit_pylibjpeg90'
  ],
  [
    [256, 0, 3720, 476160, '63590178a63362ce'],
    'j2k_jp2_boxes j2k_offset j2k_prec16_bs12 ljpeg_no_eoi ljpeg_plain ljpeg_restart_rows_jpegdecoder286 ljpeg_wrap_modulo_12bit_sv4'
  ],
  [[256, 0, 1023, 126976, '149dac514111fa66'], 'j2k_prec10'],
  [[768, 0, 240, 92160, '2a2a6e0788c94980'], 'j2k_rgb_nomct ljpeg_rgb_ids_RGB'],
  [[256, -2048, 1672, -48128, 'f6a154aea82ec27a'], 'j2k_signed12 j2k_unsigned_cs_pr1_pydicom1149 htj2k_s12'],
  [[256, 10, 4095, 537600, 'de2fb8ec00877f77'], 'j2k_signed_cs_pr0'],
  [[1024, 512, 512, 524288, '431387acb7a5e260'], 'j2kl_g12'],
  [[1024, 1024, 1024, 1048576, '71f08676cb368b86'], 'j2kl_g16'],
  [[1024, -31744, -31744, -32505856, 'b42722af9ab8a7c4'], 'j2kl_g16s'],
  [[1024, 128, 128, 131072, '3cf00140ce588afa'], 'j2kl_g8in16'],
  [[768, 0, 255, 96926, '67ad5ae9077238c4'], 'j2kl_mfrgb'],
  [[3072, 0, 255, 389064, '7f2ee2162a1df689'], 'j2kl_rgb8'],
  [[256, -128, 120, 612, 'e0be4c2c372c5b16'], 'htj2k_s8'],
  [[1024, -64, 63, -732, '3c271bdf2a1bcae9'], 'jls_g7s'],
  [[1024, 56, 3062, 1629926, '2e45bec0da22583b'], 'jlsn_g16'],
  [[1024, 0, 255, 130196, '975bbe2d7501aa2c'], 'jlsn_g8'],
  [[256, 28, 826, 106465, '4492d75519193079'], 'jlsn_mf'],
  [[1023, 36, 1678, 856212, '318514302cac40ea'], 'jlsn_odd'],
  [[256, -2000, 1720, -35840, 'd61232315dbaedd4'], 'ljpeg_16bit_signed'],
  [[30, 112, 4008, 55599, 'dceb0bf3e5519de2'], 'last_grey12_00'],
  [[30, 1, 244, 4192, '0608c5cbabf01303'], 'last_grey8_00'],
  [[4653, 0, 234, 534298, '4e102f310a367b44'], 'jpeg_411'],
  [[1551, 0, 255, 208623, '6fe1a29db36d2475'], 'jpeg_8bit_in_16 jpeg_grey_pi_ybr_spp1 jpeg_trailing_garbage'],
  [[4653, 0, 234, 533889, '69de129e6d8f3a07'], 'jpeg_adobe0_pi_YBR422 jpeg_rgbdata_ids123_pi_RGB_openslide558'],
  [[4653, 0, 234, 533787, '88beff2d1556d251'], 'jpeg_jfif_pi_RGB_dcm4che565 jpeg_planar1 jpeg_ybr_nomarker_pi_RGB_422'],
  [[4653, 0, 234, 533833, '3e4fcd7639235c26'], 'jpeg_restart'],
  [[768, 0, 255, 96504, '86a9e89a77b153ed'], 'jb_mfrgb jprog_mfrgb'],
  [[3072, 0, 255, 389122, '1d13ada6897c8b68'], 'jb_rgb8_444'],
  [[3072, 0, 255, 389326, 'a9446a99bb00bd72'], 'jb_rgb8_truergb'],
  [[1024, 0, 1614, 797219, '4cf28ca42469c74c'], 'jext_g12'],
  [[1024, 0, 255, 130134, '162e3d26e6a92274'], 'jext_g8 jspec_g8'],
  [[1023, 0, 1642, 817362, 'f828399bef4cc243'], 'jext_odd'],
  [[3072, 0, 255, 388912, '689afd38afae0aff'], 'jspec_rgb8'],
  [[256, 0, 248, 33380, 'd868b5c8694db87a'], 'rle_extra_pixel_pydicom1438'],
  [[1024, 44, 1657, 842265, '55e9a2b3d8d716a2'], 'rle_g12'],
  [[1024, 0, 65535, 32990520, 'a1bd15f8d0af0d70'], 'rle_g16noise'],
  [[1024, 0, 255, 130173, '2e212db1dfd92908'], 'rle_g8'],
  [[256, 31, 826, 106447, 'ba55d32dc1cfc31c'], 'rle_mf'],
  [[256, 5, 3725, 477440, 'b561f4e7c0e10393'], 'rle_multifrag_multiframe_bot'],
  [[1023, 38, 1680, 856247, '3e86dc13c5865e33'], 'rle_odd'],
  [[768, 0, 4080, 1566720, '5c0b8d0b0f6c8da1'], 'rle_rgb16_iodicom46'],
  [[768, 0, 240, 92160, '2a2a6e0788c94980'], 'rle_rgb_planar0']
]

/** One file a test. */
function each(rows: [Short, string][]): [string, Short][] {
  return rows.flatMap(([short, names]) => names.split(' ').map((name): [string, Short] => [name, short]))
}

describe.skipIf(!hasSharedFaults)('compressed files of ../shared/faults', () => {
  test.each(each([...LOSSLESS_JPEG, ...JPEG_2000]))('%s, which was read wrongly', async (name, short) => {
    expect(inShort(await readFrame(`${sharedFaults}dicom/${name}.dcm`))).toEqual(short)
  })

  test.each(each(RIGHT))('%s, which must stay right', async (name, short) => {
    expect(inShort(await readFrame(`${sharedFaults}dicom/right-today/${name}.dcm`))).toEqual(short)
  })
})
