import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import util from 'node:util'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Tf } from '../../../../src/core/embedding/tfjs/device.ts'
import type { Probe, Probed } from '../../../../src/core/embedding/tfjs/probe.ts'
import {
  openTensorflow,
  restoreIsNullOrUndefined,
  tensorflowBackend
} from '../../../../src/core/embedding/tfjs/tensorflow.ts'
import type { Message } from '../../../../src/messages/message.ts'

const NO_GPU: Message = { code: 'backend-absent', parameters: { why: 'no-gpu' } }
const notInstalled = (name: string): Message => ({
  code: 'backend-missing',
  parameters: { why: 'not-installed', package: name, version: '4.22.0' }
})
const isInstalled = () => true
const probedAs = (found: Probed) => () => Promise.resolve(found)

describe('looking for TensorFlow', () => {
  test('a package that is not installed is named, without starting anything', async () => {
    const probe = () => Promise.reject(new Error('started'))
    await expect(tensorflowBackend('cuda', { isInstalled: () => false, probe })).resolves.toEqual({
      name: 'cuda',
      missing: notInstalled('@tensorflow/tfjs-node-gpu')
    })
    await expect(tensorflowBackend('tensorflow', { isInstalled: () => false, probe })).resolves.toEqual({
      name: 'tensorflow',
      missing: notInstalled('@tensorflow/tfjs-node')
    })
  })

  test('the card is named as TensorFlow 2.9 logs it', async () => {
    const log =
      'I tensorflow/core/common_runtime/gpu/gpu_device.cc:1532] Created device /job:localhost/replica:0/task:0/device:GPU:0 with 78910 MB memory:  -> device: 0, name: NVIDIA A100-SXM4-80GB, pci bus id: 0000:07:00.0, compute capability: 8.0\n'
    const backend = await tensorflowBackend('cuda', { isInstalled, probe: probedAs({ device: 'cuda', log }) })
    expect(backend).toMatchObject({ name: 'cuda', device: 'NVIDIA A100-SXM4-80GB', deterministic: false })
  })

  test('the signal that ends the search ends its process', async () => {
    const { signal } = new AbortController()
    let given: AbortSignal | undefined
    const probe: Probe = (_, probed) => {
      given = probed
      return Promise.resolve({ missing: NO_GPU, log: '' })
    }
    await tensorflowBackend('cuda', { signal, isInstalled, probe })
    expect(given).toBe(signal)
  })

  test('libraries that TensorFlow could not load are named once', async () => {
    const line = (library: string) =>
      `W tensorflow/stream_executor/platform/default/dso_loader.cc:64] Could not load dynamic library '${library}'; dlerror: ${library}: cannot open shared object file\n`
    const log = line('libcudart.so.11.0') + line('libcudnn.so.8') + line('libcudart.so.11.0')
    const backend = await tensorflowBackend('cuda', { isInstalled, probe: probedAs({ missing: NO_GPU, log }) })
    expect(backend).toEqual({ name: 'cuda', missing: NO_GPU, lacks: ['libcudart.so.11.0', 'libcudnn.so.8'] })
  })
})

describe('opening TensorFlow', () => {
  afterEach(() => vi.unstubAllEnvs())

  /** tfjs-node, but for what it computes with. */
  const fake = (isUsingGpuDevice: boolean): Tf => ({
    ...tf,
    backend: () => ({ isUsingGpuDevice }) as unknown as ReturnType<Tf['backend']>
  })

  test('each has its package', async () => {
    const asked: string[] = []
    const load = (name: string) => {
      asked.push(name)
      return Promise.resolve({ default: fake(true) })
    }
    await openTensorflow('cuda', load)
    await openTensorflow('tensorflow', load)
    expect(asked).toEqual(['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'])
  })

  test('cuda on a processor, to which tfjs-node-gpu falls back in silence, is no cuda', async () => {
    await expect(openTensorflow('cuda', () => Promise.resolve({ default: fake(false) }))).rejects.toMatchObject({
      code: 'backend-absent',
      message: 'TensorFlow found no NVIDIA GPU with CUDA 11 and cuDNN 8: docs/gpu.md says how to install them'
    })
    await expect(openTensorflow('tensorflow', () => Promise.resolve({ default: fake(false) }))).resolves.toBeDefined()
  })

  test('a package whose library was not downloaded says how to get it', async () => {
    const error = new Error(
      "The Node.js native addon module (tfjs_binding.node) can not be found at path: /somewhere/tfjs_binding.node. \nPlease run command 'npm rebuild @tensorflow/tfjs-node --build-addon-from-source' to rebuild the native addon module."
    )
    await expect(openTensorflow('tensorflow', () => Promise.reject(error))).rejects.toMatchObject({
      code: 'backend-absent',
      message:
        "@tensorflow/tfjs-node lacks TensorFlow's library: npm rebuild @tensorflow/tfjs-node, where storage.googleapis.com can be reached"
    })
  })

  test('it leaves memory of the card to others, unless it is told otherwise', async () => {
    vi.stubEnv('TF_FORCE_GPU_ALLOW_GROWTH', undefined)
    await openTensorflow('tensorflow', () => Promise.resolve({ default: fake(false) }))
    expect(process.env.TF_FORCE_GPU_ALLOW_GROWTH).toBe('true')
    vi.stubEnv('TF_FORCE_GPU_ALLOW_GROWTH', 'false')
    await openTensorflow('tensorflow', () => Promise.resolve({ default: fake(false) }))
    expect(process.env.TF_FORCE_GPU_ALLOW_GROWTH).toBe('false')
  })
})

test('util.isNullOrUndefined, which tfjs-node calls and Node 24 has not, is there again', () => {
  restoreIsNullOrUndefined()
  const { isNullOrUndefined } = util as unknown as { isNullOrUndefined: (value: unknown) => boolean }
  expect([null, undefined, 0, '', false].map(isNullOrUndefined)).toEqual([true, true, false, false, false])
})
