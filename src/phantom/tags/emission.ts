import { between, happens, pick, whole } from '../chance.ts'
import { date, setting, time, type ModalityModule, type SeriesContext } from './context.ts'
import { even } from './ct.ts'
import { planeAttributes, positionAttributes } from './geometry.ts'
import type { Header } from './header.ts'

function code(context: SeriesContext, value: string, scheme: string, meaning: string): Header {
  return context.item().put({ CodeValue: value, CodingSchemeDesignator: scheme, CodeMeaning: meaning })
}

const TRACERS: Record<string, { agent: string; dose: [number, number]; minutes: number }> = {
  WHOLEBODY: { agent: 'Tc-99m MDP', dose: [550, 750], minutes: 20 },
  THYROID: { agent: 'Tc-99m Pertechnetate', dose: [70, 120], minutes: 5 },
  HEART: { agent: 'Tc-99m MIBI', dose: [300, 900], minutes: 14 }
}

export const nm: ModalityModule = {
  sopClass: '1.2.840.10008.5.1.4.1.1.20',
  format({ size, plan }) {
    return {
      columns: even(size * plan.shape[0]),
      rows: even(size * plan.shape[1]),
      bitsAllocated: 16,
      bitsStored: 16,
      signed: false,
      photometric: 'MONOCHROME2',
      slope: 1,
      intercept: 0
    }
  },
  series(context) {
    const { random, exam, station, study, size } = context
    const tracer = TRACERS[exam.region]
    const body = exam.region === 'WHOLEBODY'
    const heart = exam.region === 'HEART'
    const pixel = body ? 2000 / size : 400 / size
    const brightest = happens(random, 0.6) ? whole(random, 40, 400) : undefined
    const type = body ? 'WHOLE BODY' : heart ? 'RECON TOMO' : 'STATIC'
    return {
      ImageType: ['ORIGINAL', 'PRIMARY', type, 'EMISSION'],
      CountsAccumulated: whole(random, 200000, 4000000),
      AcquisitionTerminationCondition: body ? 'MANU' : 'CNTS',
      ActualFrameDuration: tracer.minutes * 60000,
      CountRate: whole(random, 500, 9000),
      ScanVelocity: body ? between(random, 1.4, 2.4) : undefined,
      WholeBodyTechnique: body ? '1PS' : undefined,
      ScanLength: body ? whole(random, 1700, 2000) : undefined,
      FieldOfViewShape: 'RECTANGLE',
      FieldOfViewDimensions: [540, 400],
      CollimatorType: exam.region === 'THYROID' ? 'PINH' : 'PARA',
      CollimatorGridName: exam.region === 'THYROID' ? 'PINHOLE' : station.vendor === 'ARBORIX' ? 'LEHR' : 'LEAP',
      DistanceSourceToDetector: 0,
      PixelSpacing: [pixel, pixel],
      SliceThickness: heart ? pixel : undefined,
      PatientPosition: heart ? 'FFS' : 'HFS',
      NumberOfEnergyWindows: 1,
      NumberOfDetectors: station.vendor === 'KESTREL' ? 1 : 2,
      NumberOfRotations: heart ? 1 : undefined,
      NumberOfSlices: heart ? context.count : undefined,
      EnergyWindowVector: [1],
      DetectorVector: [1],
      FrameIncrementPointer: [0x00540010, 0x00540020],
      ReconstructionType: heart ? setting(context, 'ReconstructionType', ['FBP', 'OSEM']) : undefined,
      EnergyWindowInformationSequence: [
        context.item().put({
          EnergyWindowName: 'Tc99m',
          EnergyWindowRangeSequence: [
            context.item().put({ EnergyWindowLowerLimit: 126.45, EnergyWindowUpperLimit: 154.55 })
          ]
        })
      ],
      RadiopharmaceuticalInformationSequence: [
        context.item().put({
          Radiopharmaceutical: tracer.agent,
          RadiopharmaceuticalStartTime: time(Math.max(0, study.second - 7200)),
          RadionuclideTotalDose: between(random, ...tracer.dose),
          RadionuclideCodeSequence: [code(context, 'C-163A8', 'SRT', '^99m^Technetium')]
        })
      ],
      ViewCodeSequence: heart ? undefined : [code(context, 'R-10206', 'SRT', 'antero-posterior')],
      WindowCenter: brightest ? brightest / 2 : undefined,
      WindowWidth: brightest
    }
  },
  instance: (_context, index, random) => ({
    AcquisitionNumber: index + 1,
    StartAngle: index === 0 ? 0 : 180,
    TableTraverse: between(random, 900, 1700),
    TableHeight: between(random, 100, 180)
  })
}

function petView(context: SeriesContext): number {
  return context.exam.region === 'HEAD' ? 256 : context.plan.plane === 'CORONAL' ? 1000 : 600
}

export const pt: ModalityModule = {
  sopClass: '1.2.840.10008.5.1.4.1.1.128',
  format({ size, plan, patient }) {
    return {
      columns: even(size * plan.shape[0]),
      rows: even(size * plan.shape[1]),
      bitsAllocated: 16,
      bitsStored: 16,
      signed: true,
      photometric: 'MONOCHROME2',
      slope: Math.round(20 * patient.weight) / 2000000,
      intercept: 0
    }
  },
  series(context) {
    const { random, study, station, exam } = context
    return {
      ImageType: ['ORIGINAL', 'PRIMARY'],
      Units: 'BQML',
      CountsSource: 'EMISSION',
      SeriesType: [exam.region === 'HEAD' ? 'STATIC' : 'WHOLE BODY', 'IMAGE'],
      CorrectedImage: ['DECY', 'ATTN', 'SCAT', 'DTIM', 'RAN', 'NORM'],
      RandomsCorrectionMethod: station.vendor === 'ARBORIX' ? 'SING' : 'DLYD',
      AttenuationCorrectionMethod: 'measured,CTAC',
      ScatterCorrectionMethod: 'Model-based',
      DecayCorrection: 'START',
      ReconstructionMethod: setting(context, 'ReconstructionMethod', ['OSEM3D 2i8s', 'OSEM', 'BLOB-OS-TF', '3D IR']),
      ConvolutionKernel: station.vendor === 'NORDLICHT' ? 'XYZ GAUSS5.00' : 'Standard',
      ReconstructionDiameter: petView(context),
      CollimatorType: 'NONE',
      DoseCalibrationFactor: 1,
      NumberOfSlices: context.count,
      RescaleType: 'BQML',
      PatientPosition: 'HFS',
      DecayFactor: between(random, 1, 1.2),
      DeadTimeFactor: between(random, 1, 1.1),
      ActualFrameDuration: exam.region === 'HEAD' ? 600000 : 150000,
      RadiopharmaceuticalInformationSequence: [
        context.item().put({
          Radiopharmaceutical: pick(random, ['FDG', 'Fluorodeoxyglucose', 'FDG -- fluorodeoxyglucose', 'F-18 FDG']),
          RadiopharmaceuticalStartTime: time(Math.max(0, study.second - 3600)),
          RadiopharmaceuticalStartDateTime: date(study.day) + time(Math.max(0, study.second - 3600)),
          RadionuclideTotalDose: between(random, 2.2e8, 4e8),
          RadionuclideHalfLife: 6586.2,
          RadionuclidePositronFraction: 0.97,
          RadionuclideCodeSequence: [code(context, 'C-111A1', 'SRT', '^18^Fluorine')]
        })
      ],
      ...planeAttributes(context, petView(context), 3.27, 0)
    }
  },
  instance: (context, index, random) => ({
    FrameReferenceTime: 75000 + 1000 * index,
    ImageIndex: index + 1,
    PrimaryPromptsCountsAccumulated: whole(random, 1000000, 9000000),
    SliceSensitivityFactor: 1,
    ...positionAttributes(context, index, petView(context), 3.27)
  })
}
