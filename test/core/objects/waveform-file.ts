import type { TransferSyntax } from '../../../src/phantom/dicom-writer.ts'
import { type DataSet, items, objectFile, text } from './object-file.ts'

/** What the tests say of a group of channels. */
export interface GroupOptions {
  channels?: number
  samples?: number
  frequency?: string
  bits?: number
  kind?: string
  /** In the order in which the file has them: all channels of a sample, and of the next. */
  data: Uint8Array
  vr?: string
  definitions?: DataSet[]
  more?: DataSet
}

const us = (tag: number, value: number) => ({ tag, vr: 'US', value: [value] })

export function groupOf(options: GroupOptions): DataSet {
  const { channels = 1, samples = 1, frequency = '100', bits = 16, kind = 'SS', data, vr = 'OW' } = options
  return [
    us(0x003a0005, channels),
    { tag: 0x003a0010, vr: 'UL', value: [samples] },
    text(0x003a001a, 'DS', frequency),
    ...(options.definitions === undefined ? [] : [items(0x003a0200, ...options.definitions)]),
    us(0x54001004, bits),
    text(0x54001006, 'CS', kind),
    { tag: 0x54001010, vr, value: data },
    ...(options.more ?? [])
  ]
}

/** A file of waveforms. @returns its path */
export function waveformFile(groups: DataSet[], syntax?: TransferSyntax): string {
  return objectFile([text(0x00080005, 'CS', 'ISO_IR 192'), items(0x54000100, ...groups)], syntax)
}

/** A channel that is told what its samples mean. */
export function channel(label: string, unit: string, sensitivity: string, correction = '1', baseline = '0'): DataSet {
  return [
    text(0x003a0203, 'SH', label),
    text(0x003a0210, 'DS', sensitivity),
    items(0x003a0211, [text(0x00080100, 'SH', unit)]),
    text(0x003a0212, 'DS', correction),
    text(0x003a0213, 'DS', baseline)
  ]
}
