import { between, pick, whole } from '../chance.ts'
import type { PixelFormat } from '../picture.ts'
import { setting, type ModalityModule, type SeriesContext } from './context.ts'
import { even } from './ct.ts'
import type { Attributes } from './header.ts'

function format({ size, plan }: SeriesContext, slope: number): PixelFormat {
  return {
    columns: even(size * plan.shape[0]),
    rows: even(size * plan.shape[1]),
    bitsAllocated: 8,
    bitsStored: 8,
    signed: false,
    photometric: 'MONOCHROME2',
    slope,
    intercept: 0
  }
}

function common(context: SeriesContext, view: number): Attributes {
  const { random, frames, size } = context
  return {
    ImageType: ['ORIGINAL', 'PRIMARY', 'SINGLE PLANE'],
    RadiationSetting: 'GR',
    Exposure: whole(random, 1, 60),
    IntensifierSize: view,
    FieldOfViewShape: 'ROUND',
    FieldOfViewDimensions: view,
    ImagerPixelSpacing: [view / size, view / size],
    PixelIntensityRelationship: 'LIN',
    FrameTime: frames > 1 ? setting(context, 'FrameTime', [66.67, 80, 133.33]) : undefined,
    FrameIncrementPointer: frames > 1 ? [0x00181063] : undefined,
    CineRate: frames > 1 ? 15 : undefined,
    RecommendedDisplayFrameRate: frames > 1 ? 15 : undefined,
    StartTrim: frames > 1 ? 1 : undefined,
    StopTrim: frames > 1 ? frames : undefined,
    PositionerMotion: 'STATIC',
    TableMotion: 'STATIC',
    CollimatorShape: 'CIRCULAR',
    ShutterShape: 'CIRCULAR',
    FilterType: 'NONE',
    WindowCenter: 128,
    WindowWidth: 256,
    LossyImageCompression: '00'
  }
}

export const xa: ModalityModule = {
  sopClass: '1.2.840.10008.5.1.4.1.1.12.1',
  format: (context) => format(context, 0.0045),
  series(context) {
    const heart = context.exam.region === 'HEART'
    return {
      ...common(context, heart ? 170 : 320),
      KVP: heart ? whole(context.random, 68, 85) : whole(context.random, 88, 102),
      DistanceSourceToDetector: 1100,
      DistanceSourceToPatient: heart ? 765 : 720,
      ContrastBolusAgent: 'IODINE',
      MaskSubtractionSequence: heart
        ? undefined
        : [context.item().put({ MaskOperation: 'AVG_SUB', MaskFrameNumbers: [1] })],
      GridAbsorbingMaterial: 'LEAD'
    }
  },
  instance: ({ exam }, _index, random) => ({
    PositionerPrimaryAngle: exam.region === 'HEART' ? between(random, -45, 60) : between(random, -5, 5),
    PositionerSecondaryAngle: exam.region === 'HEART' ? between(random, -30, 35) : between(random, 10, 20),
    XRayTubeCurrent: whole(random, 400, 800),
    ExposureTime: whole(random, 5, 12),
    ImageAndFluoroscopyAreaDoseProduct: between(random, 1, 40)
  })
}

export const rf: ModalityModule = {
  sopClass: '1.2.840.10008.5.1.4.1.1.12.2',
  format: (context) => format(context, 0.0085),
  series(context) {
    return {
      ...common(context, 380),
      KVP: whole(context.random, 98, 117),
      ContrastBolusAgent: pick(context.random, ['BARIUM', 'BaSO4', 'Barium sulfate susp.']),
      ContrastBolusRoute: 'RECTAL',
      DistanceSourceToDetector: 1150,
      PatientOrientation: ['L', 'F']
    }
  },
  instance: (_context, _index, random) => ({
    XRayTubeCurrent: whole(random, 200, 500),
    ExposureTime: whole(random, 20, 80),
    ColumnAngulation: between(random, -30, 30)
  })
}
