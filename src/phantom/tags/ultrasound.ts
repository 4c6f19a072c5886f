import { between, happens, whole } from '../chance.ts'
import { level, setting, type ModalityModule } from './context.ts'
import { even } from './ct.ts'

/** By region: probes, presets, depth of field (mm), mechanical index. */
const PRESETS: Record<string, { probes: string[]; presets: string[]; depth: [number, number]; type: string }> = {
  ABDOMEN: {
    probes: ['C5-1', '4C1', 'C1-6'],
    presets: ['ABD_GENERAL', 'Abdomen', 'ABD'],
    depth: [120, 200],
    type: 'CURVED LINEAR'
  },
  HEART: {
    probes: ['S5-1', '4V1c', 'M5S'],
    presets: ['CARDIAC', 'Adult Echo', 'ECHO'],
    depth: [140, 190],
    type: 'SECTOR_PHASED'
  },
  THYROID: {
    probes: ['L12-5', '9L4', 'ML6-15'],
    presets: ['SMALL_PARTS', 'Thyroid', 'THY'],
    depth: [30, 50],
    type: 'LINEAR'
  },
  UTERUS: {
    probes: ['C5-2', '6C1', 'RAB6'],
    presets: ['OB_GENERAL', 'OB 2/3', 'OB'],
    depth: [90, 170],
    type: 'CURVED LINEAR'
  }
}

export const us: ModalityModule = {
  sopClass: '1.2.840.10008.5.1.4.1.1.6.1',
  format({ size, plan }) {
    return {
      columns: even(size * plan.shape[0]),
      rows: even(size * plan.shape[1]),
      bitsAllocated: 8,
      bitsStored: 8,
      signed: false,
      photometric: 'MONOCHROME2',
      slope: 1,
      intercept: 0
    }
  },
  series(context) {
    const { random, station, exam, frames } = context
    const preset = PRESETS[exam.region]
    const which = station.vendor.length % 3
    return {
      ImageType: [
        'ORIGINAL',
        'PRIMARY',
        exam.region === 'UTERUS' ? 'OB' : exam.region === 'HEART' ? 'TTE' : 'ABDOMINAL',
        '0001'
      ],
      TransducerData: station.vendor === 'KESTREL' ? [preset.probes[which], 'UNUSED', 'UNUSED'] : preset.probes[which],
      TransducerType: preset.type,
      ProcessingFunction: preset.presets[which],
      FocusDepth: level(context, 'FocusDepth', 30, 120),
      MechanicalIndex: level(context, 'MechanicalIndex', 0.7, 1.4),
      BoneThermalIndex: between(random, 0.1, 1),
      SoftTissueThermalIndex: between(random, 0.1, 1),
      SoftTissueFocusThermalIndex: between(random, 0.1, 1),
      FrameTime: frames > 1 ? 33.333 : undefined,
      FrameIncrementPointer: frames > 1 ? [0x00181063] : undefined,
      CineRate: frames > 1 ? 30 : undefined,
      HeartRate: exam.region === 'HEART' ? whole(random, 55, 110) : undefined,
      UltrasoundColorDataPresent: 0,
      LossyImageCompression: '00',
      BurnedInAnnotation: happens(random, 0.5) ? 'YES' : null,
      PatientOrientation: null
    }
  },
  instance(context, _index, random) {
    const depth = Math.round(between(random, ...PRESETS[context.exam.region].depth) / 5) * 5
    return {
      DepthOfScanField: depth,
      AcquisitionNumber: happens(random, 0.5) ? 1 : undefined,
      SequenceOfUltrasoundRegions: [
        context.item().put({
          RegionSpatialFormat: 1,
          RegionDataType: 1,
          RegionFlags: 2,
          RegionLocationMinX0: 0,
          RegionLocationMinY0: 0,
          RegionLocationMaxX1: context.size - 1,
          RegionLocationMaxY1: even(context.size * 0.75) - 1,
          PhysicalUnitsXDirection: 3,
          PhysicalUnitsYDirection: 3,
          PhysicalDeltaX: depth / 10 / context.size,
          PhysicalDeltaY: depth / 10 / context.size,
          TransducerFrequency: setting(context, 'TransducerFrequency', [2500, 3500, 9000])
        })
      ]
    }
  }
}
