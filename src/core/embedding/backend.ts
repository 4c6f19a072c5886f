import type { Message } from '../../messages/message.ts'
import type { Architecture } from './architecture.ts'

/** In the order in which they are tried: graphics cards before processors. */
export const BACKENDS = ['cuda', 'webgpu', 'tensorflow', 'wasm'] as const
export type BackendName = (typeof BACKENDS)[number]

/** What each is called in a list, and the choice of the first that works. */
export const BACKEND_LABELS: Record<BackendName | 'auto', string> = {
  auto: 'the best there is',
  cuda: 'NVIDIA card (CUDA)',
  webgpu: 'any graphics card',
  tensorflow: 'processor (TensorFlow)',
  wasm: 'processor (own engine)'
}

/** RMSprop as Keras has it: a ← ρa + (1 − ρ)g², w ← w − η·g / (√a + ε) (Tieleman and Hinton, lecture 6.5, 2012). */
export const RMSPROP = { learningRate: 1e-3, rho: 0.9, epsilon: 1e-7 } as const

/** All that training changes: weights in the order of `weightShapes`, and RMSprop's mean squares `a` of each. */
export interface NetworkState {
  weights: Float32Array[]
  meanSquares: Float32Array[]
}

/**
 * An autoencoder on a device. Pictures are bytes, side × side each, one after another, and count as byte / 255. The loss is the
 * mean squared error over all pixels of all pictures. Calls do not overlap: the next begins when the one before has settled.
 */
export interface Network {
  /** One step of RMSprop on a batch. @returns the loss before the step */
  step(pictures: Uint8Array): Promise<number>
  loss(pictures: Uint8Array): Promise<number>
  /** The gradient of the loss by each weight, in the order of `weightShapes`. */
  gradients(pictures: Uint8Array): Promise<{ loss: number; gradients: Float32Array[] }>
  /** Embeddings, one after another; `embeddingShape` says how long each is. */
  encode(pictures: Uint8Array): Promise<Float32Array>
  /** What the decoder makes of the embeddings, in [0, 1]. */
  reconstruct(pictures: Uint8Array): Promise<Float32Array>
  /** A copy, for a checkpoint. */
  state(): Promise<NetworkState>
  /** Frees what it has on the device, and ends its threads. */
  close(): Promise<void>
}

/** One way to train: a device with the code for it. */
export interface Backend {
  name: BackendName
  /** For a person: the card, or the number of threads. */
  device: string
  /** Whether the same numbers come out whenever the same is computed. */
  deterministic: boolean
  /** @param state what to start from; it is copied */
  create(architecture: Architecture, state: NetworkState): Promise<Network>
  /** Tensors that live on the device now, so that a test can see that none is lost; absent where there are none to count. */
  tensors?(): number
}

/** A backend that cannot be used here, with the reason for a person. */
export interface AbsentBackend {
  name: BackendName
  /** What is missing and how to get it. */
  missing: Message
  /** Libraries that it did not find. */
  lacks?: string[]
}
