import { expect, test } from 'vitest'
import { Latency } from '../../../src/core/catalogue/latency.ts'

function after(...milliseconds: number[]): Latency {
  const latency = new Latency()
  for (const each of milliseconds) latency.took(each)
  return latency
}

const times = (count: number, milliseconds: number): number[] => Array.from({ length: count }, () => milliseconds)

test('a disk at hand is asked for one file after the other', () => {
  expect(after(...times(1000, 0.05)).inFlight).toBe(0)
})

test('a share is asked for as many at a time as make 4,000 a second, from 8 to 128', () => {
  expect(after(...times(8, 1)).inFlight).toBe(8)
  expect(after(...times(8, 5)).inFlight).toBe(20)
  expect(after(...times(8, 20)).inFlight).toBe(80)
  expect(after(...times(8, 100)).inFlight).toBe(128)
})

test('where each takes long, three tell', () => {
  expect(after(40, 40).inFlight).toBe(0)
  expect(after(40, 40, 40).inFlight).toBe(128)
})

test('a disk that was busy once or twice is no share', () => {
  expect(after(...times(5, 0.05), 3, 3).inFlight).toBe(0)
  expect(after(200, 0.05, 0.05).inFlight).toBe(0)
})

test('on a busy computer every other request to a disk at hand may take long', () => {
  expect(after(0.05, 3, 0.05, 3, 0.05, 3, 0.1, 3).inFlight).toBe(0)
  expect(after(0.05, 3, 3, 3, 3, 3, 3, 0.05).inFlight).toBe(12)
})

test('behind a share comes a disk: of many requests side by side one was answered at once', () => {
  const latency = after(...times(3, 20), ...times(255, 20))
  expect(latency.inFlight).toBe(80)
  latency.took(0.1)
  expect(latency.inFlight).toBe(0)
})
