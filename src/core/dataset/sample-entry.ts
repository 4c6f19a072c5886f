import { ImageHeader } from '../pixels/image-header.ts'
import { serveDecoder } from '../pixels/serve-pictures.ts'
import { makeSample } from './sample.ts'
import type { SampleRequest } from './sample-pool.ts'

// A process of its own: what a codec does to it, it does to no job.
const header = new ImageHeader()
serveDecoder(async ({ path, frame, pixels }: SampleRequest, budget) => {
  try {
    header.open(path, frame)
    return await makeSample(header, pixels, (samples) => budget.allow(samples))
  } finally {
    header.close()
  }
})
