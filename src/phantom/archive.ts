import { MedoidError } from '../core/errors.ts'
import { Random } from '../core/random.ts'
import { happens, pick, uid, whole } from './chance.ts'
import {
  DEFLATED,
  encodeBase,
  EXPLICIT_BIG,
  EXPLICIT_LITTLE,
  IMPLICIT_LITTLE,
  RLE,
  type DataSet,
  type TransferSyntax
} from './dicom-writer.ts'
import { EXAMS, type Exam, type SeriesPlan } from './exams.ts'
import type { PhantomInstance, PhantomSeries } from './instance.ts'
import type { Patient, SeriesContext, Study } from './tags/context.ts'
import {
  drawPatient,
  instanceAttributes,
  patientAttributes,
  personName,
  pixelAttributes,
  seriesAttributes,
  studyAttributes
} from './tags/general.ts'
import { Header, type Attributes } from './tags/header.ts'
import { MODALITIES } from './tags/modalities.ts'
import { ENHANCED, perFrame, toShared } from './tags/multi-frame.ts'
import { keeps, thinOut } from './tags/noise.ts'
import { putPrivate } from './tags/private-blocks.ts'
import { asSecondSite } from './tags/second-site.ts'
import { STATIONS } from './tags/stations.ts'

export interface PhantomOptions {
  /** How many images (instances with Rows), at least 1. */
  images: number
  /** An integer from 0 to 2^53 − 1. */
  seed: number
  /** Longer side of the pictures in pixels, 16 to 4096; 128 where it is not given. */
  size?: number
  /** Habits of the hospital's machines; those of the first site where it is not given. */
  site?: 'first' | 'second'
}

/** Below this many images series are shorter, so that every kind of study still comes up. */
const FULL_SIZE = 20000

/**
 * The images of a synthetic PACS archive, one after the other, made as they are asked for: patients with studies, studies
 * with series, series with instances. The same options give the same bytes. Memory does not grow with their number.
 * @throws MedoidError `phantom-options` where an option is out of its range
 */
export function* phantomInstances(options: PhantomOptions): Generator<PhantomInstance, void> {
  checkOptions(options)
  const deck = examDeck(new Random(options.seed, 1))
  let left = options.images
  for (let number = 1; left > 0; number++) {
    for (const series of patientSeries(options, number, deck)) {
      for (let index = 0; index < series.context.count && left > 0; index++, left--) yield drawInstance(series, index)
      if (left === 0) return
    }
  }
}

/** @throws MedoidError `phantom-options` */
export function checkOptions({ images, seed, size = 128 }: PhantomOptions): void {
  const check = (name: 'images' | 'seed' | 'size', value: number, least: number, most: number): void => {
    if (Number.isSafeInteger(value) && value >= least && value <= most) return
    throw new MedoidError('phantom-options', { name, value, least, most })
  }
  check('images', images, 1, 1e9)
  check('seed', seed, 0, Number.MAX_SAFE_INTEGER)
  check('size', size, 16, 4096)
}

/** Kinds of study in an order that never repeats, yet brings each kind once before any comes up often. */
function* examDeck(random: Random): Generator<Exam, never> {
  for (;;) {
    yield* random.shuffle([...EXAMS])
    yield* random.shuffle(EXAMS.flatMap((exam) => Array.from({ length: exam.weight - 1 }, () => exam)))
  }
}

function* patientSeries(
  options: PhantomOptions,
  number: number,
  deck: Iterator<Exam, never>
): Generator<PhantomSeries> {
  const random = new Random(options.seed, 1000 + number)
  const exams = Array.from({ length: happens(random, 0.6) ? 1 : whole(random, 2, 4) }, () => deck.next().value)
  const patient = drawPatient(random, number)
  if (exams.some((exam) => exam.modality === 'MG' || exam.region === 'UTERUS')) patient.sex = 'F'
  const folder = `PA${String(number).padStart(5, '0')}${number % 37 === 5 ? ' kopija č' : ''}`
  let day = whole(random, 13900, 15500)
  for (let index = 0; index < exams.length; index++) {
    const directory = `${folder}/ST${String(index + 1).padStart(2, '0')}`
    yield* studySeries(options, random, patient, exams[index], day, directory)
    day += whole(random, 0, 600)
  }
}

function* studySeries(
  options: PhantomOptions,
  random: Random,
  patient: Patient,
  exam: Exam,
  day: number,
  directory: string
): Generator<PhantomSeries> {
  const station = pick(
    random,
    STATIONS.filter((one) => one.modality === exam.modality)
  )
  const addition = happens(random, 0.6) ? '' : pick(random, [' plain', ' kontrola', ' m. KM', ' STAT', ' follow-up'])
  const study: Study = {
    uid: uid(random),
    day,
    second: whole(random, 6 * 3600, 21 * 3600),
    accession: happens(random, 0.95) ? String(whole(random, 1000000, 9999999)) : '',
    id: String(whole(random, 1, 99999)),
    physicians: [personName(random), personName(random), personName(random)],
    side: exam.sided ? pick(random, ['L', 'R']) : '',
    procedure: {
      code: `${exam.modality}${exam.region.slice(0, 4)}`,
      meaning: `${exam.modality} ${exam.region.toLowerCase()}${addition}`
    }
  }
  const syntax = drawSyntax(random)
  const encoding = {
    syntax,
    charset: station.charset === 'ISO_IR 192' ? ('utf8' as const) : ('latin1' as const),
    undefinedLengths: happens(random, 0.4)
  }
  const suffix = happens(random, 0.45) ? '' : pick(random, ['.dcm', '.dcm', '.DCM', '.IMA'])
  const frameOfReference = uid(random)
  let number = 0
  let second = study.second
  const isSecond = options.site === 'second'
  for (const plan of exam.series) {
    if (plan !== exam.series[0] && !happens(random, plan.share)) continue
    number++
    second += whole(random, 40, 400)
    const enhanced = exam.modality in ENHANCED && happens(random, 0.05)
    const context: SeriesContext = {
      random,
      patient,
      study,
      station,
      exam,
      plan,
      size: options.size ?? 128,
      uid: uid(random),
      frameOfReference,
      number: number + (happens(random, 0.1) ? 200 : 0),
      count: enhanced ? whole(random, 1, 2) : stackLength(random, plan, options.images),
      frames: enhanced ? whole(random, 3, 8) : frameCount(random, exam),
      enhanced,
      second,
      item: () => new Header(station.decimal)
    }
    yield makeSeries(context, isSecond, encoding, `${directory}/SE${String(number).padStart(3, '0')}`, suffix)
  }
}

/** Mostly explicit little endian, and some of everything else that a native reader has to know. */
function drawSyntax(random: Random): TransferSyntax {
  const dice = random.next()
  if (dice < 0.12) return IMPLICIT_LITTLE
  if (dice < 0.17) return DEFLATED
  if (dice < 0.21) return EXPLICIT_BIG
  if (dice < 0.25) return RLE
  return EXPLICIT_LITTLE
}

function stackLength(random: Random, plan: SeriesPlan, images: number): number {
  const [fewest, most] = plan.slices
  const natural = whole(random, fewest, most)
  return Math.max(1, Math.round(natural * Math.min(1, images / FULL_SIZE)))
}

function frameCount(random: Random, exam: Exam): number {
  if (exam.modality === 'XA') return happens(random, 0.7) ? whole(random, 2, 5) : 1
  if (exam.modality === 'US' && exam.region === 'HEART') return happens(random, 0.3) ? whole(random, 3, 6) : 1
  return 1
}

function makeSeries(
  context: SeriesContext,
  isSecond: boolean,
  encoding: Parameters<typeof encodeBase>[1],
  directory: string,
  suffix: string
): PhantomSeries {
  const { exam, plan, random, study, station } = context
  const module = MODALITIES[exam.modality]
  const format = module.format(context)
  const sopClass = context.enhanced ? ENHANCED[exam.modality]! : module.sopClass
  const technical = { ...module.series(context), ...pixelAttributes(context, format) }
  const header = new Header(station.decimal)
    .put(patientAttributes(context))
    .put(studyAttributes(context))
    .put(seriesAttributes(context, sopClass))
    .put(context.enhanced ? toShared(context, technical) : technical)
  thinOut(header, station, random)
  putPrivate(context, header)
  if (isSecond) asSecondSite(header)
  return {
    context,
    isSecond,
    sopClass,
    base: encodeBase(header.dataSet(), encoding),
    style: { modality: exam.modality, plan, format, body: random.uint32(), side: study.side === 'R' ? 1 : -1 },
    group: { modality: exam.modality, region: exam.region, plane: plan.plane, weighting: plan.weighting },
    directory,
    suffix
  }
}

function drawInstance(series: PhantomSeries, index: number): PhantomInstance {
  const { context } = series
  const { random } = context
  const module = MODALITIES[context.exam.modality]
  const sopInstanceUid = uid(random)
  const attributes: Attributes = instanceAttributes(context, index, sopInstanceUid)
  const technical = context.enhanced
    ? perFrame(context, random, (frame) => module.instance(context, index * context.frames + frame, random))
    : module.instance(context, index, random)
  const header = new Header(context.station.decimal).put(attributes).put(technical)
  if (series.isSecond) asSecondSite(header)
  const own: DataSet = header.dataSet().filter(({ tag }) => keeps(context.station, tag))
  return {
    path: `${series.directory}/IM${String(index + 1).padStart(5, '0')}${series.suffix}`,
    group: series.group,
    series,
    sopInstanceUid,
    own,
    index,
    seed: random.uint32()
  }
}
