import type * as tfjs from '@tensorflow/tfjs-core'

/** TensorFlow.js: that of `@tensorflow/tfjs-core`, or the one that a package for Node brings along. */
export type Tf = typeof tfjs

/** Images: picture × row × column × channel. */
export type Images = tfjs.Tensor4D

/** A device that TensorFlow.js computes on. */
export interface TfjsDevice {
  tf: Tf
  /** What TensorFlow.js calls its backend. */
  backend: string
  /** Bytes of the largest tensor that an operation can read. */
  tensorBytes: number
  /** Bytes that the tensors of a step may have together; larger batches are computed in parts. */
  memoryBytes: number
  /** Gradient by a convolution's kernel, where the backend's own is too slow. */
  kernelGradient?: (input: Images, gradient: Images, size: number) => tfjs.Tensor4D
  /** Does the work, and rejects where the device fails meanwhile or has failed before. */
  guard?<T>(work: () => Promise<T>): Promise<T>
  close(): Promise<void>
}
