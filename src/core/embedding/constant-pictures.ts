import { PICTURE_BYTES } from '../pixels/picture.ts'
import type { PictureBatch } from './prepare.ts'

/** Hands on pictures as they come, and tells of the instances whose picture has one grey level only. */
export async function* noticingConstant(
  batches: AsyncIterable<PictureBatch>,
  onConstant: (instance: number) => void
): AsyncGenerator<PictureBatch> {
  for await (const batch of batches) {
    batch.instances.forEach((instance, i) => {
      if (isConstant(batch.pictures.subarray(i * PICTURE_BYTES, (i + 1) * PICTURE_BYTES))) onConstant(instance)
    })
    yield batch
  }
}

/** Whether every pixel of a picture has the same grey level, so that there is nothing to see. */
export function isConstant(picture: Uint8Array): boolean {
  let at = 1
  while (at < picture.length && picture[at] === picture[0]) at++
  return at >= picture.length
}
