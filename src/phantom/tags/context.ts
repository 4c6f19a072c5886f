import type { Random } from '../../core/random.ts'
import { hash } from '../chance.ts'
import type { Exam, SeriesPlan } from '../exams.ts'
import type { PixelFormat } from '../picture.ts'
import type { Attributes, Header } from './header.ts'
import type { Station } from './stations.ts'

export interface Patient {
  id: string
  name: string
  sex: 'F' | 'M' | 'O'
  /** Days since 1970-01-01. */
  born: number
  /** Metres, kilograms. */
  height: number
  weight: number
}

export interface Study {
  uid: string
  /** Days since 1970-01-01, seconds since midnight. */
  day: number
  second: number
  accession: string
  id: string
  /** Name and free text of people: referring and performing physicians, operator. */
  physicians: readonly string[]
  side: '' | 'L' | 'R'
  procedure: { code: string; meaning: string }
}

/** Everything that the tags of a series depend on. */
export interface SeriesContext {
  random: Random
  patient: Patient
  study: Study
  station: Station
  exam: Exam
  plan: SeriesPlan
  /** Picture size: columns and rows of a square picture. */
  size: number
  uid: string
  frameOfReference: string
  number: number
  /** Instances in the series. */
  count: number
  /** Frames of each instance; above 1 of an enhanced object where `enhanced` is set. */
  frames: number
  enhanced: boolean
  /** Seconds since midnight at which the series began. */
  second: number
  item(): Header
}

/** What a modality's module knows. */
export interface ModalityModule {
  sopClass: string
  /** How pixels are stored; also says what rescale and photometric interpretation the header states. */
  format(context: SeriesContext): PixelFormat
  /** Attributes that the instances of the series share. */
  series(context: SeriesContext): Attributes
  /** Attributes of one instance, which come on top. */
  instance(context: SeriesContext, index: number, random: Random): Attributes
}

/** YYYYMMDD. */
export function date(day: number): string {
  return new Date(day * 86400000).toISOString().slice(0, 10).replaceAll('-', '')
}

/** HHMMSS and, for vendors that give it, a fraction. */
export function time(second: number, digits = 0): string {
  const whole = Math.floor(second) % 86400
  const two = (value: number): string => String(value).padStart(2, '0')
  const text = two(Math.floor(whole / 3600)) + two(Math.floor(whole / 60) % 60) + two(whole % 60)
  return digits ? `${text}.${(second % 1).toFixed(digits).slice(2)}` : text
}

/** Of all settings, the percentage that somebody changed before the series was taken. */
const CHANGED = 15

/**
 * A setting of the protocol that the machine runs for this region, plane and weighting: the same in all its series but
 * those where somebody changed it, and the same whenever it is asked for of one series.
 */
export function setting<T>(context: SeriesContext, name: string, choices: readonly T[]): T {
  const { station, exam, plan } = context
  const own = hash(`${context.uid} ${name}`)
  const usual = hash(`${station.model} ${exam.region} ${plan.plane} ${plan.weighting} ${name}`)
  return choices[(own % 100 < CHANGED ? own >>> 8 : usual >>> 8) % choices.length]
}

/** Like `setting`, of a number that is set in twenty steps. */
export function level(context: SeriesContext, name: string, from: number, to: number): number {
  return from + ((to - from) * setting(context, name, STEPS)) / 20
}

const STEPS = Array.from({ length: 21 }, (_, step) => step)
