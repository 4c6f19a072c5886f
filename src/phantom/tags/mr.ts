import type { Random } from '../../core/random.ts'
import { between, happens, pick, whole } from '../chance.ts'
import { level, setting, type ModalityModule, type SeriesContext } from './context.ts'
import { even } from './ct.ts'
import { planeAttributes, positionAttributes } from './geometry.ts'
import type { Attributes } from './header.ts'

/** By region: receive coil, field of view (mm), slice thickness (mm). */
const PROTOCOLS: Record<string, { coil: string; view: [number, number]; thick: number }> = {
  HEAD: { coil: 'HEAD', view: [200, 240], thick: 5 },
  CSPINE: { coil: 'NECK', view: [220, 260], thick: 3 },
  TSPINE: { coil: 'SPINE', view: [320, 380], thick: 3 },
  LSPINE: { coil: 'SPINE', view: [260, 300], thick: 4 },
  KNEE: { coil: 'KNEE', view: [150, 180], thick: 3 },
  SHOULDER: { coil: 'SHOULDER', view: [140, 180], thick: 3.5 },
  ABDOMEN: { coil: 'BODY', view: [360, 420], thick: 6 },
  PELVIS: { coil: 'TORSO', view: [240, 320], thick: 4.5 },
  BREAST: { coil: 'BREAST', view: [300, 340], thick: 2 }
}

const COILS: Record<string, (coil: string) => string> = {
  NORDLICHT: (coil) => `${coil.charAt(0)}${coil.slice(1).toLowerCase()}_12`,
  ARBORIX: (coil) => `8${coil}`,
  KESTREL: (coil) => `SENSE-${coil}-8`
}

/** By weighting: repetition, echo and inversion time (ms), flip angle (degrees), echo train, spin echo or not. */
const CONTRASTS: Record<
  string,
  {
    tr: [number, number]
    te: [number, number]
    ti?: number
    flip: number
    train: number
    sequence: string[]
    variant: string[]
  }
> = {
  T1: { tr: [450, 700], te: [8, 15], flip: 90, train: 3, sequence: ['SE'], variant: ['SK', 'SP'] },
  T2: { tr: [3000, 5500], te: [85, 120], flip: 150, train: 15, sequence: ['SE'], variant: ['SK', 'SP', 'OSP'] },
  FLAIR: {
    tr: [8000, 10000],
    te: [90, 140],
    ti: 2500,
    flip: 160,
    train: 20,
    sequence: ['SE', 'IR'],
    variant: ['SK', 'SP', 'MP']
  },
  PDFS: { tr: [2200, 3800], te: [25, 45], flip: 140, train: 8, sequence: ['SE'], variant: ['SK', 'OSP'] }
}

const SEQUENCE_NAMES: Record<string, Record<string, string>> = {
  NORDLICHT: { T1: '*se2d1', T2: '*tse2d1_15', FLAIR: '*tir2d1_21', PDFS: '*tse2d1_8' },
  ARBORIX: { T1: 'fse', T2: 'frfse', FLAIR: 'flair', PDFS: 'fse-xl' },
  KESTREL: { T1: 'SE', T2: 'TSE', FLAIR: 'TIR', PDFS: 'TSE-SPIR' }
}

function field(context: SeriesContext): number {
  return context.station.vendor === 'KESTREL' ? 3 : 1.5
}

function view(context: SeriesContext): number {
  return level(context, 'FieldOfView', ...PROTOCOLS[context.exam.region].view)
}

export const mr: ModalityModule = {
  sopClass: '1.2.840.10008.5.1.4.1.1.4',

  format({ size, plan, station }) {
    return {
      columns: even(size * plan.shape[0]),
      rows: even(size * plan.shape[1]),
      bitsAllocated: 16,
      bitsStored: station.vendor === 'ARBORIX' ? 16 : 12,
      signed: station.vendor === 'ARBORIX',
      photometric: 'MONOCHROME2',
      slope: station.vendor === 'KESTREL' ? 1.25 : 1,
      intercept: 0
    }
  },

  series(context) {
    const { random, station, plan, patient } = context
    const region = PROTOCOLS[context.exam.region]
    const contrast = CONTRASTS[plan.weighting]
    const tesla = field(context)
    const imaging = tesla * 42.577 + between(random, -0.02, 0.02)
    const matrix = setting(context, 'AcquisitionMatrix', [256, 320, 384])
    const phase = setting(context, 'PercentPhaseFieldOfView', [75, 80, 100])
    const gadolinium = plan.weighting === 'T1' && happens(random, 0.3)
    return {
      ImageType: [
        'ORIGINAL',
        'PRIMARY',
        'M',
        ...(station.vendor === 'NORDLICHT' ? ['ND', 'NORM'] : station.vendor === 'KESTREL' ? ['SE', 'M', 'SE'] : [])
      ],
      ScanningSequence: contrast.sequence,
      SequenceVariant: contrast.variant,
      ScanOptions: plan.weighting === 'PDFS' ? ['FS', 'SAT1'] : station.vendor === 'NORDLICHT' ? 'SAT1' : null,
      MRAcquisitionType: '2D',
      SequenceName: SEQUENCE_NAMES[station.vendor][plan.weighting],
      AngioFlag: 'N',
      RepetitionTime: level(context, 'RepetitionTime', ...contrast.tr),
      EchoTime: level(context, 'EchoTime', ...contrast.te),
      InversionTime: contrast.ti ? contrast.ti * (tesla > 2 ? 1.1 : 1) : undefined,
      NumberOfAverages: setting(context, 'NumberOfAverages', [1, 2, 3]),
      ImagingFrequency: imaging,
      ImagedNucleus: '1H',
      EchoNumbers: 1,
      MagneticFieldStrength: tesla,
      NumberOfPhaseEncodingSteps: Math.round((matrix * phase) / 100),
      EchoTrainLength: contrast.train,
      PercentSampling: setting(context, 'PercentSampling', [70, 80, 100]),
      PercentPhaseFieldOfView: phase,
      PixelBandwidth: setting(context, 'PixelBandwidth', [130, 180, 217, 260]),
      ReceiveCoilName: COILS[station.vendor](region.coil),
      TransmitCoilName: 'BODY',
      AcquisitionMatrix: [0, matrix, Math.round((matrix * phase) / 100), 0],
      InPlanePhaseEncodingDirection: plan.plane === 'SAGITTAL' ? 'COL' : 'ROW',
      FlipAngle: contrast.flip,
      VariableFlipAngleFlag: 'N',
      SAR: (contrast.train * tesla * tesla) / (3 * patient.weight) + 0.1 * random.next(),
      dBdt: station.vendor === 'NORDLICHT' ? undefined : between(random, 20, 90),
      PatientPosition: context.exam.region === 'KNEE' ? 'FFS' : context.exam.region === 'BREAST' ? 'HFP' : 'HFS',
      ContrastBolusAgent: gadolinium ? pick(random, ['GADO', 'Gd 0.5', 'KM i.v.']) : null,
      ContrastBolusVolume: gadolinium ? Math.round(patient.weight / 5) : undefined,
      TriggerTime: station.vendor === 'ARBORIX' ? 0 : undefined,
      HeartRate: station.vendor === 'ARBORIX' ? 0 : undefined,
      CardiacNumberOfImages: station.vendor === 'ARBORIX' ? 0 : undefined,
      LowRRValue: station.vendor === 'KESTREL' ? 0 : undefined,
      HighRRValue: station.vendor === 'KESTREL' ? 0 : undefined,
      IntervalsAcquired: station.vendor === 'KESTREL' ? 0 : undefined,
      BeatRejectionFlag: station.vendor === 'KESTREL' ? 'N' : undefined,
      AcquisitionDuration: level(context, 'AcquisitionDuration', 60, 320),
      ParallelAcquisition: station.vendor === 'KESTREL' ? 'YES' : undefined,
      NumberOfTemporalPositions: 1,
      TemporalPositionIdentifier: 1,
      ImagesInAcquisition: context.count,
      WindowCenterWidthExplanation: station.vendor === 'NORDLICHT' ? 'Algo1' : undefined,
      ...planeAttributes(context, view(context), region.thick, 0.18)
    }
  },

  instance(context, index, random: Random): Attributes {
    const centre = whole(random, 300, 420)
    return {
      WindowCenter: centre,
      WindowWidth: centre * 2 + whole(random, -20, 60),
      AcquisitionNumber: 1,
      EchoNumbers: 1,
      ...positionAttributes(context, index, view(context), PROTOCOLS[context.exam.region].thick * 1.1)
    }
  }
}
