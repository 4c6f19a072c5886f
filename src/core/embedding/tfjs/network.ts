import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core'
import { type Architecture, embeddingShape, type LayerShape, layerShapes, weightShapes } from '../architecture.ts'
import { type Network, type NetworkState, RMSPROP } from '../backend.ts'
import type { Images, Tf, TfjsDevice } from './device.ts'
import { backward, forward, meanSquaredError } from './layers.ts'
import { partsOf } from './parts.ts'

/** byte / 255, rounded once, so that it is the same number on every device. */
const GREY = Float32Array.from({ length: 256 }, (_, byte) => byte / 255)

/** A tensor of the loss, and one for the gradient by each weight. */
interface Gradients {
  loss: Scalar
  weights: Tensor[]
}

/** A network on a device of TensorFlow.js. Batches that do not fit it are computed in parts; loss and gradient are the whole's. */
export class TfjsNetwork implements Network {
  private readonly device: TfjsDevice
  private readonly tf: Tf
  private readonly architecture: Architecture
  private readonly shapes: LayerShape[]
  /** Where each layer's weights begin. */
  private readonly firstWeights: number[]
  private readonly weights: Variable[]
  private readonly meanSquares: Variable[]

  /** @param device on which TensorFlow.js computes now */
  constructor(device: TfjsDevice, architecture: Architecture, state: NetworkState) {
    this.device = device
    this.tf = device.tf
    this.architecture = architecture
    this.shapes = layerShapes(architecture)
    let next = 0
    this.firstWeights = this.shapes.map(({ layer }) => (layer.kind === 'convolution' ? (next += 2) - 2 : next))
    const shapes = weightShapes(architecture)
    const variables = (values: Float32Array[]) =>
      this.tf.tidy(() => shapes.map((shape, at) => this.tf.variable(this.tf.tensor(values[at].slice(), shape))))
    this.weights = variables(state.weights)
    this.meanSquares = variables(state.meanSquares)
  }

  async step(pictures: Uint8Array): Promise<number> {
    return this.read(async () => {
      const { loss, weights } = this.lossAndGradients(pictures)
      this.tf.tidy(() => weights.forEach((gradient, at) => this.move(at, gradient)))
      this.tf.dispose(weights)
      return (await this.download(loss))[0]
    })
  }

  async loss(pictures: Uint8Array): Promise<number> {
    return this.read(async () => {
      let sum = 0
      for (const part of this.parts(pictures)) {
        const loss = this.tf.tidy(() => {
          const images = this.upload(part)
          return meanSquaredError(this.tf, this.through(images, 0, this.shapes.length), images, pictures.length).loss
        })
        sum += (await this.download(loss))[0]
      }
      return sum
    })
  }

  async gradients(pictures: Uint8Array): Promise<{ loss: number; gradients: Float32Array[] }> {
    return this.read(async () => {
      const { loss, weights } = this.lossAndGradients(pictures)
      const [[value], ...gradients] = await Promise.all([loss, ...weights].map((tensor) => this.download(tensor)))
      return { loss: value, gradients }
    })
  }

  async encode(pictures: Uint8Array): Promise<Float32Array> {
    return this.run(pictures, this.architecture.encoder.length, embeddingShape(this.architecture).values)
  }

  async reconstruct(pictures: Uint8Array): Promise<Float32Array> {
    return this.run(pictures, this.shapes.length, this.architecture.side ** 2)
  }

  async state(): Promise<NetworkState> {
    return this.read(async () => {
      const copies = (variables: Variable[]) =>
        Promise.all(variables.map(async (each) => (await each.data<'float32'>()).slice()))
      return { weights: await copies(this.weights), meanSquares: await copies(this.meanSquares) }
    })
  }

  async close(): Promise<void> {
    this.tf.dispose([...this.weights, ...this.meanSquares])
    return Promise.resolve()
  }

  /** Does what ends in numbers from the device. @throws the device's failure, should it fail meanwhile */
  private async read<T>(work: () => Promise<T>): Promise<T> {
    // Another network in this process, of another backend, may have computed since.
    if (this.tf.getBackend() !== this.device.backend) await this.tf.setBackend(this.device.backend)
    return this.device.guard?.(work) ?? work()
  }

  private async download(tensor: Tensor): Promise<Float32Array> {
    try {
      return (await tensor.data<'float32'>()).slice()
    } finally {
      tensor.dispose()
    }
  }

  /** What the first `layers` layers make of the pictures. @param values of each picture's result */
  private async run(pictures: Uint8Array, layers: number, values: number): Promise<Float32Array> {
    return this.read(async () => {
      const result = new Float32Array((pictures.length / this.architecture.side ** 2) * values)
      let written = 0
      for (const part of this.parts(pictures)) {
        const output = this.tf.tidy(() => this.through(this.upload(part), 0, layers))
        result.set(await this.download(output), written)
        written += output.size
      }
      return result
    })
  }

  private *parts(pictures: Uint8Array): Generator<Uint8Array> {
    const pixels = this.architecture.side ** 2
    let from = 0
    for (const count of partsOf(pictures.length / pixels, this.architecture, this.device)) {
      yield pictures.subarray(from, (from += count * pixels))
    }
  }

  private upload(pictures: Uint8Array): Images {
    const { side } = this.architecture
    const values = new Float32Array(pictures.length)
    for (let at = 0; at < values.length; at++) values[at] = GREY[pictures[at]]
    return this.tf.tensor4d(values, [values.length / (side * side), side, side, 1])
  }

  private weightsOf(layer: number): Variable[] {
    const first = this.firstWeights[layer]
    return this.shapes[layer].layer.kind === 'convolution' ? this.weights.slice(first, first + 2) : []
  }

  private forward(layer: number, input: Images): Images {
    return this.tf.tidy(() => forward(this.tf, this.shapes[layer], this.weightsOf(layer), input))
  }

  /** Through layers `from` to `to`, keeping nothing on the way. */
  private through(images: Images, from: number, to: number): Images {
    let output = images
    for (let layer = from; layer < to; layer++) {
      const input = output
      output = this.forward(layer, input)
      if (input !== images) input.dispose()
    }
    return output
  }

  private lossAndGradients(pictures: Uint8Array): Gradients {
    let sum: Gradients | undefined
    for (const part of this.parts(pictures)) {
      const before = sum
      sum = this.tf.tidy(() => {
        const { loss, weights } = this.partGradients(part, pictures.length)
        if (before === undefined) return { loss, weights }
        return {
          loss: this.tf.add<Scalar>(before.loss, loss),
          weights: weights.map((gradient, at) => this.tf.add(before.weights[at], gradient))
        }
      })
      if (before !== undefined) this.tf.dispose([before.loss, ...before.weights])
    }
    return sum!
  }

  /** What some pictures of a batch add to its loss and gradient. @param pixels of the whole batch */
  private partGradients(pictures: Uint8Array, pixels: number): Gradients {
    const images = [this.upload(pictures)]
    this.shapes.forEach((_, layer) => images.push(this.forward(layer, images[layer])))
    const end = meanSquaredError(this.tf, images[this.shapes.length], images[0], pixels)
    const weights: Tensor[] = []
    let gradient = end.gradient
    for (let layer = this.shapes.length - 1; layer >= 0; layer--) {
      const output = images[layer + 1]
      const back = this.tf.tidy(() => {
        const { input, weights } = backward(
          this.device,
          this.shapes[layer],
          this.weightsOf(layer),
          images[layer],
          output,
          gradient,
          layer > 0
        )
        return input === undefined ? weights : [input, ...weights]
      })
      gradient.dispose()
      output.dispose()
      if (layer > 0) gradient = back.shift() as Images
      weights.unshift(...back)
    }
    return { loss: end.loss, weights }
  }

  /** RMSprop for one weight tensor. */
  private move(at: number, gradient: Tensor): void {
    const { tf } = this
    const { learningRate, rho, epsilon } = RMSPROP
    const [weights, meanSquares] = [this.weights[at], this.meanSquares[at]]
    meanSquares.assign(tf.add(tf.mul(meanSquares, rho), tf.mul(tf.square(gradient), 1 - rho)))
    weights.assign(tf.sub(weights, tf.div(tf.mul(gradient, learningRate), tf.add(tf.sqrt(meanSquares), epsilon))))
  }
}
