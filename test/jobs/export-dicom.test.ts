import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import dcmjs from 'dcmjs'
import { beforeAll, describe, expect, test } from 'vitest'
import { openForReading } from '../../src/core/catalogue/database.ts'
import { CatalogueReader } from '../../src/core/catalogue/reader.ts'
import { type ExportedDicom, writeDicom } from '../../src/core/dicom-export/write-dicom.ts'
import { catalogueLabels } from '../../src/core/labels/catalogue-labels.ts'
import { annotateJob } from '../../src/jobs/annotate.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { exportDicomJob } from '../../src/jobs/export-dicom.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { dicomFile, type Elements } from '../dicom-file.ts'
import { whyNoTools } from '../dicom-tools.ts'
import { clusterParameters, WORK } from './archive.ts'

const folder = temporaryFolder()
const catalogue = join(folder, 'c.sqlite')
const CT = '1.2.840.10008.5.1.4.1.1.2'
const MR = '1.2.840.10008.5.1.4.1.1.4'
const KEY_OBJECTS = '1.2.840.10008.5.1.4.1.1.88.59'
const ENHANCED_SR = '1.2.840.10008.5.1.4.1.1.88.22'

/** Text of files is UTF-8. */
const utf8 = (text: string): string => Buffer.from(text).toString('latin1')

let made = 0
function image(kind: 'CT' | 'MR', study: string, elements: Elements = {}): Elements {
  const number = ++made
  return {
    '00080005': ['CS', 'ISO_IR 192'],
    '00080016': ['UI', kind === 'CT' ? CT : MR],
    '00080018': ['UI', `1.2.3.${number}`],
    '00080020': ['DA', '20240131'],
    '00080050': ['SH', 'A-17'],
    '00080060': ['CS', kind],
    '00100010': ['PN', utf8('Müller^Zoë')],
    '00100020': ['LO', `P-${study}`],
    '00180050': ['DS', kind === 'CT' ? '5' : '1'],
    '00181030': ['LO', kind === 'CT' ? 'Head CT' : 'Knee MR'],
    '00200011': ['IS', kind === 'CT' ? '1' : '2'],
    '0020000D': ['UI', study],
    '0020000E': ['UI', `${study}.${kind === 'CT' ? 1 : 2}`],
    '00280010': ['IS', '4'],
    ...elements
  }
}

const LONG = 'A'.repeat(300)
const IMAGES: Elements[] = [
  image('CT', '1.10'),
  image('CT', '1.10'),
  image('MR', '1.10'),
  image('MR', '1.20', { '00100010': ['PN', `${LONG}^B\x07\x1b^C^D^E^F`], '00080050': ['SH', 'B'.repeat(40)] }),
  image('MR', '1.20', { '00100010': ['PN', `${LONG}^B\x07\x1b^C^D^E^F`], '00080050': ['SH', 'B'.repeat(40)] }),
  // None of these can be named.
  image('CT', '', { '00100020': ['LO', 'P-none'] }),
  image('CT', 'not a uid', { '00100020': ['LO', 'P-bad'] }),
  image('CT', '1.30', { '00080018': ['UI', ''] }),
  image('CT', '1.40', { '00100020': ['LO', 'P'.repeat(65)] }),
  image('CT', '1.50', { '00100020': ['LO', 'P-one'] }),
  image('CT', '1.50', { '00100020': ['LO', 'P-other'] })
]

beforeAll(async () => {
  const archive = join(folder, 'archive')
  mkdirSync(archive)
  IMAGES.forEach((elements, i) => writeFileSync(join(archive, `${i}.dcm`), dicomFile(elements)))
  await scanJob.run({ catalogue, folders: [archive] }, WORK)
  await clusterJob.run(clusterParameters(catalogue, { k: [2] }), WORK)
  await assignJob.run({ catalogue, run: '1.2' }, WORK)
  for (const cluster of [0, 1]) await annotateJob.run({ catalogue, run: '1.2', cluster, label: NAMES[cluster] }, WORK)
})

/** A region of PS3.16, and a name that no standard has. */
const NAMES = ['Brain', 'Knie „axial“ 膝']

function write(name: string, given: object = {}): Promise<ExportedDicom> {
  return exportDicomJob.run({ catalogue, run: '1.2', out: join(folder, name), where: [], ...given }, WORK)
}
const filesOf = (name: string): string[] => globSync('study-*/*.dcm', { cwd: join(folder, name) }).sort()

interface Item {
  [keyword: string]: unknown
  ContentSequence?: Item[]
}
function read(name: string, file: string): Item {
  const { buffer, byteOffset, byteLength } = readFileSync(join(folder, name, file))
  const { dict } = dcmjs.data.DicomMessage.readFile(buffer.slice(byteOffset, byteOffset + byteLength))
  return dcmjs.data.DicomMetaDictionary.naturalizeDataset(dict) as Item
}

describe('documents of named clusters', () => {
  beforeAll(async () => {
    expect(await write('documents')).toMatchObject({
      studies: 2,
      images: 5,
      keyObjects: 3,
      reports: 2,
      leftOut: { withoutUids: 3, badPatientId: 1, mixedStudies: 2 }
    })
  })

  test('are a Key Object Selection for each cluster of a study, and a report of the study', () => {
    expect(filesOf('documents')).toEqual([
      'study-000001/key-objects-0000.dcm',
      'study-000001/key-objects-0001.dcm',
      'study-000001/labels.dcm',
      expect.stringMatching(/^study-000002\/key-objects-000[01]\.dcm$/),
      'study-000002/labels.dcm'
    ])
  })

  test('are of the study and the patient of their images, and of no other series', () => {
    const report = read('documents', 'study-000001/labels.dcm')
    expect(report).toMatchObject({
      SOPClassUID: ENHANCED_SR,
      StudyInstanceUID: '1.10',
      PatientID: 'P-1.10',
      StudyDate: '20240131',
      AccessionNumber: 'A-17',
      Modality: 'SR'
    })
    expect(String((report.PatientName as { Alphabetic: string }[])[0].Alphabetic)).toBe('Müller^Zoë')
    expect(report.SeriesInstanceUID).not.toMatch(/^1\.10/)
  })

  test('name the images of their cluster: in the content, and with their series as evidence', () => {
    const selections = filesOf('documents')
      .filter((file) => file.includes('000001/key-objects'))
      .map((file) => read('documents', file))
    const named = selections.map(({ SOPClassUID, ContentSequence, CurrentRequestedProcedureEvidenceSequence }) => {
      expect(SOPClassUID).toBe(KEY_OBJECTS)
      const images = ContentSequence!.filter(({ ValueType }) => ValueType === 'IMAGE')
      const [{ StudyInstanceUID, ReferencedSeriesSequence }] = CurrentRequestedProcedureEvidenceSequence as Item[]
      expect(StudyInstanceUID).toBe('1.10')
      const evidence = (ReferencedSeriesSequence as Item[]).map(
        ({ SeriesInstanceUID, ReferencedSOPSequence }) =>
          [SeriesInstanceUID, (ReferencedSOPSequence as Item[]).map((each) => each.ReferencedSOPInstanceUID)] as const
      )
      const content = images.map((each) => (each.ReferencedSOPSequence as Item[])[0].ReferencedSOPInstanceUID)
      expect(evidence.flatMap(([, uids]) => uids)).toEqual(content)
      return evidence
    })
    expect(named.flat().sort()).toEqual([
      ['1.10.1', ['1.2.3.1', '1.2.3.2']],
      ['1.10.2', ['1.2.3.3']]
    ])
  })

  test('say in codes what each image is: of SNOMED CT where the name is a region, else of a private scheme', () => {
    const measurements = read('documents', 'study-000001/labels.dcm').ContentSequence!.at(-1)!
    const codes = measurements.ContentSequence!.map(({ ContentSequence }) => {
      const { ConceptCodeSequence } = ContentSequence!.at(-1)!
      const [{ CodeValue, CodingSchemeDesignator, CodeMeaning }] = ConceptCodeSequence as Item[]
      return [CodeValue, CodingSchemeDesignator, CodeMeaning]
    })
    // dcmjs reads text in sequences as Latin-1, whatever Specific Character Set says; dcmtk, below, as it is.
    expect(codes).toEqual([
      ['12738006', 'SCT', 'Brain'],
      [expect.stringMatching(/^L-[0-9A-F]{14}$/), '99MEDOID', expect.stringMatching(/^Knie /)]
    ])
  })

  test('shorten names that DICOM does not allow, and leave no control character in them', () => {
    const { PatientName, AccessionNumber } = read('documents', 'study-000002/labels.dcm')
    expect((PatientName as Record<string, string>[])[0].Alphabetic).toBe('A'.repeat(64))
    expect(AccessionNumber).toBe('B'.repeat(16))
  })

  const why = whyNoTools('dsrdump', 'dcmdump', 'dciodvfy')
  if (why !== null) console.log(`The documents are not read with dcmtk and dicom3tools: ${why}.`)
  test.skipIf(why !== null)('are read by dcmtk, and dciodvfy finds no error in them', () => {
    for (const file of filesOf('documents')) {
      const path = join(folder, 'documents', file)
      const dump = spawnSync('dsrdump', [path], { encoding: 'utf8' })
      expect([file, dump.status, dump.stderr.split('\n').filter((line) => /^[EF]:/.test(line))]).toEqual([file, 0, []])
      const { stderr } = spawnSync('dciodvfy', [path], { encoding: 'utf8' })
      expect([file, stderr.split('\n').filter((line) => line.startsWith('Error'))]).toEqual([file, []])
      expect(spawnSync('dcmdump', [path], { encoding: 'utf8' }).stdout).toContain(
        '(0002,0010) UI =LittleEndianExplicit'
      )
    }
    const { stdout } = spawnSync('dsrdump', [join(folder, 'documents', 'study-000001/labels.dcm')], {
      encoding: 'utf8'
    })
    expect(stdout).toContain('"Label of cluster")=(12738006,SCT,"Brain")')
    expect(stdout).toMatch(/"Label of cluster"\)=\(L-[0-9A-F]{14},99MEDOID,"Knie „axial“ 膝"\)/)
  })
})

test('the same names make the same files, byte by byte, and each has a UID of its own', async () => {
  await write('once')
  await write('again')
  const files = filesOf('once')
  expect(filesOf('again')).toEqual(files)
  const bytes = (name: string): string[] =>
    files.map((file) => readFileSync(join(folder, name, file)).toString('latin1'))
  expect(bytes('again')).toEqual(bytes('once'))
  const uids = files.map((file) => read('once', file).SOPInstanceUID)
  expect(new Set(uids).size).toBe(files.length)
})

test('an export that was stopped goes on with what is missing', async () => {
  await write('whole')
  cpSync(join(folder, 'whole'), join(folder, 'half'), { recursive: true })
  const [first, ...rest] = filesOf('half')
  for (const file of rest) rmSync(join(folder, 'half', file))
  const before = statSync(join(folder, 'half', first)).mtimeMs
  await write('half')
  expect(filesOf('half')).toEqual([first, ...rest])
  expect(statSync(join(folder, 'half', first)).mtimeMs).toBe(before)
})

test('a study of more images than a document names has further documents', async () => {
  const opened = openForReading(catalogue)
  const reader = new CatalogueReader(opened.db)
  const source = catalogueLabels(reader, { run: 1, k: 2 }, { subset: 'named' })
  await writeDicom(reader, source, { out: join(folder, 'parts'), version: 'test', mostImages: 2 })
  opened.close()
  const first = filesOf('parts').filter((file) => file.startsWith('study-000001'))
  expect(first.map((file) => file.slice(13))).toEqual([
    'key-objects-0000.dcm',
    'key-objects-0001-2.dcm',
    'labels-2.dcm',
    'labels.dcm'
  ])
  const about = (file: string): unknown[] => {
    const { StudyInstanceUID, SeriesInstanceUID, InstanceNumber } = read('parts', `study-000001/${file}`)
    return [StudyInstanceUID, SeriesInstanceUID, Number(InstanceNumber)]
  }
  const [study, series] = about('labels.dcm')
  expect(about('labels.dcm')).toEqual([study, series, 1])
  expect(about('labels-2.dcm')).toEqual([study, series, 2])
})

test('other names do not go into the same folder', async () => {
  await write('taken')
  await expect(write('taken', { clusters: [0] })).rejects.toMatchObject({
    code: 'dicom-folder',
    parameters: { why: 'other-export' }
  })
  await expect(write('archive')).rejects.toMatchObject({ code: 'dicom-folder', parameters: { why: 'other-files' } })
})
