import type { Distinguishing } from '../catalogue/stored/clustering.ts'
import { PLANE_COLUMN } from '../features/plane.ts'

/** What a radiologist asks of an image first: what it is of, and how it was made. */
const FIRST = new Set(
  `Modality BodyPartExamined AnatomicRegionSequence ${PLANE_COLUMN} ViewPosition ViewCodeSequence ImageLaterality Laterality ImageType
  ScanningSequence SequenceVariant ScanOptions MRAcquisitionType ContrastBolusAgent ContrastBolusRoute ConvolutionKernel
  DiffusionBValue SliceThickness EchoTime RepetitionTime InversionTime FlipAngle KVP MagneticFieldStrength PatientPosition
  PatientOrientation PresentationIntentType`.split(/\s+/)
)
/** Where a table or a patient lay, and what software ran: true of a scanner or of a day. */
const LAST = new Set(
  `ImageOrientationPatient ImagePositionPatient SliceLocation TableHeight TablePosition TableTraverse PositionReferenceIndicator
  DataCollectionCenterPatient ReconstructionTargetCenterPatient SoftwareVersions ImagingFrequency TransmitterFrequency`.split(
    /\s+/
  )
)

/** 0, 1 or 2. @param keyword a column: a keyword or a path, with the position of the value where there are several */
function tierOf(keyword: string): number {
  const name = keyword.replace(/\[\d+\]$/, '').replace(/\..*$/, '')
  return FIRST.has(name) ? 0 : LAST.has(name) ? 2 : 1
}

/** Distinguishing values as people read them: what the image shows, then the rest, where it lay last; each by how much it tells. */
export function inReadingOrder(values: readonly Distinguishing[]): Distinguishing[] {
  return values.toSorted((a, b) => tierOf(a.keyword) - tierOf(b.keyword))
}
