import type { Values } from './stored-values.ts'

/** Colour by plane to colour by pixel (PS3.3 section C.7.6.3.1.3). */
export function interleave<T extends Values>(planes: T, samples: number): T {
  const pixels = planes.length / samples
  const interleaved = new (planes.constructor as new (length: number) => T)(planes.length)
  for (let sample = 0; sample < samples; sample++) {
    const plane = sample * pixels
    for (let i = 0; i < pixels; i++) interleaved[i * samples + sample] = planes[plane + i]
  }
  return interleaved
}
