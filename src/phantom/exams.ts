import * as emission from './anatomy/emission-ultrasound.ts'
import * as head from './anatomy/head.ts'
import * as limbs from './anatomy/limbs.ts'
import * as projection from './anatomy/projections.ts'
import type { ScenePainter } from './anatomy/scene.ts'
import * as torso from './anatomy/torso.ts'

export type Modality = 'CR' | 'CT' | 'DX' | 'MG' | 'MR' | 'NM' | 'PT' | 'RF' | 'US' | 'XA'
export type Plane =
  'AXIAL' | 'SAGITTAL' | 'CORONAL' | 'FRONTAL' | 'LATERAL' | 'CC' | 'MLO' | 'FAN' | 'LINEAR' | 'SHORT_AXIS'

/** What a picture truly is: the answer that clustering by tags should come close to. No file says it in one place. */
export interface PhantomGroup {
  modality: Modality
  region: string
  plane: Plane
  /** MR contrast (T1, T2, FLAIR, PDFS) or CT kernel (SOFT, BONE, LUNG); empty elsewhere. */
  weighting: string
}

export interface SeriesPlan {
  plane: Plane
  weighting: string
  paint: ScenePainter
  /** Columns and rows relative to the picture size. */
  shape: readonly [number, number]
  /** Fewest and most instances of a whole series. */
  slices: readonly [number, number]
  /** How many studies of this kind have the series. */
  share: number
}

/** A kind of study. */
export interface Exam {
  modality: Modality
  region: string
  /** How often it comes up. */
  weight: number
  /** Of one side of the body. */
  sided: boolean
  series: readonly SeriesPlan[]
}

const SQUARE = [1, 1] as const
const TALL = [0.75, 1] as const
const WIDE = [1, 0.75] as const
const STRIP = [0.4, 1] as const

type Row = [Plane, string, ScenePainter, readonly [number, number], number, number, number?]

function exam(modality: Modality, region: string, weight: number, rows: Row[], sided = false): Exam {
  const series = rows.map(([plane, weighting, paint, shape, fewest, most, share = 1]) => {
    return { plane, weighting, paint, shape, slices: [fewest, most] as const, share }
  })
  return { modality, region, weight, sided, series }
}

/** Roughly what a general hospital's archive holds; weights count studies. */
export const EXAMS: readonly Exam[] = [
  exam('CT', 'HEAD', 6, [
    ['AXIAL', 'SOFT', head.headAxial, SQUARE, 8, 18],
    ['AXIAL', 'BONE', head.headAxial, SQUARE, 8, 18, 0.6],
    ['CORONAL', 'SOFT', head.headCoronal, SQUARE, 6, 12, 0.4],
    ['SAGITTAL', 'SOFT', head.headSagittal, SQUARE, 6, 12, 0.4]
  ]),
  exam('CT', 'CHEST', 6, [
    ['AXIAL', 'SOFT', torso.chestAxial, SQUARE, 12, 30],
    ['AXIAL', 'LUNG', torso.chestAxial, SQUARE, 12, 30, 0.8],
    ['CORONAL', 'SOFT', torso.chestCoronal, SQUARE, 7, 18, 0.6]
  ]),
  exam('CT', 'ABDOMEN', 6, [
    ['AXIAL', 'SOFT', torso.abdomenAxial, SQUARE, 12, 36],
    ['CORONAL', 'SOFT', torso.abdomenCoronal, SQUARE, 7, 18, 0.6]
  ]),
  exam('CT', 'PELVIS', 2, [['AXIAL', 'SOFT', torso.pelvisAxial, SQUARE, 9, 24]]),
  exam('CT', 'CSPINE', 2, [['SAGITTAL', 'BONE', head.neckSagittal, SQUARE, 7, 16]]),
  exam('CT', 'LSPINE', 2, [
    ['SAGITTAL', 'BONE', limbs.lumbarSagittal, SQUARE, 7, 16],
    ['AXIAL', 'BONE', limbs.lumbarAxial, SQUARE, 9, 24]
  ]),
  exam('CT', 'KNEE', 1, [['AXIAL', 'BONE', limbs.kneeAxial, SQUARE, 9, 24]], true),
  exam('MR', 'HEAD', 7, [
    ['AXIAL', 'T1', head.headAxial, SQUARE, 10, 16],
    ['AXIAL', 'T2', head.headAxial, SQUARE, 10, 16],
    ['AXIAL', 'FLAIR', head.headAxial, SQUARE, 10, 16, 0.8],
    ['SAGITTAL', 'T1', head.headSagittal, SQUARE, 8, 14, 0.8],
    ['CORONAL', 'T2', head.headCoronal, SQUARE, 8, 14, 0.7]
  ]),
  exam('MR', 'CSPINE', 3, [
    ['SAGITTAL', 'T1', head.neckSagittal, SQUARE, 7, 10],
    ['SAGITTAL', 'T2', head.neckSagittal, SQUARE, 7, 10]
  ]),
  exam('MR', 'TSPINE', 2, [
    ['SAGITTAL', 'T1', limbs.thoracicSagittal, SQUARE, 7, 10],
    ['SAGITTAL', 'T2', limbs.thoracicSagittal, SQUARE, 7, 10]
  ]),
  exam('MR', 'LSPINE', 5, [
    ['SAGITTAL', 'T1', limbs.lumbarSagittal, SQUARE, 7, 10],
    ['SAGITTAL', 'T2', limbs.lumbarSagittal, SQUARE, 7, 10],
    ['AXIAL', 'T2', limbs.lumbarAxial, SQUARE, 9, 18]
  ]),
  exam(
    'MR',
    'KNEE',
    4,
    [
      ['SAGITTAL', 'PDFS', limbs.kneeSagittal, SQUARE, 11, 17],
      ['CORONAL', 'T1', limbs.kneeCoronal, SQUARE, 11, 17],
      ['AXIAL', 'PDFS', limbs.kneeAxial, SQUARE, 11, 17, 0.8]
    ],
    true
  ),
  exam(
    'MR',
    'SHOULDER',
    2,
    [
      ['CORONAL', 'PDFS', limbs.shoulderCoronal, SQUARE, 10, 14],
      ['AXIAL', 'T1', limbs.shoulderAxial, SQUARE, 10, 14]
    ],
    true
  ),
  exam('MR', 'ABDOMEN', 3, [
    ['AXIAL', 'T2', torso.abdomenAxial, WIDE, 12, 22],
    ['AXIAL', 'T1', torso.abdomenAxial, WIDE, 12, 22],
    ['CORONAL', 'T2', torso.abdomenCoronal, SQUARE, 10, 16]
  ]),
  exam('MR', 'PELVIS', 2, [
    ['SAGITTAL', 'T2', torso.pelvisSagittal, SQUARE, 11, 17],
    ['AXIAL', 'T2', torso.pelvisAxial, SQUARE, 11, 17]
  ]),
  exam('MR', 'BREAST', 1, [['AXIAL', 'PDFS', torso.breastAxial, WIDE, 18, 36]]),
  exam('CR', 'CHEST', 22, [
    ['FRONTAL', '', projection.chestFrontal, SQUARE, 1, 1],
    ['LATERAL', '', projection.chestLateral, TALL, 1, 1, 0.5]
  ]),
  exam('CR', 'PELVIS', 4, [['FRONTAL', '', projection.pelvisFrontal, WIDE, 1, 1]]),
  exam(
    'CR',
    'KNEE',
    6,
    [
      ['FRONTAL', '', projection.kneeFrontal, TALL, 1, 1],
      ['LATERAL', '', projection.kneeLateral, TALL, 1, 1]
    ],
    true
  ),
  exam('CR', 'LSPINE', 5, [
    ['FRONTAL', '', projection.lumbarFrontal, TALL, 1, 1],
    ['LATERAL', '', projection.lumbarLateral, TALL, 1, 1]
  ]),
  exam('CR', 'ABDOMEN', 4, [['FRONTAL', '', projection.abdomenFrontal, TALL, 1, 1]]),
  exam('DX', 'CHEST', 14, [
    ['FRONTAL', '', projection.chestFrontal, SQUARE, 1, 1],
    ['LATERAL', '', projection.chestLateral, TALL, 1, 1, 0.7]
  ]),
  exam('DX', 'HAND', 8, [['FRONTAL', '', projection.handFrontal, TALL, 1, 2]], true),
  exam('DX', 'ANKLE', 5, [['LATERAL', '', projection.ankleLateral, SQUARE, 1, 2]], true),
  exam('DX', 'SHOULDER', 5, [['FRONTAL', '', projection.shoulderFrontal, SQUARE, 1, 2]], true),
  exam(
    'MG',
    'BREAST',
    9,
    [
      ['CC', '', projection.breastCraniocaudal, [0.8, 1], 1, 2],
      ['MLO', '', projection.breastOblique, [0.8, 1], 1, 2]
    ],
    true
  ),
  exam('US', 'ABDOMEN', 6, [['FAN', '', emission.abdomenUltrasound, WIDE, 4, 14]]),
  exam('US', 'HEART', 4, [['FAN', '', emission.heartUltrasound, WIDE, 3, 10]]),
  exam('US', 'THYROID', 4, [['LINEAR', '', emission.thyroidUltrasound, WIDE, 3, 10]]),
  exam('US', 'UTERUS', 3, [['FAN', '', emission.obstetricUltrasound, WIDE, 4, 12]]),
  exam('NM', 'WHOLEBODY', 4, [['FRONTAL', '', emission.boneScan, STRIP, 2, 2]]),
  exam('NM', 'THYROID', 3, [['FRONTAL', '', emission.thyroidScan, SQUARE, 1, 3]]),
  exam('NM', 'HEART', 2, [['SHORT_AXIS', '', emission.heartScan, SQUARE, 6, 14]]),
  exam('PT', 'WHOLEBODY', 2, [
    ['CORONAL', 'FDG', torso.wholeBodyCoronal, [0.5, 1], 10, 18],
    ['AXIAL', 'FDG', torso.chestAxial, SQUARE, 12, 24]
  ]),
  exam('PT', 'HEAD', 1, [['AXIAL', 'FDG', head.headAxial, SQUARE, 12, 24]]),
  exam('XA', 'HEART', 3, [['FRONTAL', '', projection.coronaryAngiogram, SQUARE, 2, 8]]),
  exam('XA', 'HEAD', 2, [['FRONTAL', '', projection.cerebralAngiogram, SQUARE, 2, 6]]),
  exam('RF', 'COLON', 2, [['FRONTAL', '', projection.colonFrontal, SQUARE, 2, 8]])
]
