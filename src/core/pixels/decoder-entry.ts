import { ImageHeader } from './image-header.ts'
import { makePicture } from './make-picture.ts'
import { readFrame } from './read-frame.ts'
import { servePictures } from './serve-pictures.ts'

// A process of its own: what a codec does to it, it does to no job.
const header = new ImageHeader()
servePictures(async (path) => {
  const frame = await readFrame(path, header)
  return { picture: makePicture(frame), remarks: frame.description.remarks }
})
