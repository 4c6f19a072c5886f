import type { ClusterLabel } from '../catalogue/annotations.ts'

/** Elements of the patient and the study that documents repeat, as the files have them; '' where they have none. */
export const STUDY_KEYWORDS = [
  'PatientName',
  'PatientID',
  'IssuerOfPatientID',
  'PatientBirthDate',
  'PatientSex',
  'StudyInstanceUID',
  'StudyDate',
  'StudyTime',
  'StudyID',
  'AccessionNumber',
  'ReferringPhysicianName',
  'StudyDescription'
] as const
export type StudyValues = Record<(typeof STUDY_KEYWORDS)[number], string>

/** An image that a document names. */
export interface InstanceReference {
  sopClass: string
  sopInstance: string
  series: string
}

/** The images of one study that are in clusters with a name, or a part of them. */
export interface LabelledStudy {
  values: StudyValues
  /** From 0. */
  part: number
  clusters: readonly { label: ClusterLabel; images: readonly InstanceReference[] }[]
}

/** What made the documents. */
export interface Origin {
  /** `R.K`. */
  clustering: string
  /** Of Medoid. */
  version: string
  /** When the newest name was given, or the run was made: ISO 8601, UTC. The same names make the same documents. */
  created: string
}
