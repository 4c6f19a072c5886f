import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exportFeaturesJob } from '../../src/jobs/export-features.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { readParquetRows } from '../core/tables/read-parquet.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { dicomFile, type Elements } from '../dicom-file.ts'
import { WORK } from './archive.ts'
import { featureParameters } from '../../src/jobs/definitions/feature-parameters.ts'
import { withDefaults } from '../../src/jobs/parameter.ts'

/** What may tell of a person, a place or a time, of every kind; two values each, so that nothing is left out as constant. */
const PERSONAL = (patient: number): Elements => {
  const secret = `SECRET${patient}`
  const day = `1987010${patient}`
  return {
    '00080012': ['DA', day],
    '00080013': ['TM', `1211${patient}0`],
    '00080020': ['DA', day],
    '0008002A': ['DT', `${day}121314`],
    '00080050': ['SH', secret],
    '00080080': ['LO', secret],
    '00080081': ['ST', secret],
    '00080090': ['PN', `${secret}^Referring`],
    '00081010': ['SH', secret],
    '00081030': ['LO', secret],
    '0008103E': ['LO', secret],
    '00081040': ['LO', secret],
    '00081070': ['PN', secret],
    '00081080': ['LO', secret],
    '00100010': ['PN', `${secret}^Jane`],
    '00100020': ['LO', secret],
    '00100030': ['DA', day],
    '00101000': ['LO', secret],
    '00101001': ['PN', secret],
    '00101040': ['LO', secret],
    '00102154': ['SH', secret],
    '00102180': ['SH', secret],
    '001021B0': ['LT', secret],
    '00104000': ['LT', secret],
    '00181000': ['LO', secret],
    '00181030': ['LO', secret],
    '00204000': ['LT', secret],
    '00200010': ['SH', secret],
    '00321060': ['LO', secret],
    '00400254': ['LO', secret],
    // Of a private block, which may hold anything.
    '00290010': ['LO', 'MEDOID TEST'],
    '00291010': ['LO', secret],
    '00291011': ['CS', secret]
  }
}

test.each(['csv', 'parquet'] as const)(
  'a table of features (%s) holds nothing of a person by itself',
  async (format) => {
    const root = join(temporaryFolder(), 'archive')
    mkdirSync(root)
    for (let i = 0; i < 30; i++) {
      const image = dicomFile({
        '00080018': ['UI', `1.2.${i}`],
        '00080060': ['CS', i % 2 === 0 ? 'CT' : 'MR'],
        '00180050': ['DS', String(1 + (i % 3))],
        '0020000D': ['UI', `1.3.${i % 2}`],
        '0020000E': ['UI', `1.4.${i % 2}`],
        '00280010': ['IS', String(100 + (i % 4))],
        ...PERSONAL(1 + (i % 3))
      })
      writeFileSync(join(root, `SECRET${i}.dcm`), image)
    }
    const catalogue = join(temporaryFolder(), 'c.sqlite')
    await scanJob.run({ catalogue, folders: [root] }, WORK)
    const out = join(temporaryFolder(), `features.${format}`)
    const byTheRules = withDefaults(featureParameters, {})
    const { rows, types, instances } = await exportFeaturesJob.run({ catalogue, out, format, ...byTheRules }, WORK)
    expect(rows).toBe(30)
    const table = format === 'csv' ? readFileSync(out, 'utf8') : JSON.stringify(readParquetRows(out))
    // What may be in it is.
    expect(table).toContain('MR')
    expect(table).toContain('SliceThickness')
    for (const text of [table, readFileSync(types, 'utf8'), readFileSync(instances, 'utf8'), out]) {
      expect(text).not.toMatch(/secret/i)
      expect(text).not.toMatch(/1987|1211\d0/)
    }
    // UIDs lie apart from the table.
    expect(table).not.toMatch(/1\.[23]\.\d/)
    expect(readFileSync(instances, 'utf8')).toContain('1.2.29')
  }
)
