import { MedoidError } from '../../../src/core/errors.ts'
import { PICTURE_BYTES } from '../../../src/core/pixels/picture.ts'
import { servePictures } from '../../../src/core/pixels/serve-pictures.ts'

/** Bytes of UTF-16 in a string that fills the heap. */
const LARGE = 1 << 26

// A decoder process for tests, which does what the path says.
servePictures(async (path) => {
  const [deed, text] = String(path).split(':')
  if (deed === 'die') process.kill(process.pid, 'SIGKILL')
  if (deed === 'hang') for (;;);
  if (deed === 'wait') await new Promise((resolve) => setTimeout(resolve, Number(text)))
  if (deed === 'print') process.stdout.write('a codec prints')
  if (deed === 'fill') for (const heap: number[][] = []; ;) heap.push(new Array<number>(LARGE / 8).fill(1.5))
  if (deed === 'refuse') throw new MedoidError('pixels-damaged', text)
  if (deed === 'fail') throw new TypeError(text)
  return { picture: new Uint8Array(PICTURE_BYTES).fill(path.length), remarks: [] }
})
