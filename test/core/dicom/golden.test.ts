import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import type { TagDefinition } from '../../../src/core/dicom/batch.ts'
import { HeaderReader } from '../../../src/core/dicom/header.ts'
import { hasSharedDicom, inWalkOrder, readTsv, sharedDicom } from './shared.ts'
import { count, Tally, type Count } from './tally.ts'

if (!hasSharedDicom) console.log(`golden counts skipped: there is no ${sharedDicom}`)

/** Where we differ from pydicom's counts, and why. */
const DEVIATIONS: Record<string, { column: 'missing' | 'n_distinct' | 'vr'; reason: string }> = {
  '(FFFE,E0DD) ': { column: 'missing', reason: 'a stray Sequence Delimitation Item behind Pixel Data: no attribute' },
  '(0008,0008) ': {
    column: 'n_distinct',
    reason:
      'pydicom keeps the padding within DERIVED \\SECONDARY\\OTHER; PS3.5 table 6.2-1: spaces in CS are insignificant'
  },
  '(5000,3000) ': { column: 'vr', reason: 'OB or OW, which pydicom leaves open; implicit VR makes it OW' }
}
/** These spell their creator in capitals, which the dictionary of dcmjs knows and that of pydicom does not. */
const IN_CAPITALS = new Set(['PHILIPS IMAGING DD 001', 'PHILIPS MR IMAGING DD 001'])

type Cells = [TagDefinition, string][]

describe.skipIf(!hasSharedDicom)('the good files of ../shared/dicom, against pydicom', () => {
  const perFile: Cells[] = []
  const perInstance: Cells[] = []
  const failed: string[] = []
  const issues: string[] = []
  let withoutUid = 0

  beforeAll(() => {
    const paths = readTsv(`${sharedDicom}MANIFEST.tsv`)
      .filter((row) => row.in_TAGS === 'yes')
      .map((row) => row.path)
    const reader = new HeaderReader()
    const tally = new Tally()
    const uids = new Set<string>()
    for (const path of paths.sort(inWalkOrder)) {
      const outcome = reader.read(sharedDicom + path)
      if (outcome.status !== 'dicom') {
        failed.push(`${path}: ${JSON.stringify(outcome)}`)
        continue
      }
      for (const { code } of outcome.issues) issues.push(`${path} ${code}`)
      const [cells] = tally.instances(reader.takeBatch())
      perFile.push(cells)
      if (outcome.sopInstanceUid === '') withoutUid++
      else if (uids.has(outcome.sopInstanceUid)) continue
      uids.add(outcome.sopInstanceUid)
      perInstance.push(cells)
    }
  })

  test('every one is catalogued', () => {
    expect(failed).toEqual([])
    expect(perFile.length).toBe(1024)
  })

  test('few have an issue', () => {
    const isStripped = (issue: string): boolean => issue.endsWith('image-incomplete')
    // Files of image classes that were made for tests of other things, without Rows or pixels.
    expect(issues.filter(isStripped).map((issue) => issue.replace(/IM0000\w+ /, 'IM… '))).toEqual([
      ...Array.from(
        { length: 50 },
        () => 'dicomdir/pydicom/TINY_ALPHA/PT000000/ST000000/SE000000/IM… image-incomplete'
      ),
      'singles/pydicom/chrSQEncoding.dcm image-incomplete',
      'singles/pydicom/chrSQEncoding1.dcm image-incomplete'
    ])
    expect(issues.filter((issue) => !isStripped(issue)).sort()).toEqual([
      'singles/fo-dicom/GH1146.dcm pixels-truncated',
      'singles/fo-dicom/GH178.dcm pixels-truncated',
      'singles/pydicom/SC_rgb_jpeg.dcm transfer-syntax-mismatch',
      'singles/pydicom/chrJapMulti.dcm pixels-truncated',
      'singles/pydicom/chrJapMultiExplicitIR6.dcm pixels-truncated',
      'singles/pydicom/chrKoreanMulti.dcm pixels-truncated'
    ])
  })

  test('counts by file equal TAGS.tsv', () => {
    expect(differences(count(perFile), 'TAGS.tsv')).toEqual([])
  })

  test('counts by instance equal TAGS_INSTANCES.tsv', () => {
    expect(differences(count(perInstance), 'TAGS_INSTANCES.tsv')).toEqual([])
  })

  test('totals equal INSTANCES.json', () => {
    const counts = count(perInstance)
    const totals: unknown = JSON.parse(readFileSync(`${sharedDicom}INSTANCES.json`, 'utf8'))
    expect({
      files: perFile.length,
      instances: perInstance.length,
      duplicates: perFile.length - perInstance.length,
      withoutSopInstanceUid: withoutUid,
      images: counts.get('(0028,0010) ')?.nonEmpty,
      series: counts.get('(0020,000E) ')?.values.size,
      studies: counts.get('(0020,000D) ')?.values.size,
      // The stray delimiter is no tag of ours.
      tags: counts.size + 1
    }).toEqual(totals)
  })
})

/** Every tag whose counts, VR, keyword or most frequent text are not the golden ones, deviations aside. */
function differences(counts: Map<string, Count>, golden: string): string[] {
  const rows = readTsv(sharedDicom + golden)
  const found: string[] = []
  for (const row of rows) {
    const key = `${row.tag} ${row.private_creator}`
    const ours = counts.get(key)
    const deviation = DEVIATIONS[key]?.column
    if (!ours) {
      if (deviation !== 'missing') found.push(`${key}: missing`)
      continue
    }
    const compare = (column: string, value: string | number): void => {
      if (String(value) !== row[column] && deviation !== column)
        found.push(`${key} ${column}: ${value}, not ${row[column]}`)
    }
    compare('keyword', ours.definition.keyword)
    compare('n_present', ours.present)
    compare('n_nonempty', ours.nonEmpty)
    if (row.vr !== 'SQ') compare('n_distinct', ours.values.size)
    if (/^..$/.test(row.vr) && !IN_CAPITALS.has(row.private_creator)) compare('vr', [...ours.vrs].join('/'))
    if (/^(AE|AS|CS|DA|DS|DT|IS|LO|PN|SH|TM|UI|US|SS|UL|SL)$/.test(row.vr) && isWhole(row.top_value)) {
      compare('top_count', ours.values.get(row.top_value) ?? 0)
    }
  }
  const golds = new Set(rows.map((row) => `${row.tag} ${row.private_creator}`))
  for (const key of counts.keys()) if (!golds.has(key)) found.push(`${key}: not golden`)
  return found
}

/** The table cuts long values. */
function isWhole(value: string): boolean {
  return value !== '' && value.length < 80
}
