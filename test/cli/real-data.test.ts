import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ClusterReport } from '../../src/jobs/cluster.ts'
import type { ScanReport } from '../../src/jobs/scan.ts'
import type { ExportedTags } from '../../src/core/tag-export/write-tags.ts'
import type { TagRow, TagsReport } from '../../src/jobs/tags.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { readParquetRows } from '../core/tables/read-parquet.ts'
import { json } from './medoid.ts'

const DICOM = fileURLToPath(new URL('../../../shared/dicom/', import.meta.url))
const here = existsSync(DICOM)
if (!here) console.log('skipped: the real DICOM files (../shared/dicom) are not on this machine')

function rows(file: string): Record<string, string>[] {
  const [head, ...lines] = readFileSync(join(DICOM, file), 'utf8').trimEnd().split('\n')
  const names = head.split('\t')
  return lines.map((line) => Object.fromEntries(line.split('\t').map((cell, i) => [names[i], cell])))
}

/** Where the catalogue differs from the reference, which pydicom made, and why. */
const DIFFERING: Record<string, string> = {
  '(0008,0008)': 'spaces around one of several values of a CS are not significant (PS3.5, 6.2); pydicom keeps them',
  '(FFFE,E0DD)': 'a stray delimiter at the top level of one file is no attribute'
}

describe.skipIf(!here)('the real files that MANIFEST.tsv marks in_TAGS', () => {
  const catalogue = join(temporaryFolder(), 'c.sqlite')
  let scan: ScanReport
  let tags: Map<string, TagRow>

  beforeAll(async () => {
    // Links keep the relative paths, and with them the walk order of the reference.
    const root = temporaryFolder()
    for (const { path } of rows('MANIFEST.tsv').filter((row) => row.in_TAGS === 'yes')) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      symlinkSync(join(DICOM, path), join(root, path))
    }
    scan = await json<ScanReport>('scan', root, '--catalogue', catalogue)
    const report = await json<TagsReport>('tags', '--catalogue', catalogue)
    tags = new Map(report.tags.filter(({ path }) => path === '').map((row) => [`${row.tag}${row.privateCreator}`, row]))
  })

  test('give the totals of INSTANCES.json', () => {
    const expected = JSON.parse(readFileSync(join(DICOM, 'INSTANCES.json'), 'utf8')) as Record<string, number>
    const { instances, duplicates, images, series, studies, tags: tagCount, files } = scan
    expect({ files: files.dicom, instances, duplicates, images, series, studies, tags: tagCount }).toEqual({
      files: expected.files,
      instances: expected.instances,
      duplicates: expected.duplicates,
      images: expected.images,
      series: expected.series,
      studies: expected.studies,
      // The stray delimiter, see above.
      tags: expected.tags - 1
    })
  })

  test('give the counts of TAGS_INSTANCES.tsv for every tag but two', () => {
    const differing = rows('TAGS_INSTANCES.tsv').filter((expected) => {
      if (expected.tag in DIFFERING) return false
      const tag = tags.get(expected.tag + expected.private_creator)
      return (
        tag === undefined ||
        tag.present !== Number(expected.n_present) ||
        tag.nonEmpty !== Number(expected.n_nonempty) ||
        (expected.n_distinct !== '' && tag.distinct !== Number(expected.n_distinct))
      )
    })
    expect(
      differing.map((row) => {
        const tag = tags.get(row.tag + row.private_creator)
        return `${row.tag} ${row.keyword || row.private_creator}: ${row.n_present}/${row.n_nonempty}/${row.n_distinct}, here ${tag ? `${tag.present}/${tag.nonEmpty}/${tag.distinct}` : 'absent'}`
      })
    ).toEqual([])
  })

  test('give a table of tags with a row an image, its numbers those of TAGS_INSTANCES.tsv', async () => {
    const out = join(temporaryFolder(), 'tags.parquet')
    const asked = ['--columns', 'Rows,SliceThickness', '--out', out]
    const exported = await json<ExportedTags>('export', 'tags', ...asked, '--catalogue', catalogue)
    const table = readParquetRows(out).rows
    const of = (keyword: string): Record<string, string> =>
      rows('TAGS_INSTANCES.tsv').find((row) => row.keyword === keyword)!
    const heights = table.map(({ Rows }) => Rows as number)
    expect([exported.rows, new Set(heights).size]).toEqual([
      Number(of('Rows').n_nonempty),
      Number(of('Rows').n_distinct)
    ])
    const most = Number(of('Rows').top_value)
    expect(heights.filter((each) => each === most)).toHaveLength(Number(of('Rows').top_count))
    const thick = table.filter(({ SliceThickness }) => SliceThickness === Number(of('SliceThickness').top_value))
    // Written as 3, 3.0 and 3.00, which are one number.
    expect(thick.length).toBeGreaterThanOrEqual(Number(of('SliceThickness').top_count))
  })

  test('of 30 clusters nearly all get a name that tells what they are, no two the same', async () => {
    const { clusters } = await json<ClusterReport>('cluster', '--catalogue', catalogue, '--k', '30', '--sample', '5000')
    const names = clusters.map(({ suggestedLabel }) => suggestedLabel).filter((name) => name !== '')
    expect(names.length).toBeGreaterThanOrEqual(27)
    expect(new Set(names).size).toBe(names.length)
    expect(names.filter((name) => !/^(?:MR|CT|CR|US|NM|PT|SM|SEG|OT|XA|DX|MG)(?:[/ ]|$)/.test(name))).toEqual([])
    expect(names.filter((name) => /\b(?:bit|cluster|rows)\b|\(\d+\)/.test(name))).toEqual([])
  })
})
