import { openTextDetector, type TextDetector } from '../burned-in/text-detector.ts'
import { ImageHeader } from '../pixels/image-header.ts'
import { serveDecoder } from '../pixels/serve-pictures.ts'
import { makeSample } from './sample.ts'
import type { TrainingSampleRequest } from './sample-pool.ts'

/** A pixel that text is looked for in may take three times as long as a sample that is decoded: thrice what it was seen to take. */
const SEARCHING = 3

// A process of its own: what a codec does to it, it does to no job.
const header = new ImageHeader()
let detector: Promise<TextDetector> | undefined
serveDecoder(async ({ path, frame, pixels, mask }: TrainingSampleRequest, budget) => {
  try {
    header.open(path, frame)
    const finder = mask ? await (detector ??= openTextDetector()) : null
    return await makeSample(header, pixels, (samples, searched) => budget.allow(samples + SEARCHING * searched), finder)
  } finally {
    header.close()
  }
})
