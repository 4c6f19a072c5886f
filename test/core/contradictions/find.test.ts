import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openReader } from '../../../src/core/catalogue/corrections/column-source.ts'
import { openForReading, openForWriting } from '../../../src/core/catalogue/database.ts'
import { scan } from '../../../src/core/catalogue/scan.ts'
import { findContradictions } from '../../../src/core/contradictions/find.ts'
import { imagesWhere } from '../../../src/core/features/where.ts'
import { textOfCondition } from '../../../src/core/text-of-condition.ts'
import { archive } from '../../jobs/archive.ts'
import { temporaryFolder } from '../catalogue/synthetic.ts'

const TODAY = '20261130'

const DICOM = fileURLToPath(new URL('../../../../shared/dicom/', import.meta.url))
const hasDicom = existsSync(DICOM)
if (!hasDicom) console.log('skipped: the real DICOM files (../shared/dicom) are not on this machine')

test('images are counted by what contradicts, and found again by the conditions', async () => {
  const file = archive(
    Array.from({ length: 9 }, (_, i) => ({
      SOPInstanceUID: `1.${i}`,
      Rows: '8',
      Modality: i < 3 ? 'CT' : 'MR',
      SliceThickness: i === 0 ? '509' : '5',
      KVP: i % 2 === 0 ? '120' : undefined
    }))
  )
  const catalogue = openForReading(file)
  const reader = openReader(catalogue.db)
  const found = await findContradictions(reader, TODAY)
  expect(found.map(({ code, images, others }) => [code, images, others])).toEqual([
    ['foreign-tags', 3, 0],
    ['implausible', 1, 0]
  ])
  for (const { groups } of found) {
    for (const { where, images, instance } of groups) {
      const again = imagesWhere(reader, where)
      expect([again.length, again[0]]).toEqual([images, instance])
    }
  }
  catalogue.close()
})

test.skipIf(!hasDicom)('of real files, only what is wrong in them is found', { timeout: 600_000 }, async () => {
  const catalogue = openForWriting(join(temporaryFolder(), 'c.sqlite'), 'test')
  await scan(catalogue, [DICOM], { workers: 2 })
  const reader = openReader(catalogue.db)
  const found = await findContradictions(reader, TODAY)
  // Each was looked at in its file.
  expect(
    found.map(({ code, groups }) => [
      code,
      groups.map(({ where, images }) => `${images} ${where.map(textOfCondition).join(' ')}`)
    ])
  ).toEqual([
    ['laterality', ['1 ImageLaterality=L ProtocolName=RT']],
    ['units', ['17 MagneticFieldStrength=25..']],
    ['implausible', ['2 SliceThickness=100..', '1 PixelSpacing=0.000\\0.000']],
    [
      'dates',
      ['1 PatientBirthDate=00000000', '1 PatientBirthDate=17000101', '1 PatientBirthDate=19951025 StudyDate=19941013']
    ]
  ])
  for (const { groups } of found) {
    for (const { where, images } of groups) expect(imagesWhere(reader, where)).toHaveLength(images)
  }
  catalogue.close()
})
