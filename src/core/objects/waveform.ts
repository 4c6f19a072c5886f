import { type Charset, Charsets } from '../dicom/charset.ts'
import { MedoidError } from '../errors.ts'
import { ImageHeader } from '../pixels/image-header.ts'
import { type SampleKind, sampleKind, samplesOf } from './samples.ts'

const SPECIFIC_CHARACTER_SET = 0x00080005
const WAVEFORM_SEQUENCE = 0x54000100
const MULTIPLEX_GROUP_TIME_OFFSET = 0x00181068
const WAVEFORM_ORIGINALITY = 0x003a0004
const NUMBER_OF_CHANNELS = 0x003a0005
const NUMBER_OF_SAMPLES = 0x003a0010
const SAMPLING_FREQUENCY = 0x003a001a
const MULTIPLEX_GROUP_LABEL = 0x003a0020
const CHANNEL_DEFINITIONS = 0x003a0200
const CHANNEL_LABEL = 0x003a0203
const CHANNEL_SOURCE = 0x003a0208
const CHANNEL_SENSITIVITY = 0x003a0210
const CHANNEL_SENSITIVITY_UNITS = 0x003a0211
const SENSITIVITY_CORRECTION = 0x003a0212
const CHANNEL_BASELINE = 0x003a0213
const FILTER_LOW = 0x003a0220
const FILTER_HIGH = 0x003a0221
const NOTCH_FILTER = 0x003a0222
const BITS_ALLOCATED = 0x54001004
const SAMPLE_INTERPRETATION = 0x54001006
const PADDING_VALUE = 0x5400100a
const WAVEFORM_DATA = 0x54001010
const CODE_VALUE = 0x00080100
const CODE_MEANING = 0x00080104

/** Seconds of a signal that are read at once. */
const PAGE_SECONDS = 10
/** Values of all channels of a page at most: a page of signals that are sampled very often is shorter. */
const MAX_PAGE_VALUES = 4 << 20
const MAX_CHANNELS = 1024
const MAX_GROUPS = 100
/** Elements of all items: channels have about 20 each, annotations about 15. */
const MAX_ROWS = 400_000

export interface WaveformChannel {
  /** Its label, else its source; '' where the file has neither. */
  label: string
  /** Code of its unit, mostly of UCUM: `uV`, `mm[Hg]`; '' where values are what the file stores. */
  unit: string
  /** Filters that it went through, in Hz; null where the file says none. */
  low: number | null
  high: number | null
  notch: number | null
}

/** Channels that were sampled together (PS3.3 section C.10.9). */
export interface WaveformGroup {
  label: string
  /** `ORIGINAL`, `DERIVED`; '' where the file does not say. */
  originality: string
  channels: WaveformChannel[]
  /** Of each channel, as far as they are there. */
  samples: number
  /** Of each channel, as the file announces them. */
  announced: number
  /** Samples a second. */
  frequency: number
  /** When it begins, in seconds from the beginning of the acquisition. */
  offset: number
  pages: number
  /** Samples of a page; of the last one as many as are left. */
  pageSamples: number
  /** Why it cannot be drawn; null: it can. */
  problem: WaveformProblem | null
}

type WaveformProblem = 'channels' | 'frequency' | 'samples' | 'kind'

/** The groups of channels of a file. @throws MedoidError `no-waveform`, or as reading the header does */
export function readWaveforms(path: string | Buffer): WaveformGroup[] {
  return within(path, (header, groups) => {
    const charset = new Charsets().of(header.text(SPECIFIC_CHARACTER_SET))
    return groups.map((group) => describe(header, group, charset).group)
  })
}

/**
 * A part of a group of channels.
 * @param number of the group, from 0 @param page from 0
 * @returns channel by channel, in the unit of each: value × sensitivity × correction factor + baseline (PS3.3 section C.10.9.1.4.2);
 * NaN where the file has its padding value
 * @throws MedoidError `no-waveform`, `waveform-unreadable`, or as reading the header does
 */
export function readWaveformPage(path: string | Buffer, number: number, page: number): Float32Array {
  return within(path, (header, groups) => {
    const row = groups[number]
    if (row === undefined) throw new MedoidError('no-waveform', {})
    const { group, kind } = describe(header, row, new Charsets().of(''))
    if (kind === null || group.problem !== null) {
      throw new MedoidError('waveform-unreadable', { why: group.problem ?? 'kind' })
    }
    const first = page * group.pageSamples
    const count = Math.min(group.pageSamples, group.samples - first)
    const channels = group.channels.length
    const values = new Float32Array(channels * Math.max(0, count))
    if (count <= 0) return values
    const frame = channels * kind.bytes
    const stored = header.part(WAVEFORM_DATA, first * frame, count * frame, row)
    if (stored === null || stored.bytes.length < count * frame) {
      throw new MedoidError('waveform-unreadable', { why: 'samples' })
    }
    const samples = samplesOf(stored, kind)
    const padding = header.part(PADDING_VALUE, 0, kind.bytes, row)
    const isPadded = padding !== null && padding.bytes.length === kind.bytes
    const pad = isPadded ? samplesOf(padding, kind)[0] : NaN
    scalesOf(header, row, channels).forEach(({ slope, baseline }, channel) => {
      for (let i = 0; i < count; i++) {
        const sample = samples[i * channels + channel]
        values[channel * count + i] = isPadded && sample === pad ? NaN : sample * slope + baseline
      }
    })
    return values
  })
}

function within<T>(path: string | Buffer, read: (header: ImageHeader, groups: number[]) => T): T {
  const header = new ImageHeader(MAX_ROWS)
  try {
    header.open(path)
    if (header.sequence(WAVEFORM_SEQUENCE) < 0) throw new MedoidError('no-waveform', {})
    return read(header, header.items(WAVEFORM_SEQUENCE).slice(0, MAX_GROUPS))
  } finally {
    header.close()
  }
}

function describe(
  header: ImageHeader,
  row: number,
  charset: Charset
): { group: WaveformGroup; kind: SampleKind | null } {
  const number = (tag: number): number => header.numbers(tag, row)[0] ?? NaN
  const channelCount = number(NUMBER_OF_CHANNELS)
  const announced = number(NUMBER_OF_SAMPLES)
  const frequency = number(SAMPLING_FREQUENCY)
  const kind = sampleKind(number(BITS_ALLOCATED), header.text(SAMPLE_INTERPRETATION, row))
  const hasChannels = channelCount >= 1 && channelCount <= MAX_CHANNELS && Number.isInteger(channelCount)
  const channels = hasChannels ? channelsOf(header, row, channelCount, charset) : []
  const held =
    hasChannels && kind !== null ? Math.floor(header.length(WAVEFORM_DATA, row) / (channelCount * kind.bytes)) : 0
  const samples = Math.min(held, announced >= 0 ? announced : held)
  const hasFrequency = frequency > 0 && Number.isFinite(frequency)
  const pageSamples = hasFrequency && hasChannels ? pageOf(frequency, channelCount) : 1
  let problem: WaveformProblem | null = null
  if (!hasChannels) problem = 'channels'
  else if (kind === null) problem = 'kind'
  else if (!hasFrequency) problem = 'frequency'
  else if (!(samples > 0)) problem = 'samples'
  const offset = number(MULTIPLEX_GROUP_TIME_OFFSET) / 1000
  return {
    kind,
    group: {
      label: header.text(MULTIPLEX_GROUP_LABEL, row, charset).slice(0, 100),
      originality: header.text(WAVEFORM_ORIGINALITY, row).slice(0, 16),
      channels,
      samples,
      announced: announced >= 0 ? announced : samples,
      frequency: hasFrequency ? frequency : 0,
      offset: Number.isFinite(offset) ? offset : 0,
      pages: problem === null ? Math.ceil(samples / pageSamples) : 0,
      pageSamples,
      problem
    }
  }
}

function pageOf(frequency: number, channels: number): number {
  const most = Math.floor(MAX_PAGE_VALUES / channels)
  return Math.max(1, Math.min(most, Math.round(PAGE_SECONDS * frequency)))
}

/** Items of the channels; a channel without one is undefined. */
function definitionsOf(header: ImageHeader, row: number): number[] {
  return header.items(CHANNEL_DEFINITIONS, row)
}

function channelsOf(header: ImageHeader, row: number, count: number, charset: Charset): WaveformChannel[] {
  const definitions = definitionsOf(header, row)
  return Array.from({ length: count }, (_, i) => {
    const at = definitions[i] as number | undefined
    if (at === undefined) return { label: '', unit: '', low: null, high: null, notch: null }
    const filter = (tag: number): number | null => {
      const [hertz] = header.numbers(tag, at)
      return hertz > 0 && Number.isFinite(hertz) ? hertz : null
    }
    const label = header.text(CHANNEL_LABEL, at, charset) || codeOf(header, CHANNEL_SOURCE, CODE_MEANING, at, charset)
    const unit = hasSensitivity(header, at) ? codeOf(header, CHANNEL_SENSITIVITY_UNITS, CODE_VALUE, at, charset) : ''
    return {
      label: label.slice(0, 100),
      unit: unit.slice(0, 16),
      low: filter(FILTER_LOW),
      high: filter(FILTER_HIGH),
      notch: filter(NOTCH_FILTER)
    }
  })
}

/** A code or its meaning, of the first item of a sequence. */
function codeOf(header: ImageHeader, sequence: number, what: number, parent: number, charset: Charset): string {
  const [item] = header.items(sequence, parent)
  return item === undefined ? '' : header.text(what, item, charset)
}

function hasSensitivity(header: ImageHeader, row: number): boolean {
  return Number.isFinite(header.numbers(CHANNEL_SENSITIVITY, row)[0])
}

/** Of each channel, what its samples are multiplied with, and what is added then. */
function scalesOf(header: ImageHeader, row: number, count: number): { slope: number; baseline: number }[] {
  const definitions = definitionsOf(header, row)
  return Array.from({ length: count }, (_, i) => {
    const at = definitions[i] as number | undefined
    if (at === undefined || !hasSensitivity(header, at)) return { slope: 1, baseline: 0 }
    const number = (tag: number, otherwise: number): number => {
      const [found] = header.numbers(tag, at)
      return Number.isFinite(found) ? found : otherwise
    }
    return {
      slope: number(CHANNEL_SENSITIVITY, 1) * number(SENSITIVITY_CORRECTION, 1),
      baseline: number(CHANNEL_BASELINE, 0)
    }
  })
}
