import { expect, test } from 'vitest'
import { GpuFailure } from '../../../../src/core/embedding/tfjs/gpu-failure.ts'

/** A device of which a test says what happens to it. */
class FakeDevice extends EventTarget {
  lose!: (info: { reason: string; message: string }) => void
  readonly lost = new Promise<{ reason: string; message: string }>((resolve) => (this.lose = resolve))

  report(error: object): void {
    this.dispatchEvent(Object.assign(new Event('uncapturederror', { cancelable: true }), { error }))
  }
}

class GPUOutOfMemoryError extends Error {}

function watched(): { device: FakeDevice; failure: GpuFailure } {
  const device = new FakeDevice()
  return { device, failure: new GpuFailure(device as unknown as GPUDevice) }
}

test('work on a sound GPU gives its result, or its own error', async () => {
  const { failure } = watched()
  await expect(failure.guard(() => Promise.resolve(7))).resolves.toBe(7)
  await expect(failure.guard(() => Promise.reject(new Error('mine')))).rejects.toThrow('mine')
})

test('a GPU that is lost rejects the work that waits for it, and all work after', async () => {
  const { device, failure } = watched()
  const waiting = failure.guard(() => new Promise(() => undefined))
  device.lose({ reason: 'unknown', message: 'VK_ERROR_DEVICE_LOST\n at Queue' })
  const lost = {
    code: 'device-lost',
    message:
      'The GPU stopped working (VK_ERROR_DEVICE_LOST). What was saved is kept. Continue with resume, or on another backend.'
  }
  await expect(waiting).rejects.toMatchObject(lost)
  await expect(failure.guard(() => Promise.resolve(7))).rejects.toMatchObject(lost)
})

test('a GPU that was closed is not lost', async () => {
  const { device, failure } = watched()
  device.lose({ reason: 'destroyed', message: 'destroyed' })
  await expect(failure.guard(() => Promise.resolve(7))).resolves.toBe(7)
})

test('numbers that come from a GPU without memory are not taken', async () => {
  const { device, failure } = watched()
  const work = failure.guard(() => {
    device.report(new GPUOutOfMemoryError('no room for 168 MB'))
    return Promise.resolve(0)
  })
  await expect(work).rejects.toMatchObject({
    code: 'device-memory',
    message: 'The GPU has too little free memory (no room for 168 MB). Close what else uses it, or use backend wasm.'
  })
})

test('a call that WebGPU refuses is a defect, shown as it is', async () => {
  const { device, failure } = watched()
  device.report(new Error('Dispatch too large'))
  await expect(failure.guard(() => Promise.resolve(0))).rejects.toThrow('WebGPU: Dispatch too large')
})
