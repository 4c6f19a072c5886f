import { encodePhantom, metaElements, type PhantomInstance, type PhantomSeries } from './instance.ts'
import { Random } from '../core/random.ts'
import { uid } from './chance.ts'
import { encodeBase, encodeFile, EXPLICIT_LITTLE, type DataSetEncoding } from './dicom-writer.ts'
import { Header, tagOf } from './tags/header.ts'

/** What lies about in an export folder besides images: documents, directories, copies, rubbish and broken files. */

const PLAIN: DataSetEncoding = { syntax: EXPLICIT_LITTLE, charset: 'latin1', undefinedLengths: false }
const DOSE_REPORT = '1.2.840.10008.5.1.4.1.1.88.67'
const MEDIA_DIRECTORY = '1.2.840.10008.1.3.10'

/** Elements of an image that a document of the same study has too. */
const LAST_COMMON_GROUP = 0x0010

/** A radiation dose report (PS3.3 A.35.8): an instance without Rows, in a series of its own. */
export function doseReport(series: PhantomSeries, instance: PhantomInstance): { bytes: Buffer; series: string } {
  const { context, base } = series
  const random = new Random(instance.seed, 11)
  const sopInstance = uid(random)
  const own = uid(random)
  const item = (): Header => new Header(context.station.decimal)
  const code = (value: string, meaning: string): Header =>
    item().put({ CodeValue: value, CodingSchemeDesignator: 'DCM', CodeMeaning: meaning })
  const header = item()
  for (const element of base.elements) {
    const group = element.tag >>> 16
    if (group <= LAST_COMMON_GROUP && group % 2 === 0) header.copy(element)
  }
  header.put({
    SOPClassUID: DOSE_REPORT,
    SOPInstanceUID: sopInstance,
    Modality: 'SR',
    SeriesDescription: 'Dose Report',
    StudyInstanceUID: context.study.uid,
    SeriesInstanceUID: own,
    SeriesNumber: 999,
    InstanceNumber: 1,
    ValueType: 'CONTAINER',
    ContinuityOfContent: 'SEPARATE',
    CompletionFlag: 'COMPLETE',
    VerificationFlag: 'UNVERIFIED',
    ConceptNameCodeSequence: [code('113701', 'X-Ray Radiation Dose Report')],
    ContentSequence: [
      item().put({
        RelationshipType: 'CONTAINS',
        ValueType: 'NUM',
        ConceptNameCodeSequence: [code('113813', 'CT Dose Length Product Total')],
        MeasuredValueSequence: [
          item().put({
            NumericValue: 100 + random.below(900),
            MeasurementUnitsCodeSequence: [
              item().put({ CodeValue: 'mGy.cm', CodingSchemeDesignator: 'UCUM', CodeMeaning: 'mGy.cm' })
            ]
          })
        ]
      })
    ]
  })
  header.remove(tagOf('ImageType'))
  const encoding = { ...PLAIN, charset: base.encoding.charset }
  const meta = metaElements(DOSE_REPORT, sopInstance, encoding.syntax, context.station.name)
  return { bytes: encodeFile(meta, encodeBase(header.dataSet(), encoding), []), series: own }
}

/** A DICOMDIR (PS3.3 F.3) that names one image, as one is left behind when folders are moved about. */
export function directoryFile(instance: PhantomInstance): Buffer {
  const item = (): Header => new Header(String)
  const { context, sopClass } = instance.series
  const sopInstance = uid(new Random(instance.seed, 13))
  const header = item().put({
    FileSetID: 'PHANTOM',
    OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity: 0,
    OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity: 0,
    FileSetConsistencyFlag: 0,
    DirectoryRecordSequence: [
      item().put({ DirectoryRecordType: 'PATIENT', RecordInUseFlag: 0xffff, PatientID: context.patient.id }),
      item().put({ DirectoryRecordType: 'STUDY', RecordInUseFlag: 0xffff, StudyInstanceUID: context.study.uid }),
      item().put({ DirectoryRecordType: 'SERIES', RecordInUseFlag: 0xffff, SeriesInstanceUID: context.uid }),
      item().put({
        DirectoryRecordType: 'IMAGE',
        RecordInUseFlag: 0xffff,
        ReferencedFileID: instance.path.split('/'),
        ReferencedSOPClassUIDInFile: sopClass,
        ReferencedSOPInstanceUIDInFile: instance.sopInstanceUid
      })
    ]
  })
  const meta = metaElements(MEDIA_DIRECTORY, sopInstance, EXPLICIT_LITTLE, context.station.name)
  return encodeFile(meta, encodeBase(header.dataSet(), PLAIN), [])
}

/** An image's file that ends inside its SOP Instance UID: no reader can know what the rest of the header said. */
export function cutHeader(instance: PhantomInstance): Buffer {
  const bytes = encodePhantom(instance, { pixels: false })
  const uidBytes = Buffer.from(instance.sopInstanceUid)
  const inMeta = bytes.indexOf(uidBytes)
  return bytes.subarray(0, bytes.indexOf(uidBytes, inMeta + 1) + 11)
}

/** An image's file with the last third of its pixels gone. */
export function cutPixels(instance: PhantomInstance): Buffer {
  const header = encodePhantom(instance, { pixels: false }).length
  const whole = encodePhantom(instance, { pixels: true })
  return whole.subarray(0, header + Math.floor((whole.length - header) * 0.66))
}

export const README = Buffer.from(
  'This folder holds a synthetic archive made by Medoid. Nobody in it exists and nothing in it is a real picture.\r\n'
)

/** The first sector of an OLE compound file, as Windows leaves it in folders with pictures. */
export const THUMBS = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504, 0xff)])

/** A report as a PDF of one empty page. */
export const REPORT = Buffer.from(
  [
    '%PDF-1.4',
    '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
    '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj',
    'trailer<</Root 1 0 R>>',
    '%%EOF',
    ''
  ].join('\n')
)
