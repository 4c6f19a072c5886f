import { expect, test } from 'vitest'
import { missing, probe, type ProbeRequest } from '../../../../src/core/embedding/tfjs/probe.ts'
import { webgpuBackend } from '../../../../src/core/embedding/tfjs/webgpu.ts'
import { isSoftware } from '../../../../src/core/embedding/tfjs/webgpu-device.ts'
import { sentencesOf } from '../../../sentences.ts'

test('a card that is found is named', async () => {
  const backend = await webgpuBackend({}, () => Promise.resolve({ device: 'nvidia-h200', log: '' }))
  expect(backend).toMatchObject({ name: 'webgpu', device: 'nvidia-h200', deterministic: false })
})

test('a processor that plays a GPU is asked for in code only; the signal that ends the search goes with it', async () => {
  const requests: [ProbeRequest, AbortSignal | undefined][] = []
  const remember = (request: ProbeRequest, signal?: AbortSignal) => {
    requests.push([request, signal])
    return Promise.resolve({ missing: missing({ why: 'no-gpu' }), log: '' })
  }
  await webgpuBackend(undefined, remember)
  const { signal } = new AbortController()
  await webgpuBackend({ software: true, signal }, remember)
  expect(requests).toEqual([
    [{ name: 'webgpu', software: false }, undefined],
    [{ name: 'webgpu', software: true }, signal]
  ])
})

test.for([
  [
    {
      vendor: 'google',
      architecture: 'swiftshader',
      device: 'swiftshader-device-subzero-',
      description: 'SwiftShader driver 5.0.0'
    },
    true
  ],
  [
    {
      vendor: 'mesa',
      architecture: '',
      device: 'llvmpipe (LLVM 15.0.6, 256 bits)',
      description: 'llvmpipe: Mesa 22.3.6'
    },
    true
  ],
  [
    {
      vendor: 'microsoft',
      architecture: 'warp',
      device: 'microsoft-basic-render-driver',
      description: 'Microsoft Basic Render Driver'
    },
    true
  ],
  [{ vendor: 'nvidia', architecture: 'hopper', device: 'nvidia-h200', description: 'NVIDIA: 550.90.07' }, false],
  [{ vendor: 'apple', architecture: 'metal-3', device: '', description: 'Apple M2' }, false]
] as const)('%o is software: %s', ([info, software]) => {
  expect(isSoftware({ ...info, isFallbackAdapter: false })).toBe(software)
})

test('an adapter that calls itself a fallback is software', () => {
  const info = { vendor: '', architecture: '', device: '', description: '' }
  expect(isSoftware({ ...info, isFallbackAdapter: true })).toBe(true)
})

test('without a GPU the answer is one line', async () => {
  const found = await probe({ name: 'webgpu' })
  if ('device' in found) return console.log(`webgpu is here: ${found.device}`)
  expect(sentencesOf([found.missing])[0]).toMatch(/^(no GPU was found|only a processor)[^\n]*\(docs\/gpu\.md\)$/)
})
