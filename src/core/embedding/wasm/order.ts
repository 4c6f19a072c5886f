import { vectorsOf } from './images.ts'

/** Which weights, by their places among all weights, make the weight of a tap between two channels; they are added. */
export type Sources = (tap: number, input: number, output: number) => readonly number[]

/** How many of so many vectors of channels the kernels compute together: `blockVectors` of `src/kernels/convolve.ts`. */
function blockVectors(vectors: number): number {
  return vectors % 4 === 0 ? 4 : vectors >= 5 ? 5 : vectors === 4 ? 4 : 1
}

/** The order of a `Convolution`'s weights: blocks of vectors of outputs; in each tap × input × output. */
export function inBlocks(taps: number, inputs: number, outputs: number, sources: Sources): (readonly number[])[] {
  const order: (readonly number[])[] = []
  for (let vectors = vectorsOf(outputs), first = 0; vectors > 0;) {
    const block = blockVectors(vectors)
    eachOf(taps, (tap) =>
      eachOf(4 * vectorsOf(inputs), (input) =>
        eachOf(4 * block, (lane) => {
          const output = first + lane
          order.push(input < inputs && output < outputs ? sources(tap, input, output) : [])
        })
      )
    )
    first += 4 * block
    vectors -= block
  }
  return order
}

/** The order of gradients: tap × input × output. */
export function inRows(taps: number, inputs: number, outputs: number, sources: Sources): (readonly number[])[] {
  const order: (readonly number[])[] = []
  eachOf(taps, (tap) =>
    eachOf(4 * vectorsOf(inputs), (input) =>
      eachOf(4 * vectorsOf(outputs), (output) => {
        order.push(input < inputs && output < outputs ? sources(tap, input, output) : [])
      })
    )
  )
  return order
}

function eachOf(count: number, visit: (at: number) => void): void {
  for (let at = 0; at < count; at++) visit(at)
}
