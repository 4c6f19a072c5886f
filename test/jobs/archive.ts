import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { openForReading, openForWriting } from '../../src/core/catalogue/database.ts'
import { clearAssignment, findClustering } from '../../src/core/catalogue/runs.ts'
import { InstanceWriter } from '../../src/core/catalogue/instance-writer.ts'
import type { TagDefinition } from '../../src/core/dicom/batch.ts'
import type { Work } from '../../src/core/work.ts'
import { batchOf, type Header, temporaryFolder } from '../core/catalogue/synthetic.ts'
import { cluster, type ClusterParameters } from '../../src/jobs/definitions/cluster.ts'
import { withDefaults } from '../../src/jobs/parameter.ts'

/** Number and value representation as PS3.6 has them. */
const TAGS: Record<string, [tag: string, vr: string]> = {
  SOPInstanceUID: ['(0008,0018)', 'UI'],
  Modality: ['(0008,0060)', 'CS'],
  StationName: ['(0008,1010)', 'SH'],
  PatientSex: ['(0010,0040)', 'CS'],
  BodyPartExamined: ['(0018,0015)', 'CS'],
  SliceThickness: ['(0018,0050)', 'DS'],
  KVP: ['(0018,0060)', 'DS'],
  PatientPosition: ['(0018,5100)', 'CS'],
  PhotometricInterpretation: ['(0028,0004)', 'CS'],
  SeriesInstanceUID: ['(0020,000E)', 'UI'],
  Rows: ['(0028,0010)', 'US'],
  SeriesDescription: ['(0008,103E)', 'LO'],
  StudyDescription: ['(0008,1030)', 'LO'],
  Laterality: ['(0020,0060)', 'CS'],
  ImageOrientationPatient: ['(0020,0037)', 'DS'],
  PatientID: ['(0010,0020)', 'LO'],
  MagneticFieldStrength: ['(0018,0087)', 'DS'],
  ScanOptions: ['(0018,0022)', 'CS'],
  TransmitCoilName: ['(0018,1251)', 'SH']
}

/** Nobody asks for progress, and nobody cancels. */
export const WORK: Work = {}

/** A catalogue of these instances, all of them in /archive/study. @returns its file */
export function archive(headers: Header[]): string {
  const catalogue = openForWriting(join(temporaryFolder(), 'c.sqlite'), 'test')
  const { db } = catalogue
  db.exec(
    "INSERT INTO source(id, root, added) VALUES(1, '/archive', ''); INSERT INTO dir(id, source, path) VALUES(1, 1, 'study')"
  )
  append(db, headers, 0)
  catalogue.close()
  return catalogue.file
}

/** As `archive`, with further instances in a second source, /other. */
export function twoSites(first: Header[], second: Header[]): string {
  const file = archive(first)
  const catalogue = openForWriting(file, 'test')
  catalogue.db.exec(
    "INSERT INTO source(id, root, added) VALUES(2, '/other', ''); INSERT INTO dir(id, source, path) VALUES(2, 2, 'study')"
  )
  append(catalogue.db, second, first.length, 2)
  catalogue.close()
  return file
}

const PARTS = [
  ['HEAD', 'KOPF'],
  ['KNEE', 'KNIE'],
  ['PELVIS', 'BECKEN']
]

/** MR images of one site of two: the second writes German, gauss, and no scan options. */
export function germanSite(count: number, place: 0 | 1): Header[] {
  return Array.from({ length: count }, (_, i) => ({
    SOPInstanceUID: `1.${place}.${i}`,
    SeriesInstanceUID: `2.${place}.${i % 20}`,
    PatientID: `P${place}${i % 20}`,
    Modality: 'MR',
    Rows: String([256, 320, 512][i % 3]),
    BodyPartExamined: PARTS[i % 3][place],
    MagneticFieldStrength: place === 0 ? ['1.5', '3'][i % 2] : ['15000', '30000'][i % 2],
    TransmitCoilName: ['Body', 'BODY'][place],
    ...(place === 0 && { ScanOptions: ['FS', 'PFP'][i % 2] })
  }))
}

/** Adds instances to a catalogue, as a later scan does. @param first how many it has */
export function addInstances(file: string, headers: Header[], first: number): void {
  const catalogue = openForWriting(file, 'test')
  append(catalogue.db, headers, first)
  catalogue.close()
}

function append(db: Database, headers: Header[], first: number, dir = 1): void {
  const writer = new InstanceWriter(db)
  const batch = batchOf(headers)
  batch.newTags = batch.newTags.map((definition): TagDefinition => {
    const [tag, vr] = TAGS[definition.keyword]
    return { ...definition, tag, vr }
  })
  writer.beginBatch(1, batch)
  headers.forEach((header, i) => {
    writer.append(1, batch, i, dir, `IM${first + i}`, header.SOPInstanceUID ?? '')
    if (writer.full) db.transaction(() => writer.flush())()
  })
  db.transaction(() => writer.flush())()
}

/** Images of three kinds that nobody could take for each other, one after the other. */
export function threeKinds(count: number, more: (i: number) => Header = () => ({})): Header[] {
  const kinds = [
    { Modality: 'CT', BodyPartExamined: 'HEAD', SliceThickness: '1', KVP: '120' },
    { Modality: 'MR', BodyPartExamined: 'KNEE', SliceThickness: '4' },
    { Modality: 'CR', BodyPartExamined: 'CHEST', KVP: '80' }
  ]
  return Array.from({ length: count }, (_, i) => ({
    SOPInstanceUID: `1.${i}`,
    Rows: String(100 + (i % 5)),
    ...kinds[i % 3],
    ...more(i)
  }))
}

/**
 * Images of two kinds: those of the first, two thirds, are equal, those of the second differ in all but Rows. Some of the second are headers
 * that hold only Rows: by equation 1 of the paper they are at distance 0 from all of their kind, and so one of them becomes the medoid.
 */
export function withEmptyHeaders(count: number): Header[] {
  const parts = ['ABDOMEN', 'ANKLE', 'BREAST', 'CHEST', 'ELBOW', 'FOOT', 'HAND']
  return Array.from({ length: count }, (_, i) => {
    const header = { SOPInstanceUID: `1.${i}`, Rows: i % 3 === 0 ? '256' : '512' }
    if (i % 15 === 6) return header
    const alike = { Modality: 'CT', BodyPartExamined: 'HEAD', SliceThickness: '1', KVP: '120', PatientPosition: 'HFS' }
    if (i % 3 > 0) return { ...header, ...alike, PhotometricInterpretation: 'MONOCHROME2' }
    return {
      ...header,
      Modality: ['CR', 'DX', 'MG', 'MR', 'US'][(i / 3) % 5],
      BodyPartExamined: parts[(i / 3) % 7],
      SliceThickness: String(2 + ((i * 7) % 11)),
      KVP: String(60 + ((i * 13) % 17) * 5),
      PatientPosition: ['FFS', 'HFP', 'FFP', 'HFDR'][(i / 3) % 4],
      PhotometricInterpretation: ['MONOCHROME1', 'RGB', 'YBR_FULL'][(i / 3) % 3]
    }
  })
}

/** Takes instances out, as a scan does when their files are gone. */
export function removeInstances(file: string, ...instances: number[]): void {
  const catalogue = openForWriting(file, 'test')
  const writer = new InstanceWriter(catalogue.db)
  for (const instance of instances) writer.live.remove(instance)
  writer.flush()
  catalogue.close()
}

/** What a catalogue says when it is opened anew. */
export function lookInto<T>(file: string, look: (db: Database) => T): T {
  const catalogue = openForReading(file)
  try {
    return look(catalogue.db)
  } finally {
    catalogue.close()
  }
}

/** A clustering as that of a large archive is, before somebody assigns its images. */
export function unassign(file: string, name: string): void {
  const catalogue = openForWriting(file, 'test')
  clearAssignment(catalogue.db, findClustering(catalogue.db, name))
  catalogue.close()
}

/** Parameters of a small clustering of a catalogue. */
export function clusterParameters(catalogue: string, asked: Partial<ClusterParameters> = {}): ClusterParameters {
  const { parameters } = cluster
  return { ...withDefaults(parameters, { tags: 20, k: [3], sample: 1000, restarts: 2 }), ...asked, catalogue }
}
