import { kernelGradientByProducts } from './kernel-gradient.ts'
import { GpuFailure } from './gpu-failure.ts'
import type { TfjsDevice } from './device.ts'

/** What of WebGPU's names TensorFlow.js looks for among the global ones. */
const GLOBAL_NAMES = ['GPUBuffer', 'GPUTexture', 'GPUBufferUsage', 'GPUMapMode', 'GPUTextureUsage', 'GPUShaderStage']

/** Limits of the card that are asked for: the standard's defaults are those of a telephone (128 MB a tensor). */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup'
] as const

const MEMORY_BYTES = 2 ** 30

interface Adapter {
  /** Ends Dawn's threads when it is no longer held. */
  gpu: GPU
  adapter: GPUAdapter
  /** For a person. */
  device: string
  /** Whether it is a processor that plays a GPU: hundreds of times slower than our own code for it. */
  software: boolean
}

/** The fastest adapter that Dawn finds. @throws where the package `webgpu` has no build for this machine */
export async function findAdapter(): Promise<Adapter | undefined> {
  const { create } = await import('webgpu')
  const gpu = create([])
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' })
  if (adapter === null) return undefined
  const { vendor, architecture, device, description } = adapter.info
  return {
    gpu,
    adapter,
    device: [device || architecture || vendor, description && `(${description})`].filter(Boolean).join(' '),
    software: isSoftware(adapter.info)
  }
}

type AdapterInfo = Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'device' | 'description' | 'isFallbackAdapter'>

/** Whether an adapter is a processor: SwiftShader, Mesa's or that of Windows. Not all of them say so themselves. */
export function isSoftware({ vendor, architecture, device, description, isFallbackAdapter }: AdapterInfo): boolean {
  const names = [vendor, architecture, device, description].join(' ')
  return isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|softpipe|microsoft.basic.render/i.test(names)
}

/** TensorFlow.js on WebGPU. Close it: the process does not end before. */
export async function openWebgpu(found: Adapter): Promise<TfjsDevice> {
  const { gpu, adapter } = found
  // Dawn crashes when these are collected before their device, and the process does not end while they are held.
  let held: Adapter | undefined = found
  const { globals } = await import('webgpu')
  const names = new Map(Object.entries(globals))
  for (const name of GLOBAL_NAMES)
    Object.defineProperty(globalThis, name, { value: names.get(name), configurable: true })
  const tf = await import('@tensorflow/tfjs-core')
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu')
  const device = await adapter.requestDevice({
    requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]]))
  })
  const failure = new GpuFailure(device)
  // Small tensors would be computed by the processor until they are on the card, with other roundings.
  tf.env().set('WEBGPU_CPU_FORWARD', false)
  // What TensorFlow.js takes for a proof that there is WebGPU.
  Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true })
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, adapter.info))
  const begun = await tf.setBackend('webgpu')
  Reflect.deleteProperty(navigator, 'gpu')
  if (!begun) throw new Error('TensorFlow.js cannot begin on WebGPU.')
  return {
    tf,
    backend: 'webgpu',
    tensorBytes: Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize),
    memoryBytes: MEMORY_BYTES,
    kernelGradient: kernelGradientByProducts(tf),
    guard: (work) => (held === undefined ? Promise.reject(new Error('The GPU is closed.')) : failure.guard(work)),
    close() {
      tf.removeBackend('webgpu')
      device.destroy()
      held = undefined
      return Promise.resolve()
    }
  }
}
