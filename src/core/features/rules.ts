import type { Reason } from '../catalogue/stored/features.ts'
import { CONFIDENTIAL, CONFIDENTIAL_SEQUENCES, DATES, DESCRIPTORS, UIDS, words } from './confidential.ts'

/** What the frequency analysis, or the tag itself, says beyond keyword and value representation. */
export type Fact = 'derived' | 'empty' | 'constant' | 'unique' | 'private' | 'unknown' | 'group-length'

/** A rule holds for a tag when any one of its conditions does, unless the keyword is among the `except`. */
export interface FeatureRule {
  reason: Reason
  /** A sentence for a person. */
  explanation: string
  fact?: Fact
  /** Value representations (PS3.5, section 6.2). */
  vr?: readonly string[]
  keywords?: ReadonlySet<string>
  /** The tag is one of these sequences or lies below one. */
  sequences?: ReadonlySet<string>
  /**
   * Group numbers, or their first digits for the repeating groups (PS3.5, section 7.6), of the tag or of a sequence above it
   * that has no keyword.
   */
  groups?: readonly string[]
  except?: ReadonlySet<string>
  /** Such values may name a person, a place or a time: even where a person asks for the feature, they are never shown. */
  phi?: true
}

/** Patients, clinical trials, requests for studies, visits and interpretations: none of them describes an image (PS3.6, section 6). */
const PEOPLE_AND_VISITS = ['0010', '0012', '0032', '0038', '4008']

/** Registered in PS3.6, annex A: they say what kind of object it is, not which one. */
const REGISTERED_UIDS = words(`
  SOPClassUID MediaStorageSOPClassUID ReferencedSOPClassUID RelatedGeneralSOPClassUID OriginalSpecializedSOPClassUID
  TransferSyntaxUID ImplementationClassUID StoredInstanceTransferSyntaxUID AvailableTransferSyntaxUID CodingSchemeUID
  ContextUID MappingResourceUID SOPClassesInStudy SOPClassesSupported
`)

/** Where an image stands among its siblings. */
const COUNTERS = words(`
  InstanceNumber SeriesNumber AcquisitionNumber ImageIndex ItemNumber FrameAcquisitionNumber StackID
  InStackPositionNumber TemporalPositionIndex TemporalPositionIdentifier DimensionIndexValues ConcatenationFrameOffsetNumber
  InConcatenationNumber InConcatenationTotalNumber RepresentativeFrameNumber ReferencedFrameNumber SegmentNumber
  ReferencedSegmentNumber ROINumber ReferencedROINumber ContourNumber BeamNumber ReferencedBeamNumber FractionNumber
  ReportNumber ImageID ModifiedImageID OverlayNumber CurveNumber LUTNumber StageNumber ViewNumber LesionNumber
  PhaseNumber IntervalNumber TimeSlotNumber AngleNumber
`)

/** What was ordered or planned, in each site's own codes: their meanings are as free as descriptions. */
const PROCEDURE_CODES = words(`
  ProcedureCodeSequence ReasonForRequestedProcedureCodeSequence
  ScheduledProtocolCodeSequence PerformedProtocolCodeSequence
`)

/** Short text that people or vendors write as they like, beyond what PS3.15 names. */
const FREE_TEXT = words(`
  AcquisitionProtocolName PerformedProcedureTypeDescription WindowCenterWidthExplanation LUTExplanation LUTLabel
  PixelSpacingCalibrationDescription SegmentLabel FrameLabel ContentDescription ContentLabel RTImageLabel RTImageName
  BeamName OverlayDescription OverlayLabel CurveDescription CurveLabel FrameOfInterestDescription AlgorithmName
  CompletionFlagDescription ReferenceLocationLabel DataSetName DataSetDescription HangingProtocolName
`)

/** How the object is coded, stored, de-identified or worked through, not what it shows. */
const BOOKKEEPING = words(`
  SpecificCharacterSet LengthToEnd QueryRetrieveLevel InstanceAvailability SOPInstanceStatus CompletionFlag
  VerificationFlag PreliminaryFlag PatientIdentityRemoved DeidentificationMethod LongitudinalTemporalInformationModified
  CodeValue LongCodeValue CodingSchemeDesignator CodingSchemeVersion ContextIdentifier MappingResource
  MappingResourceName ContextGroupExtensionFlag BitsAllocated HighBit PixelRepresentation PlanarConfiguration
  PixelPaddingValue PixelPaddingRangeLimit FloatPixelPaddingValue DoubleFloatPixelPaddingValue SmallestImagePixelValue
  LargestImagePixelValue SmallestPixelValueInSeries LargestPixelValueInSeries SmallestImagePixelValueInPlane
  LargestImagePixelValueInPlane SmallestValidPixelValue LargestValidPixelValue LossyImageCompressionRatio
  LossyImageCompressionMethod LUTDescriptor RedPaletteColorLookupTableDescriptor GreenPaletteColorLookupTableDescriptor
  BluePaletteColorLookupTableDescriptor AlphaPaletteColorLookupTableDescriptor
  StorageMediaFileSetID RequestPriority StudyPriorityID StudyStatusID
`)

const BOOKKEEPING_SEQUENCES = words(`
  ContributingEquipmentSequence DimensionOrganizationSequence DimensionIndexSequence CodingSchemeIdentificationSequence
  DeidentificationMethodCodeSequence EncryptedAttributesSequence MACParametersSequence ReferencedSeriesSequence
  ReferencedInstanceSequence ModalityLUTSequence VOILUTSequence PresentationLUTSequence
  EquivalentCodeSequence
`)

/** The decision about a tag is the first rule that holds for it; a tag for which none does is eligible. */
export const RULES: readonly FeatureRule[] = [
  {
    reason: 'derived',
    fact: 'derived',
    explanation:
      'Medoid found it in the picture. Clusters by tags are compared with pictures afterwards, so that it would be judged by what it was made of.'
  },
  { reason: 'empty', fact: 'empty', explanation: 'No image has a value for it.' },
  {
    reason: 'identifier',
    vr: ['UI'],
    keywords: UIDS,
    except: REGISTERED_UIDS,
    phi: true,
    explanation: 'A UID names one object and says nothing about what an image shows.'
  },
  {
    reason: 'identifier',
    keywords: REGISTERED_UIDS,
    explanation: 'A registered UID: a code for how objects are kept.'
  },
  {
    reason: 'identifier',
    keywords: COUNTERS,
    explanation: 'It numbers the image, its series or its acquisition, and says nothing about what the image shows.'
  },
  {
    reason: 'identifier',
    fact: 'unique',
    phi: true,
    explanation: 'Text with more than one distinct value for every two images, so that it hardly groups any.'
  },
  { reason: 'constant', fact: 'constant', explanation: 'All images that have a value have the same one.' },
  {
    reason: 'phi',
    vr: ['PN', 'AE'],
    groups: [...PEOPLE_AND_VISITS, '50'],
    keywords: CONFIDENTIAL,
    sequences: CONFIDENTIAL_SEQUENCES,
    phi: true,
    explanation: 'It may identify a person, a place, a device or a visit (PS3.15, table E.1-1).'
  },
  {
    reason: 'free-text',
    vr: ['LT', 'ST', 'UT', 'UC', 'UR'],
    keywords: new Set([...DESCRIPTORS, ...FREE_TEXT]),
    sequences: PROCEDURE_CODES,
    phi: true,
    explanation: 'Free text, which people write in their own ways and which may name a person.'
  },
  { reason: 'date-time', vr: ['DA', 'TM', 'DT'], keywords: DATES, phi: true, explanation: 'A date or a time.' },
  { reason: 'binary', vr: ['OB', 'OW', 'OF', 'OD', 'OL', 'OV', 'UN', ''], phi: true, explanation: 'Binary data.' },
  { reason: 'sequence', vr: ['SQ'], explanation: 'A sequence; the elements of its first item are tags of their own.' },
  {
    reason: 'private',
    fact: 'private',
    phi: true,
    explanation:
      'A private element, whose meaning only its creator knows. It becomes a feature where it is included by its name, (gggg,xxee)[CREATOR].'
  },
  {
    reason: 'unknown',
    fact: 'unknown',
    phi: true,
    explanation: 'The standard has no such element (PS3.6), or none yet, so that nobody can say what it holds.'
  },
  {
    reason: 'bookkeeping',
    fact: 'group-length',
    vr: ['AT'],
    groups: ['0002', '60'],
    keywords: BOOKKEEPING,
    sequences: BOOKKEEPING_SEQUENCES,
    explanation: 'It says how the object is stored or was worked through, not what the image shows.'
  }
]

/** Where an image lies, and when it was taken in its series. */
const POSITIONS = words(`
  ImagePositionPatient ImagePosition SliceLocation TriggerTime FrameReferenceTime TableTraverse DiffusionGradientOrientation
`)

/** Further rules of methods that compare images by what they show. */
export const POSITION_RULES: readonly FeatureRule[] = [
  {
    reason: 'position',
    keywords: POSITIONS,
    explanation: 'It says where in its series an image lies, not what the image shows.'
  },
  {
    reason: 'window',
    keywords: words('WindowCenter WindowWidth'),
    explanation: 'It says how an image is to be displayed, and changes from image to image.'
  }
]
