import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { register as features } from '../../src/cli/commands/features.ts'
import { register as scan } from '../../src/cli/commands/scan.ts'
import type { FeaturesDocument } from '../../src/core/features/describe.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { hasSharedDicom, sharedDicom } from '../core/dicom/shared.ts'
import { dicomFile, type Elements } from '../dicom-file.ts'
import { runCommand } from './in-process.ts'

async function archive(folder: string): Promise<string> {
  const catalogue = join(temporaryFolder(), 'c.sqlite')
  expect(await runCommand(scan, 'scan', folder, '--catalogue', catalogue)).toMatchObject({ code: 0 })
  return catalogue
}

async function documentOf(catalogue: string): Promise<FeaturesDocument> {
  const { stdout } = await runCommand(features, 'features', '--catalogue', catalogue, '--json')
  return JSON.parse(stdout) as FeaturesDocument
}

/** SliceThickness of ten files. */
const THICKNESSES = ['1,5', '2,5', '3.0', '4.0', 'abc', '1,5', '2,5', '3.0', '4.0', 'abc']

describe('ten files, of which four write SliceThickness with a comma and two as abc', () => {
  test('miss 20 % of it, as fo-dicom reads a comma, and say so', async () => {
    const images = temporaryFolder()
    THICKNESSES.forEach((thickness, at) => {
      const elements: Elements = {
        '00080018': ['UI', `1.2.${at}`],
        '00080060': ['CS', 'MR'],
        '00180050': ['DS', thickness],
        '00280010': ['US', String.fromCharCode(16, 0)]
      }
      writeFileSync(join(images, `${at}.dcm`), dicomFile(elements))
    })
    const catalogue = await archive(images)
    const document = await documentOf(catalogue)
    const thickness = document.features.find(({ keyword }) => keyword === 'SliceThickness')!
    expect(thickness).toMatchObject({ missingShare: 0.2, unparsed: 2, commas: 4 })
    const places = document.features.map(({ missingShare }) => missingShare)
    expect(places).toEqual(places.toSorted((a, b) => a - b))

    const { stdout } = await runCommand(features, 'features', '--catalogue', catalogue)
    expect(stdout).toMatch(/SliceThickness +numeric +1 +20\.0 %/)
    expect(stdout).toContain('SliceThickness: 2 values cannot be read as a number, and are missing.')
    expect(stdout).toContain('SliceThickness: 4 values are written with a decimal comma, and read as meant.')
  })
})

if (!hasSharedDicom) console.log(`The test on units that are mixed is skipped: there is no ${sharedDicom}.`)

describe.skipIf(!hasSharedDicom)('real files with gauss among teslas and hertz among megahertz', () => {
  test('these two columns are told of, and no other', async () => {
    const { features: chosen } = await documentOf(await archive(sharedDicom))
    const outlying = chosen.flatMap(({ name, remarks }) => {
      const remark = remarks.find((each) => each.includes('values beyond count as the nearest of these'))
      return remark === undefined ? [] : [`${name} ${remark.split(':')[0]}`]
    })
    expect(outlying).toEqual([
      'MagneticFieldStrength reaches from 1 to 15015, and nine of ten values lie between 1.5 and 3',
      'ImagingFrequency reaches from 15.2 to 212851070, and nine of ten values lie between 63.8689 and 127.764'
    ])
  })
})
