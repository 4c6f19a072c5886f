import type { Random } from '../../core/random.ts'
import type { SeriesContext } from './context.ts'
import type { Attributes, Header } from './header.ts'

/** SOP classes of the enhanced objects (PS3.3 A.36, A.38). */
export const ENHANCED: Partial<Record<string, string>> = {
  CT: '1.2.840.10008.5.1.4.1.1.2.1',
  MR: '1.2.840.10008.5.1.4.1.1.4.1'
}

/** Where each attribute of a classic header goes in the functional groups of an enhanced one (PS3.3 C.7.6.16). */
const SHARED = {
  PixelMeasuresSequence: ['PixelSpacing', 'SliceThickness', 'SpacingBetweenSlices'],
  PlaneOrientationSequence: ['ImageOrientationPatient'],
  MRTimingAndRelatedParametersSequence: ['RepetitionTime', 'FlipAngle', 'EchoTrainLength'],
  MRAveragesSequence: ['NumberOfAverages'],
  CTAcquisitionTypeSequence: ['AcquisitionType'],
  CTExposureSequence: ['CTDIvol', 'ExposureModulationType', 'EstimatedDoseSaving'],
  CTReconstructionSequence: ['ConvolutionKernel', 'ReconstructionDiameter'],
  CTXRayDetailsSequence: ['KVP', 'FocalSpots', 'FilterType'],
  PixelValueTransformationSequence: ['RescaleIntercept', 'RescaleSlope', 'RescaleType']
} as const

/** Attributes of the series that an enhanced object states as a whole, not in its header. */
const NOT_IN_HEADER = [
  'ScanOptions',
  'SequenceName',
  'ScanningSequence',
  'SequenceVariant',
  'PatientOrientation',
  'WindowCenterWidthExplanation'
] as const

/** Moves the attributes of a classic series into a Shared Functional Groups Sequence. */
export function toShared(context: SeriesContext, attributes: Attributes): Attributes {
  const rest: Attributes = { ...attributes }
  const groups = context.item()
  for (const [sequence, keywords] of Object.entries(SHARED)) {
    const macro: Attributes = {}
    for (const keyword of keywords) {
      if (rest[keyword] === undefined) continue
      macro[keyword] = rest[keyword]
      delete rest[keyword]
    }
    if (Object.keys(macro).length > 0) groups.put({ [sequence]: [context.item().put(macro)] })
  }
  for (const keyword of NOT_IN_HEADER) delete rest[keyword]
  groups.put({
    FrameAnatomySequence: [
      context.item().put({ FrameLaterality: context.study.side || 'U', AnatomicRegionSequence: [] })
    ],
    ...(context.exam.modality === 'MR' && {
      MREchoSequence: [context.item().put({ EffectiveEchoTime: Number(attributes.EchoTime) })]
    })
  })
  delete rest.EchoTime
  return {
    ...rest,
    ContentQualification: 'PRODUCT',
    PixelPresentation: 'MONOCHROME',
    VolumetricProperties: 'VOLUME',
    VolumeBasedCalculationTechnique: 'NONE',
    AcquisitionContrast:
      context.exam.modality === 'MR'
        ? context.plan.weighting === 'PDFS'
          ? 'PROTON_DENSITY'
          : context.plan.weighting
        : undefined,
    ResonantNucleus: context.exam.modality === 'MR' ? '1H' : undefined,
    SharedFunctionalGroupsSequence: [groups]
  }
}

/**
 * Per-frame functional groups of one enhanced object.
 * @param frame attributes of frame `index` as a classic instance would state them
 */
export function perFrame(context: SeriesContext, random: Random, frame: (index: number) => Attributes): Attributes {
  const items: Header[] = []
  for (let index = 0; index < context.frames; index++) {
    const own = frame(index)
    const number = index + 1
    const item = context.item().put({
      FrameContentSequence: [
        context.item().put({
          FrameAcquisitionNumber: 1,
          StackID: '1',
          InStackPositionNumber: number,
          DimensionIndexValues: [1, number]
        })
      ],
      PlanePositionSequence: [context.item().put({ ImagePositionPatient: own.ImagePositionPatient })],
      FrameVOILUTSequence: [context.item().put({ WindowCenter: 300 + random.below(50), WindowWidth: 700 })]
    })
    items.push(item)
  }
  return { PerFrameFunctionalGroupsSequence: items }
}
