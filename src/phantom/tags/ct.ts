import type { Random } from '../../core/random.ts'
import { between, happens, pick } from '../chance.ts'
import { level, setting, type ModalityModule, type SeriesContext } from './context.ts'
import { planeAttributes, positionAttributes } from './geometry.ts'

/** By region: tube voltages, field of view (mm), slice thicknesses (mm), tube current (mA), CTDIvol (mGy), pitch. */
const PROTOCOLS: Record<
  string,
  { kvp: number[]; view: [number, number]; thick: number[]; current: number; dose: number; pitch: number }
> = {
  HEAD: { kvp: [120], view: [210, 250], thick: [1, 3, 5], current: 320, dose: 52, pitch: 0.55 },
  CHEST: { kvp: [100, 120], view: [320, 400], thick: [1.25, 1.5, 5], current: 180, dose: 9, pitch: 1.375 },
  ABDOMEN: { kvp: [120], view: [340, 440], thick: [2.5, 3, 5], current: 230, dose: 14, pitch: 0.98 },
  PELVIS: { kvp: [120, 140], view: [360, 460], thick: [3, 5], current: 240, dose: 16, pitch: 0.98 },
  CSPINE: { kvp: [120], view: [150, 200], thick: [0.625, 1, 2], current: 260, dose: 22, pitch: 0.8 },
  LSPINE: { kvp: [120, 140], view: [170, 240], thick: [1, 2, 3], current: 300, dose: 25, pitch: 0.8 },
  KNEE: { kvp: [100, 120], view: [140, 190], thick: [0.625, 1], current: 120, dose: 6, pitch: 0.7 }
}

const KERNELS: Record<string, Record<string, readonly string[]>> = {
  NORDLICHT: { SOFT: ['N30s', 'N40f'], BONE: ['N70h'], LUNG: ['N60f'] },
  ARBORIX: { SOFT: ['STANDARD', 'SOFT'], BONE: ['BONE', 'BONEPLUS'], LUNG: ['LUNG'] },
  KESTREL: { SOFT: ['B', 'C'], BONE: ['YD', 'D'], LUNG: ['L'] }
}

const WINDOWS: Record<string, readonly [number, number]> = { SOFT: [40, 400], BONE: [450, 1800], LUNG: [-600, 1600] }

function protocol(context: SeriesContext) {
  return PROTOCOLS[context.exam.region]
}

/** Millimetres. */
function view(context: SeriesContext): number {
  return Math.round(level(context, 'ReconstructionDiameter', ...protocol(context).view))
}

function thickness(context: SeriesContext): number {
  return setting(context, 'SliceThickness', protocol(context).thick)
}

export const ct: ModalityModule = {
  sopClass: '1.2.840.10008.5.1.4.1.1.2',

  format({ station, size, plan }) {
    const signed = station.vendor === 'ARBORIX'
    return {
      columns: even(size * plan.shape[0]),
      rows: even(size * plan.shape[1]),
      bitsAllocated: 16,
      bitsStored: signed ? 16 : 12,
      signed,
      photometric: 'MONOCHROME2',
      slope: 1,
      intercept: signed ? 0 : -1024
    }
  },

  series(context) {
    const { random, station, exam, plan, patient } = context
    const plain = protocol(context)
    const kernels = KERNELS[station.vendor][plan.weighting]
    const kernel = setting(context, 'ConvolutionKernel', kernels)
    const original = plan.plane === 'AXIAL'
    const contrast = plan.weighting !== 'BONE' && exam.region !== 'HEAD' && happens(random, 0.75)
    const [centre, width] = WINDOWS[plan.weighting]
    const kvp = setting(context, 'KVP', plain.kvp)
    const wide = exam.region === 'HEAD' || exam.region === 'KNEE' ? 250 : 500
    const rotation = exam.region === 'HEAD' ? 1 : station.power > 0.5 ? 0.5 : 0.6
    const twoWindows = station.vendor === 'NORDLICHT' && plan.weighting === 'SOFT'
    return {
      ImageType: original
        ? ['ORIGINAL', 'PRIMARY', 'AXIAL', ...(station.vendor === 'NORDLICHT' ? ['CT_SOM5 SPI'] : [])]
        : ['DERIVED', 'SECONDARY', station.vendor === 'NORDLICHT' ? 'MPR' : 'REFORMATTED'],
      KVP: kvp,
      ScanOptions: exam.region === 'HEAD' ? 'AXIAL MODE' : 'HELICAL MODE',
      DataCollectionDiameter: wide,
      ReconstructionDiameter: view(context),
      DistanceSourceToDetector: [1085.6, 949.1, 1040][station.vendor.length % 3],
      DistanceSourceToPatient: [595, 541, 570][station.vendor.length % 3],
      GantryDetectorTilt: exam.region === 'HEAD' && original ? level(context, 'GantryDetectorTilt', -20, 5) : 0,
      TableHeight: between(random, 120, 190),
      RotationDirection: 'CW',
      FilterType: exam.region === 'HEAD' ? 'HEAD FILTER' : station.vendor === 'NORDLICHT' ? '0' : 'BODY FILTER',
      GeneratorPower: Math.round((plain.current * kvp) / 1000),
      FocalSpots: exam.region === 'CHEST' || exam.region === 'ABDOMEN' ? 1.2 : 0.7,
      ConvolutionKernel: kernel,
      PatientPosition: exam.region === 'KNEE' ? 'FFS' : happens(random, 0.9) ? 'HFS' : 'FFS',
      AcquisitionType: exam.region === 'HEAD' ? 'SEQUENCED' : 'SPIRAL',
      RevolutionTime: rotation,
      SingleCollimationWidth: 0.625,
      TotalCollimationWidth: exam.region === 'HEAD' ? 20 : 40,
      TableSpeed: exam.region === 'HEAD' ? undefined : (plain.pitch * 40) / rotation,
      TableFeedPerRotation: exam.region === 'HEAD' ? undefined : plain.pitch * 40,
      SpiralPitchFactor: exam.region === 'HEAD' ? undefined : plain.pitch,
      ExposureModulationType: exam.region === 'HEAD' ? 'NONE' : 'XYZ_EC',
      EstimatedDoseSaving: exam.region === 'HEAD' ? undefined : between(random, 5, 40),
      CTDIvol: plain.dose * (0.7 + patient.weight / 250),
      CTDIPhantomTypeCodeSequence: [
        context.item().put({
          CodeValue: wide === 250 ? '113690' : '113691',
          CodingSchemeDesignator: 'DCM',
          CodeMeaning: wide === 250 ? 'IEC Head Dosimetry Phantom' : 'IEC Body Dosimetry Phantom'
        })
      ],
      ContrastBolusAgent: contrast ? pick(random, ['OMNI 350', 'Visi 320', 'CONTRAST', 'KM']) : null,
      ContrastBolusRoute: contrast ? 'IV' : undefined,
      ContrastBolusVolume: contrast ? setting(context, 'ContrastBolusVolume', [80, 100, 120]) : undefined,
      ContrastFlowRate: contrast ? setting(context, 'ContrastFlowRate', [2, 2.5, 3, 4]) : undefined,
      ContrastBolusIngredient: contrast ? 'IODINE' : undefined,
      PixelPaddingValue: station.vendor === 'ARBORIX' ? -2000 : undefined,
      WindowCenter: twoWindows ? [centre, -600] : centre,
      WindowWidth: twoWindows ? [width, 1200] : width,
      WindowCenterWidthExplanation: twoWindows ? ['WINDOW1', 'WINDOW2'] : undefined,
      RescaleType: 'HU',
      ...planeAttributes(context, view(context), thickness(context), 0)
    }
  },

  instance(context, index, random: Random) {
    const plain = protocol(context)
    const bend = 0.8 + 0.4 * Math.sin((Math.PI * index) / context.count)
    const current = Math.round(plain.current * bend * between(random, 0.95, 1.05))
    return {
      ExposureTime: context.exam.region === 'HEAD' ? 1000 : 500,
      XRayTubeCurrent: current,
      Exposure: current / 2,
      AcquisitionNumber: context.exam.region === 'HEAD' ? index + 1 : 1,
      ...positionAttributes(context, index, view(context), thickness(context))
    }
  }
}

export function even(value: number): number {
  return Math.max(2, 2 * Math.round(value / 2))
}
