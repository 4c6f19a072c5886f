import { samplesOf } from './decoded.ts'
import { describePixels } from './description.ts'
import { ImageHeader } from './image-header.ts'
import { makeColour } from './make-colour.ts'
import { makePicture } from './make-picture.ts'
import { decodeFrame } from './read-frame.ts'
import { servePictures } from './serve-pictures.ts'

// A process of its own: what a codec does to it, it does to no job.
const header = new ImageHeader()
servePictures(async (path, budget, inColour) => {
  try {
    header.open(path)
    const description = describePixels(header)
    budget.allow(samplesOf(description))
    const frame = await decodeFrame(header, description)
    const made = { picture: makePicture(frame), remarks: description.remarks }
    return inColour ? { ...made, colour: makeColour(frame) } : made
  } finally {
    header.close()
  }
})
