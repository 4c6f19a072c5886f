import { expect, test } from 'vitest'
import { extent, leadName, scaleOf, traceOf } from '../../../../../src/renderer/views/image/viewer/waveform.ts'

test('voltages are drawn at the gain of the paper, whatever their unit', () => {
  expect(scaleOf(Float32Array.of(1), 'mV', 10)).toEqual({ middle: 0, scale: 10 })
  expect(scaleOf(Float32Array.of(1), 'uV', 10)).toEqual({ middle: 0, scale: 0.01 })
  expect(scaleOf(Float32Array.of(1), 'V', 5)).toEqual({ middle: 0, scale: 5000 })
})

test('what is no voltage, or has no gain, fills nine tenths of its strip of 20 mm', () => {
  expect(scaleOf(Float32Array.of(80, 120), 'mm[Hg]', 10)).toEqual({ middle: 100, scale: 0.45 })
  expect(scaleOf(Float32Array.of(-1, NaN, 2), 'mV', null)).toEqual({ middle: 0.5, scale: 6 })
  // All equal, or nothing: a line in the middle.
  expect(scaleOf(Float32Array.of(7, 7), '', null)).toEqual({ middle: 7, scale: 0 })
  expect(scaleOf(Float32Array.of(NaN), '', null)).toEqual({ middle: 0, scale: 0 })
})

test('each sample is a point; where there is no value the line breaks off', () => {
  expect([...traceOf(Float32Array.of(1, NaN, 3), 2, (value) => -value)]).toEqual([0, -1, 2, NaN, 4, -3])
})

test('of many samples in a pixel the least and the greatest are drawn, so that no peak is lost', () => {
  const values = Float32Array.of(0, 9, 0, -9, 1, 2, 3, 4, NaN, NaN)
  expect([...traceOf(values, 0.25, (value) => value)]).toEqual([0, -9, 0, 9, 1, 1, 1, 4, 2, NaN, 2, NaN])
})

test('extents and names of leads', () => {
  expect(extent(Float32Array.of(NaN, 2, -1))).toEqual({ least: -1, greatest: 2 })
  expect(extent(Float32Array.of())).toBeNull()
  expect(['Lead I (Einthoven)', 'Lead aVR', 'V1', ''].map(leadName)).toEqual(['I', 'aVR', 'V1', ''])
})
