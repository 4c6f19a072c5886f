import { describe, expect, test } from 'vitest'
import { readFrame } from '../../../src/core/pixels/read-frame.ts'
import { readWholeFrame } from '../../../src/core/pixels/whole-frame.ts'
import { faultyFiles, hasSharedFaults } from '../../shared-faults.ts'
import { numbersOf } from './numbers-of.ts'

const RAMP = 'n=256 min=0 max=3720 sum=476160 first4=[0, 37, 74, 111] last3=[3646, 3683, 3720]'
const RAMP_8 = 'n=256 min=0 max=248 sum=33380 first4=[0, 7, 14, 21] last3=[35, 42, 49]'
const SECOND = 'n=256 min=5 max=3725 sum=477440 first4=[5, 42, 79, 116] last3=[3651, 3688, 3725]'
const STEPS = 'n=64 min=0 max=4013 sum=129888 first4=[0, 997, 1994, 2991] last3=[3473, 374, 1371]'

/**
 * The stored values are those of `EXPECTED.tsv`; where that has the first four only, the rest is how the file was made: i × 997 modulo
 * 4096, i × 7 modulo 256.
 */
describe.skipIf(!hasSharedFaults)('pictures that public reports complain of', () => {
  test.each([
    ['ge_dlx_113619_5_2_16bit.dcm', STEPS, []],
    ['bot_zero_2frames.dcm', SECOND, ['offset-table-ignored']],
    ['rle_multifrag_multiframe_nobot_fodicom992.dcm', SECOND, []],
    ['delim_missing_nulls_DCMTK118.dcm', 'n=64 min=0 max=161 sum=5152 first4=[0, 7, 14, 21] last3=[147, 154, 161]', []],
    ['mlut_bits_0.dcm', RAMP_8, ['lut-ignored']],
    ['mlut_empty_descriptor_pydicom2238.dcm', RAMP_8, ['lut-ignored']],
    ['mlut_no_data.dcm', RAMP_8, ['lut-ignored']],
    ['pal_short_data.dcm', RAMP_8, ['lut-short', 'lut-short', 'lut-short']],
    ['bits_ba16_bs12_hb0.dcm', RAMP, ['bits-assumed']],
    ['pi_lower.dcm', RAMP, []],
    ['pi_mono_space2.dcm', RAMP, []],
    ['rescale_comma.dcm', RAMP, ['decimal-comma']],
    ['rescale_zero.dcm', RAMP, ['slope-zero']],
    ['ts_unknown_private.dcm', STEPS, ['stored-natively']],
    [
      'ybr422_full_length_pydicom1133.dcm',
      'n=768 min=0 max=240 sum=96256 first4=[0, 128, 128, 10] last3=[240, 128, 128]',
      ['colours-not-halved']
    ]
  ])('%s', async (file, numbers, remarks) => {
    const frame = await readFrame(faultyFiles + file)
    expect(numbersOf(frame)).toBe(numbers)
    expect(frame.description.remarks.map(({ code }) => code)).toEqual(remarks)
    // The window is told the same.
    const { description } = await readWholeFrame(faultyFiles + file, null)
    expect(description.remarks).toEqual(frame.description.remarks)
  })

  test('mlut_*.dcm: the window gets the stored values, too', async () => {
    for (const file of ['mlut_bits_0.dcm', 'mlut_empty_descriptor_pydicom2238.dcm', 'mlut_no_data.dcm']) {
      const { description, bytes } = await readWholeFrame(faultyFiles + file, null)
      expect(description).toMatchObject({ type: 'uint8', storedType: null, slope: 1, intercept: 0, min: 0, max: 248 })
      expect([...bytes.subarray(0, 4)]).toEqual([0, 7, 14, 21])
    }
  })

  test('rescale_zero.dcm and rescale_comma.dcm: the window gets slopes of 1 and 1.5', async () => {
    const rescaleOf = async (file: string): Promise<[number, number]> => {
      const { description } = await readWholeFrame(faultyFiles + file, null)
      return [description.slope, description.intercept]
    }
    expect(await rescaleOf('rescale_zero.dcm')).toEqual([1, 0])
    expect(await rescaleOf('rescale_comma.dcm')).toEqual([1.5, -1024])
  })

  test('pal_short_data.dcm: the entries that are there give the colours', async () => {
    const path = `${faultyFiles}pal_short_data.dcm`
    const { values } = await readFrame(path)
    const { bytes } = await readWholeFrame(path, null)
    const colourOf = (index: number): number[] => {
      const at = values.indexOf(index)
      return [...bytes.subarray(3 * at, 3 * at + 3)]
    }
    // The entries of index i are i, 3 i and 7 i modulo 256.
    expect(colourOf(14)).toEqual([14, 42, 98])
    expect(colourOf(245)).toEqual([245, 223, 179])
  })
})
