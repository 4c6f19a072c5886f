import type { ClusterLabel } from '../catalogue/annotations.ts'
import { uidName } from '../dicom/uid-names.ts'
import { MOST_CLUSTERS } from '../clustering/limits.ts'
import { codeItem, type CodedConcept, conceptOf, dcm, PRIVATE_SCHEME, regionOf } from './codes.ts'
import type { KeyedDataSet } from './part10.ts'
import type { LabelledStudy, Origin, InstanceReference, StudyValues } from './study.ts'
import { cleanCode, cleanDate, cleanLines, cleanName, cleanText, cleanTime, uidOf } from './values.ts'

const KEY_OBJECT_SELECTION = '1.2.840.10008.5.1.4.1.1.88.59'
const ENHANCED_SR = '1.2.840.10008.5.1.4.1.1.88.22'

/** The device that observed, in TID 1004: this program. */
const OBSERVER_UID = '2.25.68294163850817398502746190223857102844'

/**
 * A Key Object Selection (PS3.3, section A.35.4; PS3.16, TID 2010) of the images of one study that are in one cluster: a document is of one
 * study, so that a cluster has one in each of its studies.
 */
export function keyObjectSelection(
  study: LabelledStudy,
  { label, images }: LabelledStudy['clusters'][number],
  origin: Origin
): KeyedDataSet {
  const name = ['key objects', origin.clustering, String(label.cluster)]
  return document(study.values, origin, {
    sopClass: KEY_OBJECT_SELECTION,
    modality: 'KO',
    number: label.cluster + 1 + study.part * MOST_CLUSTERS,
    series: ['key objects', origin.clustering],
    title: dcm('113009', 'For Research'),
    template: '2010',
    images,
    content: [
      ...observer(origin),
      {
        RelationshipType: 'CONTAINS',
        ValueType: 'TEXT',
        ConceptNameCodeSequence: codeItem(dcm('113012', 'Key Object Description')),
        TextValue: description(label, origin)
      },
      ...images.map((image) => imageItem(image))
    ],
    name
  })
}

/**
 * An Enhanced SR (PS3.3, section A.35.2) of the names of the images of a study: a measurement report (PS3.16, TID 1500) with a group (TID
 * 1501) for each cluster, in which the name is a qualitative evaluation of the images that the group has as its sources.
 */
export function labelReport({ values, part, clusters }: LabelledStudy, origin: Origin): KeyedDataSet {
  return {
    ...document(values, origin, {
      sopClass: ENHANCED_SR,
      modality: 'SR',
      number: part + 1,
      series: ['labels', origin.clustering],
      title: dcm('126000', 'Imaging Measurement Report'),
      template: '1500',
      images: clusters.flatMap(({ images }) => images),
      content: [
        {
          RelationshipType: 'HAS CONCEPT MOD',
          ValueType: 'CODE',
          ConceptNameCodeSequence: codeItem(dcm('121049', 'Language of Content Item and Descendants')),
          ConceptCodeSequence: codeItem({ value: 'en', scheme: 'RFC5646', meaning: 'English' })
        },
        ...observer(origin),
        {
          RelationshipType: 'HAS CONCEPT MOD',
          ValueType: 'CODE',
          ConceptNameCodeSequence: codeItem(dcm('121058', 'Procedure reported')),
          ConceptCodeSequence: codeItem({ value: '363679005', scheme: 'SCT', meaning: 'Imaging procedure' })
        },
        {
          RelationshipType: 'CONTAINS',
          ValueType: 'CONTAINER',
          ConceptNameCodeSequence: codeItem(dcm('126010', 'Imaging Measurements')),
          ContinuityOfContent: 'SEPARATE',
          ContentSequence: clusters.map(({ label, images }) => group(values, label, images, origin))
        }
      ],
      name: ['labels', origin.clustering]
    }),
    CompletionFlag: 'COMPLETE',
    VerificationFlag: 'UNVERIFIED',
    PerformedProcedureCodeSequence: []
  }
}

/** TID 1501: one cluster of the study. */
function group(
  values: StudyValues,
  label: ClusterLabel,
  images: readonly InstanceReference[],
  origin: Origin
): KeyedDataSet {
  const site = regionOf(label.label)
  const tracking = ['group', values.StudyInstanceUID, origin.clustering, String(label.cluster)]
  return {
    RelationshipType: 'CONTAINS',
    ValueType: 'CONTAINER',
    ConceptNameCodeSequence: codeItem(dcm('125007', 'Measurement Group')),
    ContinuityOfContent: 'SEPARATE',
    ContentTemplateSequence: { MappingResource: 'DCMR', TemplateIdentifier: '1501' },
    ContentSequence: [
      {
        RelationshipType: 'HAS OBS CONTEXT',
        ValueType: 'TEXT',
        ConceptNameCodeSequence: codeItem(dcm('112039', 'Tracking Identifier')),
        TextValue: `Cluster ${label.cluster} of clustering ${origin.clustering}`
      },
      {
        RelationshipType: 'HAS OBS CONTEXT',
        ValueType: 'UIDREF',
        ConceptNameCodeSequence: codeItem(dcm('112040', 'Tracking Unique Identifier')),
        UID: uidOf(...tracking)
      },
      ...(site === null
        ? []
        : [
            {
              RelationshipType: 'HAS CONCEPT MOD',
              ValueType: 'CODE',
              ConceptNameCodeSequence: codeItem({ value: '363698007', scheme: 'SCT', meaning: 'Finding Site' }),
              ConceptCodeSequence: codeItem(site)
            }
          ]),
      ...images.map((image) => imageItem(image, dcm('121112', 'Source of Measurement'))),
      {
        RelationshipType: 'CONTAINS',
        ValueType: 'CODE',
        ConceptNameCodeSequence: codeItem({ value: 'LABEL', scheme: PRIVATE_SCHEME, meaning: 'Label of cluster' }),
        ConceptCodeSequence: codeItem(conceptOf(label))
      }
    ]
  }
}

interface Parts {
  sopClass: string
  modality: string
  /** Instance Number. */
  number: number
  /** What tells its series apart from others of the study. */
  series: readonly string[]
  title: CodedConcept
  /** Template Identifier, of DCMR. */
  template: string
  images: readonly InstanceReference[]
  content: readonly KeyedDataSet[]
  /** What tells it apart from others of the study. */
  name: readonly string[]
}

/** The modules that both kinds of document have. The same content always gets the same UID, another content another one. */
function document(values: StudyValues, origin: Origin, parts: Parts): KeyedDataSet {
  const [date, time] = [
    origin.created.slice(0, 10).replaceAll('-', ''),
    origin.created.slice(11, 19).replaceAll(':', '')
  ]
  const study = values.StudyInstanceUID
  const withoutUids: KeyedDataSet = {
    SpecificCharacterSet: 'ISO_IR 192',
    SOPClassUID: parts.sopClass,
    StudyDate: cleanDate(values.StudyDate),
    ContentDate: date,
    StudyTime: cleanTime(values.StudyTime),
    ContentTime: time,
    AccessionNumber: cleanText(values.AccessionNumber, 16),
    Modality: parts.modality,
    Manufacturer: 'Medoid developers',
    ReferringPhysicianName: cleanName(values.ReferringPhysicianName),
    CodingSchemeIdentificationSequence: {
      CodingSchemeDesignator: PRIVATE_SCHEME,
      CodingSchemeName: 'Names of clusters',
      CodingSchemeResponsibleOrganization: 'Medoid'
    },
    TimezoneOffsetFromUTC: '+0000',
    ...optional('StudyDescription', cleanText(values.StudyDescription, 64)),
    SeriesDescription: `Medoid, clustering ${origin.clustering}`,
    ManufacturerModelName: 'Medoid',
    ReferencedPerformedProcedureStepSequence: [],
    PatientName: cleanName(values.PatientName),
    PatientID: values.PatientID,
    ...optional('IssuerOfPatientID', cleanText(values.IssuerOfPatientID, 64)),
    PatientBirthDate: cleanDate(values.PatientBirthDate),
    PatientSex: cleanCode(values.PatientSex),
    SoftwareVersions: cleanText(origin.version, 64),
    StudyInstanceUID: study,
    SeriesInstanceUID: uidOf('series', study, origin.created, ...parts.series),
    StudyID: cleanText(values.StudyID, 16),
    SeriesNumber: 1,
    InstanceNumber: parts.number,
    ValueType: 'CONTAINER',
    ConceptNameCodeSequence: codeItem(parts.title),
    ContinuityOfContent: 'SEPARATE',
    CurrentRequestedProcedureEvidenceSequence: evidence(study, parts.images),
    ContentTemplateSequence: { MappingResource: 'DCMR', TemplateIdentifier: parts.template },
    ContentSequence: parts.content
  }
  return { ...withoutUids, SOPInstanceUID: uidOf(...parts.name, JSON.stringify(withoutUids)) }
}

/** PS3.3, section C.17.6.2.1: all images that the content names, by their series. */
function evidence(study: string, images: readonly InstanceReference[]): KeyedDataSet {
  const bySeries = Map.groupBy(images, ({ series }) => series)
  return {
    StudyInstanceUID: study,
    ReferencedSeriesSequence: [...bySeries].map(([series, images]) => ({
      SeriesInstanceUID: series,
      ReferencedSOPSequence: images.map(reference)
    }))
  }
}

function reference({ sopClass, sopInstance }: InstanceReference): KeyedDataSet {
  return { ReferencedSOPClassUID: sopClass, ReferencedSOPInstanceUID: sopInstance }
}

/**
 * Whether readers take a class for one of images (PS3.3, section C.18.4). Doses and private classes have pictures, too, but dcmtk reads no document that
 * refers to them as images.
 */
function isImage(sopClass: string): boolean {
  return /(?<!Non-)Image Storage|^Segmentation Storage$/.test(uidName(sopClass))
}

function imageItem(image: InstanceReference, purpose?: CodedConcept): KeyedDataSet {
  return {
    RelationshipType: 'CONTAINS',
    ValueType: isImage(image.sopClass) ? 'IMAGE' : 'COMPOSITE',
    ...(purpose === undefined ? {} : { ConceptNameCodeSequence: codeItem(purpose) }),
    ReferencedSOPSequence: reference(image)
  }
}

/** TID 1001 with TID 1004: that a device observed, and which. */
function observer({ version }: Origin): KeyedDataSet[] {
  const item = (type: string, concept: CodedConcept, value: KeyedDataSet): KeyedDataSet => ({
    RelationshipType: 'HAS OBS CONTEXT',
    ValueType: type,
    ConceptNameCodeSequence: codeItem(concept),
    ...value
  })
  return [
    item('CODE', dcm('121005', 'Observer Type'), { ConceptCodeSequence: codeItem(dcm('121007', 'Device')) }),
    item('UIDREF', dcm('121012', 'Device Observer UID'), { UID: OBSERVER_UID }),
    item('TEXT', dcm('121013', 'Device Observer Name'), { TextValue: `Medoid ${cleanText(version, 50)}` })
  ]
}

/** What somebody reads in a viewer. */
function description({ label, note, cluster }: ClusterLabel, { clustering }: Origin): string {
  const where = `Cluster ${cluster} of clustering ${clustering}`
  return cleanLines([label, where, ...(note === '' ? [] : [note])].join('\n'), 4000)
}

/** Elements that a data set has only with a value. */
function optional(keyword: string, value: string): KeyedDataSet {
  return value === '' ? {} : { [keyword]: value }
}
