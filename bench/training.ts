/**
 * Training and encoding with Medoid's own kernels, beside PyTorch on the same cores in the same run where a python3 has it
 * (Debian: python3-torch). Of several runs the shortest counts: other work only adds.
 *
 *     node bench/training.ts
 */
import { execFileSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import {
  type Architecture,
  architectureNamed,
  initialWeights,
  layerShapes
} from '../src/core/embedding/architecture.ts'
import { wasmBackend } from '../src/core/embedding/wasm/backend.ts'
import { Random } from '../src/core/random.ts'
import { pythonWith } from '../test/python-with.ts'
import type { Figure } from './figure.ts'
import { measureFma } from './fma.ts'

const BATCH = 40
const RUNS = 5

/** Seconds. */
interface PyTorchFigures {
  version: string
  step: number
  stepChannelsLast: number
  encode: number
}

/** Seconds a step and encoded images a second, batch 40, of both architectures. */
export async function benchTraining(): Promise<Figure[]> {
  const python = pythonWithTorch()
  const fma = await measureFma()
  const figures = [{ name: 'fused multiply-adds of one core in WebAssembly', value: fma / 1e9, unit: '10⁹/s' }]
  for (const name of ['manojlovic2020', 'compact']) figures.push(...(await benchArchitecture(name, fma, python)))
  return figures
}

async function benchArchitecture(name: string, fma: number, python: string | undefined): Promise<Figure[]> {
  const architecture = architectureNamed(name)
  const ours = await measure(architecture)
  const torch = python === undefined ? undefined : measureTorch(python, name)
  // Before and after PyTorch, so that what else the machine does meets both.
  const again = await measure(architecture)
  const [step, loss, encode] = ours.map((seconds, at) => Math.min(seconds, again[at]))

  const steps = { name: `${name}: a step on ${BATCH} images`, value: step, unit: 's' }
  const figures: Figure[] = []
  if (torch !== undefined) {
    const { version, step: first, stepChannelsLast } = torch
    const target = { target: '≤ 1 × the faster order', holds: step <= Math.min(first, stepChannelsLast) }
    figures.push(
      { ...steps, peer: `PyTorch ${version}`, peerValue: first, ...target },
      { ...steps, peer: 'PyTorch, channels last', peerValue: stepChannelsLast }
    )
  }
  const peak = (denseProducts(architecture) * BATCH) / (fma * availableParallelism())
  figures.push({ ...steps, peer: 'all its products at the peak of all cores', peerValue: peak })
  const images = { name: `${name}: images encoded`, value: BATCH / encode, unit: '/s' }
  figures.push({ ...images, target: 'faster than the loss of a batch', holds: encode <= loss })
  if (torch !== undefined)
    figures.push({ ...images, peer: 'PyTorch, the faster order', peerValue: BATCH / torch.encode })
  return figures
}

/** Shortest seconds of a step, of a loss and of encoding. */
async function measure(architecture: Architecture): Promise<[number, number, number]> {
  const random = new Random(1)
  const weights = initialWeights(architecture, random)
  const meanSquares = weights.map((values) => new Float32Array(values.length))
  const pictures = Uint8Array.from({ length: BATCH * architecture.side ** 2 }, () => random.below(256))
  const network = await wasmBackend().create(architecture, { weights, meanSquares })
  try {
    return [
      await shortest(() => network.step(pictures)),
      await shortest(() => network.loss(pictures)),
      await shortest(() => network.encode(pictures))
    ]
  } finally {
    await network.close()
  }
}

async function shortest(work: () => Promise<unknown>): Promise<number> {
  let least = Infinity
  for (let run = 0; run < RUNS; run++) {
    const started = performance.now()
    await work()
    least = Math.min(least, performance.now() - started)
  }
  return least / 1000
}

/** Multiply-adds of a step on one picture as the layers define them: forward, and back to kernels and inputs but the picture. */
function denseProducts(architecture: Architecture): number {
  const products = layerShapes(architecture).map(({ layer, channels, outSide, outChannels }) =>
    layer.kind === 'convolution' ? outSide ** 2 * layer.kernel ** 2 * channels * outChannels : 0
  )
  return 3 * products.reduce((a, b) => a + b) - products[0]
}

function pythonWithTorch(): string | undefined {
  const found = pythonWith('torch')
  if (found === undefined) console.log('PyTorch is not here (Debian: python3-torch): nothing to compare with.')
  return found
}

function measureTorch(python: string, name: string): PyTorchFigures {
  const script = fileURLToPath(new URL('./pytorch.py', import.meta.url))
  const args = [script, name, String(availableParallelism()), String(RUNS)]
  return JSON.parse(
    execFileSync(python, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  ) as PyTorchFigures
}

if (import.meta.main) {
  const { printFigures } = await import('./figure.ts')
  printFigures(await benchTraining())
}
