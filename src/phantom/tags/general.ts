import type { Random } from '../../core/random.ts'
import { between, happens, hash, pick, uid, whole } from '../chance.ts'
import type { PixelFormat } from '../picture.ts'
import { date, time, type Patient, type SeriesContext } from './context.ts'
import type { Attributes, Header } from './header.ts'
import { bodyPart, freeText, latin, laterality } from './noise.ts'

const REFERENCED_STUDY = '1.2.840.10008.3.1.2.3.1'
const REFERENCED_STEP = '1.2.840.10008.3.1.2.3.3'

/** Modules Patient and Patient Study (PS3.3 C.7.1.1, C.7.2.2), and what a hospital's system adds. */
export function patientAttributes(context: SeriesContext): Attributes {
  const { patient, study, station, random } = context
  const years = Math.floor((study.day - patient.born) / 365.25)
  const told = happens(random, 0.6)
  return {
    PatientName: inCharset(context, patient.name),
    PatientID: patient.id,
    IssuerOfPatientID: station.institution === 'PHANTOM GENERAL HOSPITAL' ? 'PGH' : undefined,
    PatientBirthDate: happens(random, 0.95) ? date(patient.born) : null,
    PatientBirthTime: null,
    PatientSex: patient.sex,
    OtherPatientIDs: happens(random, 0.2) ? `${patient.id}-OLD` : undefined,
    PatientAge: told ? `${String(years).padStart(3, '0')}Y` : undefined,
    PatientSize: happens(random, 0.5) ? patient.height : happens(random, 0.5) ? null : 0,
    PatientWeight: happens(random, 0.7) ? patient.weight : null,
    PatientAddress: null,
    EthnicGroup: null,
    Occupation: null,
    SmokingStatus: happens(random, 0.2) ? pick(random, ['YES', 'NO', 'UNKNOWN']) : undefined,
    MedicalAlerts: null,
    Allergies: happens(random, 0.1) ? pick(random, ['NONE', 'JOD', 'iodine?', 'unknown']) : null,
    PregnancyStatus: patient.sex === 'F' ? 4 : undefined,
    AdditionalPatientHistory: happens(random, 0.15) ? remark(context) : null,
    PatientComments: happens(random, 0.12) ? remark(context) : null,
    PatientState: null,
    SpecialNeeds: null,
    AdmissionID: happens(random, 0.3) ? String(whole(random, 100000, 999999)) : null,
    CurrentPatientLocation: happens(random, 0.3) ? pick(random, ['AMB', 'ER', 'Ward 4', 'INT II']) : null
  }
}

/** Modules General Study and what the worklist hands on (PS3.3 C.7.2.1, C.4.13). */
export function studyAttributes(context: SeriesContext): Attributes {
  const { study, station, random, exam } = context
  const [referring, performing, operator] = study.physicians.map((name) => inCharset(context, name))
  const procedure = (): Header =>
    context.item().put({
      CodeValue: study.procedure.code,
      CodingSchemeDesignator: '99PHANTOM',
      CodeMeaning: inCharset(context, study.procedure.meaning)
    })
  const reference = (sopClass: string, instance: string): Header =>
    context.item().put({ ReferencedSOPClassUID: sopClass, ReferencedSOPInstanceUID: instance })
  const began = time(study.second)
  return {
    StudyInstanceUID: study.uid,
    StudyDate: date(study.day),
    StudyTime: time(study.second, station.vendor === 'NORDLICHT' ? 6 : 0),
    AccessionNumber: study.accession,
    StudyID: study.id,
    ReferringPhysicianName: happens(random, 0.85) ? referring : null,
    PerformingPhysicianName: happens(random, 0.6) ? performing : null,
    NameOfPhysiciansReadingStudy: happens(random, 0.2) ? performing : null,
    OperatorsName: happens(random, 0.7) ? operator : null,
    StudyDescription: happens(random, 0.85) ? inCharset(context, study.procedure.meaning) : null,
    AdmittingDiagnosesDescription: happens(random, 0.2) ? remark(context) : null,
    ProcedureCodeSequence: happens(random, 0.5) ? [procedure()] : undefined,
    ReferencedStudySequence: happens(random, 0.5) ? [reference(REFERENCED_STUDY, study.uid)] : undefined,
    ReferencedPerformedProcedureStepSequence: happens(random, 0.6)
      ? [reference(REFERENCED_STEP, uid(random))]
      : undefined,
    RequestingPhysician: happens(random, 0.4) ? referring : null,
    RequestingService: happens(random, 0.3) ? pick(random, ['SURG', 'Surgery', 'ORTHO', 'INT', 'GP', 'ONK']) : null,
    RequestedProcedureDescription: happens(random, 0.6) ? inCharset(context, study.procedure.meaning) : undefined,
    RequestedProcedureCodeSequence: happens(random, 0.2) ? [procedure()] : undefined,
    NumberOfStudyRelatedInstances: happens(random, 0.05) ? context.count : undefined,
    PerformedStationAETitle: `${station.name.slice(0, 10)}_AE`,
    PerformedStationName: station.name,
    PerformedLocation: happens(random, 0.3) ? `ROOM ${whole(random, 1, 9)}` : null,
    PerformedProcedureStepStartDate: date(study.day),
    PerformedProcedureStepStartTime: began,
    PerformedProcedureStepEndDate: happens(random, 0.5) ? date(study.day) : undefined,
    PerformedProcedureStepEndTime: happens(random, 0.5) ? time(study.second + 900) : undefined,
    PerformedProcedureStepStatus: happens(random, 0.3) ? 'COMPLETED' : undefined,
    PerformedProcedureStepID: `P${study.id}`,
    PerformedProcedureStepDescription: happens(random, 0.7) ? inCharset(context, study.procedure.meaning) : null,
    PerformedProcedureTypeDescription: null,
    PerformedProtocolCodeSequence: happens(random, 0.3) ? [procedure()] : [],
    CommentsOnThePerformedProcedureStep: happens(random, 0.1) ? remark(context) : undefined,
    ReasonForTheRequestedProcedure: happens(random, 0.2) ? remark(context) : undefined,
    RequestAttributesSequence: happens(random, 0.65)
      ? [
          context.item().put({
            RequestedProcedureDescription: inCharset(context, study.procedure.meaning),
            ScheduledProcedureStepDescription: `${exam.modality} ${exam.region}`,
            ScheduledProtocolCodeSequence: happens(random, 0.5) ? [procedure()] : undefined,
            ScheduledProcedureStepID: `S${study.id}`,
            RequestedProcedureID: `R${study.id}`
          })
        ]
      : undefined
  }
}

/** Modules General Series, General Equipment and SOP Common (PS3.3 C.7.3.1, C.7.5.1, C.12.1). */
export function seriesAttributes(context: SeriesContext, sopClass: string): Attributes {
  const { study, station, random, exam, plan, patient } = context
  const software = station.software[study.day % 7 < 5 ? 1 : study.day % 2 ? 0 : 2]
  const name = `${exam.region} ${plan.plane} ${plan.weighting}`.trim()
  const begun = date(study.day)
  return {
    SpecificCharacterSet: station.charset || undefined,
    InstanceCreatorUID: station.vendor === 'KESTREL' ? `2.25.${hash(station.serial)}` : undefined,
    SOPClassUID: sopClass,
    SeriesDate: begun,
    AcquisitionDate: begun,
    ContentDate: begun,
    InstanceCreationDate: station.vendor === 'ARBORIX' ? undefined : begun,
    SeriesTime: time(context.second, station.vendor === 'NORDLICHT' ? 6 : 0),
    TimezoneOffsetFromUTC: station.vendor === 'KESTREL' && happens(random, 0.3) ? '+0100' : undefined,
    Modality: exam.modality,
    Manufacturer: station.manufacturer,
    InstitutionName: inCharset(context, station.institution),
    InstitutionAddress: happens(random, 0.5) ? inCharset(context, `${station.institution} 1, Musterstadt`) : null,
    InstitutionalDepartmentName: inCharset(context, station.department),
    StationName: station.name,
    ManufacturerModelName: station.model,
    DeviceSerialNumber: station.serial,
    SoftwareVersions: station.vendor === 'KESTREL' ? [software, `${software}.1`] : software,
    SeriesDescription: happens(random, 0.8) ? describe(random, name, plan.weighting) : null,
    ProtocolName: happens(random, 0.75)
      ? describe(random, `${exam.region} ${pick(random, ['routine', 'STD', 'adult'])}`, '')
      : undefined,
    BodyPartExamined: bodyPart(exam.region, station, random),
    Laterality: exam.modality === 'MG' || exam.modality === 'DX' ? undefined : laterality(study.side, random),
    ImageLaterality: exam.modality === 'MG' || exam.modality === 'DX' ? laterality(study.side, random) : undefined,
    SeriesInstanceUID: context.uid,
    SeriesNumber: context.number,
    DateOfLastCalibration: happens(random, 0.3) ? date(study.day - whole(random, 1, 90)) : undefined,
    TimeOfLastCalibration: happens(random, 0.2) ? '070000' : undefined,
    PatientIdentityRemoved: happens(random, 0.1) ? 'NO' : undefined,
    ImageComments: happens(random, 0.08) ? remark(context) : undefined,
    CommentsOnRadiationDose:
      exam.modality === 'CT' && happens(random, 0.2) ? `DLP=${between(random, 50, 900).toFixed(1)}` : undefined,
    AnatomicRegionSequence: anatomicRegion(context),
    PatientBodyMassIndex: happens(random, 0.05) ? patient.weight / patient.height ** 2 : undefined
  }
}

/** A coded region is rarer than Body Part Examined, and right where it stands (PS3.16 context group 4). */
function anatomicRegion(context: SeriesContext): readonly Header[] | undefined {
  const { exam, random, station } = context
  const usual = exam.modality === 'DX' || exam.modality === 'MG' ? 0.7 : station.vendor === 'NORDLICHT' ? 0.25 : 0.05
  if (!happens(random, usual)) return undefined
  const value = `T-${(0xd0000 + (hash(exam.region) % 0xffff)).toString(16).toUpperCase()}`
  const meaning = exam.region.charAt(0) + exam.region.slice(1).toLowerCase()
  return [context.item().put({ CodeValue: value, CodingSchemeDesignator: '99PHANTOM', CodeMeaning: meaning })]
}

/** Module Image Pixel (PS3.3 C.7.6.3) and what the modality says about its values. */
export function pixelAttributes(context: SeriesContext, format: PixelFormat): Attributes {
  const { modality } = context.exam
  const rescaled = format.slope !== 1 || format.intercept !== 0
  const states = modality === 'CT' || modality === 'PT' || (modality === 'MR' && rescaled)
  const unity = modality === 'MG' || modality === 'DX'
  return {
    SamplesPerPixel: 1,
    PhotometricInterpretation: format.photometric,
    NumberOfFrames: context.frames > 1 || modality === 'NM' ? context.frames : undefined,
    Rows: format.rows,
    Columns: format.columns,
    BitsAllocated: format.bitsAllocated,
    BitsStored: format.bitsStored,
    HighBit: format.bitsStored - 1,
    PixelRepresentation: format.signed ? 1 : 0,
    PixelAspectRatio: modality === 'XA' || modality === 'CR' ? [1, 1] : undefined,
    QualityControlImage: happens(context.random, 0.03) ? 'NO' : undefined,
    LossyImageCompression: happens(context.random, 0.3) ? '00' : undefined,
    RescaleIntercept: states ? format.intercept : unity ? 0 : undefined,
    RescaleSlope: states ? format.slope : unity ? 1 : undefined
  }
}

/** What differs from one instance of a series to the next, in every modality. */
export function instanceAttributes(context: SeriesContext, index: number, instance: string): Attributes {
  const { station } = context
  const second = context.second + index * 0.73
  const digits = station.vendor === 'NORDLICHT' ? 6 : station.vendor === 'KESTREL' ? 2 : 0
  return {
    SOPInstanceUID: instance,
    InstanceCreationTime: station.vendor === 'ARBORIX' ? undefined : time(second + 1, digits),
    AcquisitionTime: time(second, digits),
    ContentTime: time(second + 0.4, digits),
    InstanceNumber: index + 1
  }
}

/** `series` of other people's spelling: upper case, mixed, abbreviated, with separators of all kinds. */
function describe(random: Random, text: string, weighting: string): string {
  const separator = pick(random, [' ', '_', '-', ' '])
  const cased = pick(random, [text, text.toLowerCase(), text.charAt(0) + text.slice(1).toLowerCase()])
  const spelled = cased.replaceAll(' ', separator)
  return weighting && happens(random, 0.3) ? `${spelled} ${pick(random, ['*', 'rpt', '2', 'fast'])}` : spelled
}

function remark(context: SeriesContext): string {
  return freeText(context.random, context.station.charset === 'ISO_IR 192')
}

function inCharset(context: SeriesContext, text: string): string {
  return context.station.charset === 'ISO_IR 192' ? text : latin(text)
}

const SURNAMES = ['Phantom', 'Kunst', 'Modelić', 'Doe', 'Attrappe', 'Figura', 'Müstermann', 'Wachs', 'Primjerić', 'Sample', 'Gélatine', 'Puppet'] // prettier-ignore
const GIVEN = ['Ana', 'Ivo', 'Jörg', 'Zoë', 'Maja', 'Luka', 'René', 'Sonja', 'Tom', 'Željka', 'Pat', 'Ursula']

export function personName(random: Random): string {
  const name = `${pick(random, SURNAMES)}^${pick(random, GIVEN)}`
  return happens(random, 0.5) ? name.toUpperCase() : happens(random, 0.1) ? name.replace('^', ' ') : name
}

export function drawPatient(random: Random, number: number): Patient {
  const sex = happens(random, 0.02) ? 'O' : happens(random, 0.52) ? 'F' : 'M'
  const height = between(random, 1.5, 1.75) + (sex === 'M' ? 0.12 : 0)
  return {
    id: happens(random, 0.8)
      ? String(10000000 + ((number * 7919) % 89999999))
      : `PH-${String(number).padStart(6, '0')}`,
    name: personName(random),
    sex,
    born: whole(random, -15000, 12500),
    height: Math.round(height * 100) / 100,
    weight: Math.round(height * height * between(random, 18, 33))
  }
}
