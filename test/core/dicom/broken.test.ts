import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { HeaderReader } from '../../../src/core/dicom/header.ts'
import { codes } from './build.ts'
import { hasSharedDicom, readTsv, sharedDicom } from './shared.ts'

// What is to become of every damaged file, and why: decided from the README of ../shared/dicom and from what pydicom and
// dcmdump make of them. `issues` are codes joined by commas.
const table = readTsv(fileURLToPath(new URL('./broken.tsv', import.meta.url)))

if (!hasSharedDicom) console.log(`damaged files skipped: there is no ${sharedDicom}`)

describe.skipIf(!hasSharedDicom)('the files of ../shared/dicom/broken', () => {
  test('all stand in the table, each with a reason', () => {
    expect(table.map((row) => row.file).sort()).toEqual(readdirSync(`${sharedDicom}broken`).sort())
    expect(table.filter((row) => row.reason === '')).toEqual([])
  })

  test.each(table)('$file: $status $issues', ({ file, status, issues }) => {
    const reader = new HeaderReader({ byteBudget: 1 << 16 })
    const outcome = reader.read(`${sharedDicom}broken/${file}`)
    expect(outcome.status).toBe(status)
    if ('issues' in outcome) expect(codes(outcome).join(',')).toBe(issues)
    expect(reader.takeBatch().instances).toBe(status === 'dicom' ? 1 : 0)
  })

  test('directories are told from instances', () => {
    const reader = new HeaderReader({ byteBudget: 1 << 16 })
    const names = ['DICOMDIR', 'DICOMDIR-bigEnd', 'DICOMDIR-empty.dcm', 'DICOMDIR-implicit', 'TINY_ALPHA/DICOMDIR']
    for (const name of names) {
      expect(reader.read(`${sharedDicom}dicomdir/pydicom/${name}`)).toEqual({ status: 'dicomdir' })
    }
    expect(reader.read(`${sharedDicom}dicomdir/pydicom/README.txt`)).toEqual({ status: 'not-dicom' })
  })

  test('ACR-NEMA 1.0 is read, though no DICOM yet', () => {
    const reader = new HeaderReader({ byteBudget: 1 << 16 })
    expect(reader.read(`${sharedDicom}singles/fo-dicom/GH340.dcm`)).toEqual({
      status: 'dicom',
      sopInstanceUid: '',
      issues: []
    })
  })
})
