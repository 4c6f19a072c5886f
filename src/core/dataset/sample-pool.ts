import { HelperPool } from '../pixels/decoder-pool.ts'
import { forkDecoder } from '../pixels/decoder-process.ts'
import type { PixelOptions } from './options.ts'
import type { Sample } from './sample.ts'

/** What a process is asked for. */
export interface TrainingSampleRequest {
  path: string | Buffer
  /** From 0; null: that in the middle. */
  frame: number | null
  pixels: PixelOptions
  /** Whether text is blacked out. */
  mask: boolean
}

/** Makes samples in processes of their own, as pictures are made. */
export class SamplePool extends HelperPool<TrainingSampleRequest, Sample> {
  constructor(size: number) {
    super(size, () => forkDecoder<TrainingSampleRequest, Sample>(new URL('./sample-entry.ts', import.meta.url)))
  }
}
