import { samplesOf } from './decoded.ts'
import { describePixels } from './description.ts'
import { ImageHeader } from './image-header.ts'
import { makePicture } from './make-picture.ts'
import { decodeFrame } from './read-frame.ts'
import { servePictures } from './serve-pictures.ts'

// A process of its own: what a codec does to it, it does to no job.
const header = new ImageHeader()
servePictures(async (path, budget) => {
  try {
    header.open(path)
    const description = describePixels(header)
    budget.allow(samplesOf(description))
    return { picture: makePicture(await decodeFrame(header, description)), remarks: description.remarks }
  } finally {
    header.close()
  }
})
