/** Lossless JPEG of 512 × 512 pixels, decoded in this process, beside the decoder of the Cornerstone viewer. */
import { Decoder } from '@cornerstonejs/jpeg-lossless-decoder-js'
import type { PixelDescription } from '../src/core/pixels/description.ts'
import { decodeLossless } from '../src/core/pixels/jpeg-lossless.ts'
import { readFrameHeader } from '../src/core/pixels/jpeg-markers.ts'
import { Random } from '../src/core/random.ts'
import { encodeLossless } from '../test/core/pixels/lossless-encoder.ts'
import type { Figure } from './figure.ts'

const SIDE = 512
const WARM_UP = 10
const ROUNDS = 15
/** Code lengths of the 17 categories of differences, as of a smooth image with noise. */
const TABLE = [5, 5, 4, 3, 4, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]

/** Milliseconds of processor time, the median of paired rounds. */
export function benchLosslessJpeg(): Figure[] {
  return [
    { name: '16 bits', precision: 16, components: 1, noise: 50 },
    { name: '16 bits of noise', precision: 16, components: 1, noise: 65_536 },
    { name: 'RGB of 8 bits', precision: 8, components: 3, noise: 8 }
  ].map(({ name, precision, components, noise }) => {
    const random = new Random(1)
    const top = 2 ** precision
    const sample = (i: number): number => {
      const smooth = (Math.sin((i % SIDE) / 40) * Math.cos(i / SIDE / 60) + 1) * (top / 4)
      return Math.floor(smooth + random.below(noise)) % top
    }
    const planes = Array.from({ length: components }, () => Array.from({ length: SIDE * SIDE }, (_, i) => sample(i)))
    const image = { rows: SIDE, columns: SIDE, precision, planes }
    const data = encodeLossless(image, { predictor: 1, tables: [TABLE] })
    const pixels = { rows: SIDE, columns: SIDE, samples: components } as PixelDescription
    const decoders = [
      () => decodeLossless(data, readFrameHeader(data, pixels)),
      () => new Decoder().decode(data.buffer as ArrayBuffer, data.byteOffset, data.length, precision / 8)
    ]
    const times: number[][] = [[], []]
    // The first rounds compile.
    for (let round = -WARM_UP; round < ROUNDS; round++) {
      decoders.forEach((decode, i) => {
        const started = process.cpuUsage()
        decode()
        if (round >= 0) times[i].push(process.cpuUsage(started).user / 1000)
      })
    }
    const [value, peerValue] = times.map((each) => each.sort((a, b) => a - b)[ROUNDS >> 1])
    return {
      name: `lossless JPEG, ${SIDE} × ${SIDE}, ${name}`,
      value,
      unit: 'ms',
      peer: 'jpeg-lossless-decoder-js',
      peerValue,
      target: 'not slower',
      holds: value <= peerValue
    }
  })
}
