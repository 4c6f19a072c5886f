import type { Random } from '../../core/random.ts'
import { between, happens, pick, whole } from '../chance.ts'
import type { PixelFormat } from '../picture.ts'
import { level, setting, type ModalityModule, type SeriesContext } from './context.ts'
import { even } from './ct.ts'
import type { Attributes } from './header.ts'

/** By region and plane: tube voltage, exposure (mAs), view positions, plate (cm). */
function technique({ exam, plan }: SeriesContext): {
  kvp: number
  mas: number
  view: string[]
  plate: [number, number]
} {
  const lateral = plan.plane === 'LATERAL'
  const table: Record<string, [number, number, string, [number, number]]> = {
    CHEST: [lateral ? 125 : 117, lateral ? 8 : 2.5, 'PA', [35, 43]],
    PELVIS: [75, 25, 'AP', [43, 35]],
    KNEE: [60, 5, 'AP', [18, 24]],
    LSPINE: [lateral ? 90 : 77, lateral ? 60 : 30, 'AP', [20, 40]],
    ABDOMEN: [77, 32, 'AP', [35, 43]],
    HAND: [50, 2, 'PA', [18, 24]],
    ANKLE: [55, 3.2, 'AP', [18, 24]],
    SHOULDER: [68, 12, 'AP', [24, 30]]
  }
  const [kvp, mas, front, plate] = table[exam.region]
  return { kvp, mas, view: lateral ? ['LL', 'LATERAL', 'LAT'] : [front, front, ''], plate }
}

/** Inverted storage is usual of plates: the raw exposure is bright where nothing was in the way. */
function format({ size, plan, station }: SeriesContext, bitsStored: number): PixelFormat {
  return {
    columns: even(size * plan.shape[0]),
    rows: even(size * plan.shape[1]),
    bitsAllocated: 16,
    bitsStored,
    signed: false,
    photometric: station.vendor === 'ARBORIX' ? 'MONOCHROME2' : 'MONOCHROME1',
    slope: 2.6 / 2 ** bitsStored,
    intercept: 0
  }
}

function common(context: SeriesContext): Attributes {
  const { random, station } = context
  const { kvp, mas, view } = technique(context)
  const exposure = mas * between(random, 0.7, 1.5)
  return {
    ImageType: station.vendor === 'KESTREL' ? ['DERIVED', 'PRIMARY', 'POST_PROCESSED'] : ['DERIVED', 'PRIMARY'],
    KVP: kvp + level(context, 'KVP', -4, 4),
    Exposure: exposure,
    ExposureInuAs: exposure * 1000,
    ExposureTime: exposure * 4,
    XRayTubeCurrent: 250,
    DistanceSourceToDetector: context.exam.region === 'CHEST' ? 1800 : 1150,
    DistanceSourceToPatient: context.exam.region === 'CHEST' ? 1750 : 1050,
    ViewPosition: view[station.vendor.length % 3] || null,
    Sensitivity: setting(context, 'Sensitivity', [200, 250, 400]),
    Grid: kvp > 65 ? ['RECIPROCATING', 'FOCUSED'] : 'NONE',
    FocalSpots: kvp > 65 ? 1.2 : 0.6,
    BodyPartThickness: happens(random, 0.3) ? whole(random, 40, 260) : undefined,
    ExposureIndex: between(random, 150, 900),
    TargetExposureIndex: 400,
    DeviationIndex: between(random, -4, 4),
    RelativeXRayExposure: whole(random, 100, 2000),
    AcquisitionDeviceProcessingDescription: `${context.exam.region.toLowerCase()} ${setting(context, 'Processing', ['std', 'hard', 'soft'])}`,
    AcquisitionDeviceProcessingCode: String(100 + (station.serial.charCodeAt(1) % 40)),
    WindowCenter: level(context, 'WindowCenter', 1700, 2200),
    WindowWidth: level(context, 'WindowWidth', 2500, 4000),
    LossyImageCompression: '00',
    RescaleType: 'US'
  }
}

export const cr: ModalityModule = {
  sopClass: '1.2.840.10008.5.1.4.1.1.1',
  format: (context) => format(context, context.station.vendor === 'KESTREL' ? 10 : 12),
  series(context) {
    const { plate } = technique(context)
    return {
      ...common(context),
      PlateType: pick(context.random, ['code20', 'MD40', 'ST-VI']),
      PlateID: `ID${context.station.serial}${whole(context.random, 1, 40)}`,
      CassetteOrientation: plate[0] > plate[1] ? 'LANDSCAPE' : 'PORTRAIT',
      CassetteSize: `${plate[0]}CMX${plate[1]}CM`,
      PhosphorType: 'BAFBR:EU',
      ExposuresOnPlate: whole(context.random, 1, 900),
      ImagerPixelSpacing: [(plate[1] * 10) / context.size, (plate[1] * 10) / context.size],
      ConversionType: 'SYN'
    }
  },
  instance: () => ({ AcquisitionNumber: 1 })
}

function detector(context: SeriesContext, pixel: number): Attributes {
  const { station, random } = context
  return {
    PresentationIntentType: 'FOR PRESENTATION',
    DetectorType: station.vendor === 'KESTREL' ? 'DIRECT' : 'SCINTILLATOR',
    DetectorConfiguration: 'AREA',
    DetectorDescription: `${station.model} panel`,
    DetectorID: `DET${station.serial}`,
    DetectorTemperature: between(random, 24, 36),
    DetectorConditionsNominalFlag: 'YES',
    DateOfLastDetectorCalibration: '20140302',
    DetectorBinning: [1, 1],
    DetectorElementPhysicalSize: [0.139, 0.139],
    DetectorElementSpacing: [0.139, 0.139],
    DetectorActiveShape: 'RECTANGLE',
    FieldOfViewShape: 'RECTANGLE',
    FieldOfViewOrigin: [0, 0],
    FieldOfViewRotation: 0,
    FieldOfViewHorizontalFlip: 'NO',
    ImagerPixelSpacing: [pixel, pixel],
    PixelIntensityRelationship: 'LOG',
    PixelIntensityRelationshipSign: station.vendor === 'ARBORIX' ? 1 : -1,
    CollimatorShape: 'RECTANGULAR',
    CollimatorLeftVerticalEdge: 0,
    CollimatorRightVerticalEdge: context.size,
    CollimatorUpperHorizontalEdge: 0,
    CollimatorLowerHorizontalEdge: context.size,
    ExposureControlMode: 'AUTOMATIC',
    ExposureStatus: 'NORMAL',
    BurnedInAnnotation: 'NO',
    PresentationLUTShape: station.vendor === 'ARBORIX' ? 'IDENTITY' : 'INVERSE'
  }
}

export const dx: ModalityModule = {
  sopClass: '1.2.840.10008.5.1.4.1.1.1.1',
  format: (context) => format(context, 14),
  series(context) {
    const { plate, kvp } = technique(context)
    return {
      ...common(context),
      ...detector(context, (plate[1] * 10) / context.size),
      FilterMaterial: kvp > 100 ? ['ALUMINUM', 'COPPER'] : 'ALUMINUM',
      ImageAndFluoroscopyAreaDoseProduct: between(context.random, 0.1, 1.4) * technique(context).mas,
      EntranceDoseInmGy: between(context.random, 0.05, 2),
      PositionerType: context.exam.region === 'CHEST' ? 'COLUMN' : 'NONE'
    }
  },
  instance: () => ({ AcquisitionNumber: 1 })
}

export const mg: ModalityModule = {
  sopClass: '1.2.840.10008.5.1.4.1.1.1.2',
  format: (context) => ({ ...format(context, 12), photometric: 'MONOCHROME2' }),
  series(context) {
    const { random, plan } = context
    const thick = whole(random, 35, 75)
    const oblique = plan.plane === 'MLO'
    return {
      ...detector(context, 240 / context.size),
      PixelIntensityRelationshipSign: 1,
      PresentationLUTShape: 'IDENTITY',
      ImageType: ['DERIVED', 'PRIMARY'],
      KVP: 26 + Math.round(thick / 15),
      Exposure: between(random, 40, 120),
      ExposureTime: between(random, 500, 1400),
      XRayTubeCurrent: 70,
      DistanceSourceToDetector: 660,
      DistanceSourceToPatient: 640,
      AnodeTargetMaterial: thick > 50 ? 'RHODIUM' : 'MOLYBDENUM',
      FilterMaterial: 'RHODIUM',
      BodyPartThickness: thick,
      CompressionForce: whole(random, 60, 160),
      PositionerType: 'MAMMOGRAPHIC',
      PositionerPrimaryAngle: oblique ? setting(context, 'PositionerPrimaryAngle', [45, 50]) : 0,
      ViewPosition: happens(random, 0.8) ? plan.plane : null,
      OrganDose: between(random, 0.008, 0.02),
      EntranceDoseInmGy: between(random, 3, 9),
      EstimatedRadiographicMagnificationFactor: 1,
      BreastImplantPresent: 'NO',
      PartialView: 'NO',
      FocalSpots: 0.3,
      ViewCodeSequence: [
        context.item().put({
          CodeValue: oblique ? 'R-10226' : 'R-10242',
          CodingSchemeDesignator: 'SNM3',
          CodeMeaning: oblique ? 'medio-lateral oblique' : 'cranio-caudal'
        })
      ],
      WindowCenter: 2047,
      WindowWidth: 4096,
      LossyImageCompression: '00',
      RescaleType: 'US'
    }
  },
  instance: (_context, _index, random: Random) => ({ RelativeXRayExposure: whole(random, 4000, 9000) })
}
