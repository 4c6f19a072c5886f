import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { MedoidError } from '../../../src/core/errors.ts'
import { makePicture } from '../../../src/core/pixels/make-picture.ts'
import { PICTURE_BYTES } from '../../../src/core/pixels/picture.ts'
import { readFrame, type Frame } from '../../../src/core/pixels/read-frame.ts'
import { hasSharedDicom, readTsv, sharedDicom } from '../dicom/shared.ts'
import { sentencesOf } from '../../sentences.ts'

if (!hasSharedDicom) console.log(`golden pixels skipped: there is no ${sharedDicom}`)

/** The only one of the golden pictures whose image has a Modality LUT, which their definition leaves out and ours does not. */
const HAS_MODALITY_LUT = 'singles/fo-dicom/CR-ModalitySequenceLUT.dcm'

interface Statistics {
  min: number
  max: number
  mean: number
  sum: number
  /** As PIXELS.tsv samples them. */
  values16: number[]
}

function statistics({ values, description: { rows, columns, samples } }: Frame): Statistics {
  let [min, max, sum] = [Infinity, -Infinity, 0]
  for (const value of values) {
    min = Math.min(min, value)
    max = Math.max(max, value)
    sum += value
  }
  const values16 = Array.from({ length: 16 }, (_, i) => {
    const row = Math.floor((rows * ((i % 4) + 0.5)) / 4)
    const column = Math.floor((columns * (Math.floor(i / 4) + 0.5)) / 4)
    return values[(row * columns + column) * samples]
  })
  return { min, max, mean: sum / values.length, sum, values16 }
}

describe.skipIf(!hasSharedDicom)('the files of ../shared/dicom, against dcmtk, gdcm and others', () => {
  test('stored values are theirs: exactly for lossless transfer syntaxes, within 2 levels for lossy ones', async () => {
    const pictures = new Map(readTsv(`${sharedDicom}GRAY128.tsv`).map((row) => [row.path, Number(row.offset)]))
    const golden = readFileSync(`${sharedDicom}gray128.u8`)
    const wrong: string[] = []
    const rows = readTsv(`${sharedDicom}PIXELS.tsv`)
    for (const row of rows) {
      const frame = await readFrame(sharedDicom + row.path)
      const { description } = frame
      const ours = statistics(frame)
      const check = (what: string, holds: boolean): void => {
        if (!holds) wrong.push(`${row.path}: ${what}`)
      }
      check('remarks', description.remarks.length === 0)
      check('frame', description.frame === Number(row.frame))
      check('photometric', frame.photometric === row.photometric)
      check('size', description.rows === Number(row.rows) && description.columns === Number(row.columns))
      check('slope', Math.abs(description.slope - Number(row.rescale_slope)) < 1e-9)
      check('intercept', Math.abs(description.intercept - Number(row.rescale_intercept)) < 1e-6)
      const tolerance = row.lossless === 'yes' ? 0 : 2
      const theirs = row.values16.split(',').map(Number)
      check(
        'values',
        ours.values16.every((value, i) => Math.abs(value - theirs[i]) <= tolerance)
      )
      check('min', Math.abs(ours.min - Number(row.min)) <= tolerance)
      check('max', Math.abs(ours.max - Number(row.max)) <= tolerance)
      check('mean', Math.abs(ours.mean - Number(row.mean)) <= Math.max(tolerance, 1e-6 * (1 + Math.abs(ours.mean))))
      if (row.lossless === 'yes') check('sum', Math.abs(ours.sum - Number(row.sum)) <= 1e-9 * Math.abs(ours.sum))

      const offset = pictures.get(row.path)
      if (offset === undefined || row.path === HAS_MODALITY_LUT) continue
      const picture = makePicture(frame)
      const difference = picture.reduce((sum, level, i) => sum + Math.abs(level - golden[offset + i]), 0)
      check(`picture ${difference / PICTURE_BYTES}`, difference / PICTURE_BYTES <= 0.05)
    }
    expect(wrong).toEqual([])
    expect(rows.length).toBe(950)
  })

  test.each([
    ['singles/fo-dicom/GH1146.dcm', 'pixels-truncated'],
    ['singles/fo-dicom/GH178.dcm', 'no-pixels'],
    ['singles/pydicom/JPEG2000-embedded-sequence-delimiter.dcm', 'pixels-damaged'],
    ['singles/pydicom/chrJapMulti.dcm', 'no-pixels'],
    ['singles/pydicom/chrJapMultiExplicitIR6.dcm', 'no-pixels'],
    ['singles/pydicom/chrKoreanMulti.dcm', 'no-pixels']
  ])('%s cannot be decoded: %s', async (path, code) => {
    await expect(readFrame(sharedDicom + path)).rejects.toMatchObject({ name: 'MedoidError', code })
  })

  test('of the damaged files, those are decoded of which there are pixels, with a remark where not all are', async () => {
    const decoded: string[] = []
    for (const name of readdirSync(`${sharedDicom}broken`)) {
      try {
        const frame = await readFrame(`${sharedDicom}broken/${name}`)
        makePicture(frame)
        decoded.push([name, ...sentencesOf(frame.description.remarks)].join(': '))
      } catch (error) {
        expect(error, name).toBeInstanceOf(MedoidError)
      }
    }
    const partly = (held: string, whole: string): string =>
      `Only ${held} of the ${whole} bytes of this frame are there. What is missing is shown as 0.`
    expect(decoded.sort()).toEqual([
      `MR_truncated.dcm: ${partly('8,130', '8,192')}`,
      'badVR.dcm: Number of Frames is not a number of frames; 1 is assumed.',
      `cut_in_pixel_data.dcm: ${partly('311,515', '524,288')}`,
      'emri_small_jpeg_2k_lossless_too_short.dcm',
      'fo-dicom_GH1339.dcm',
      'fo-dicom_GH177_D_CLUNIE_CT1_IVRLE_BigEndian_undefined_length.dcm',
      `huge_pixel_length.dcm: ${partly('188', '524,288')}`,
      'no_preamble_meta_kept.dcm',
      'no_preamble_no_meta_dataset_only'
    ])
  })
})
