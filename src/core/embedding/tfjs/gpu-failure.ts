import { MedoidError } from '../../errors.ts'

/** Whether a GPU still computes. What it reports of itself comes outside of any call, and its results may be zeros then. */
export class GpuFailure {
  private reason: Error | undefined
  private reject: ((reason: Error) => void) | undefined

  /** @param device whose troubles to hear of */
  constructor(device: GPUDevice) {
    device.addEventListener('uncapturederror', (event) => {
      // Otherwise it is printed as well.
      event.preventDefault()
      this.fail(asError(event.error))
    })
    void device.lost.then(({ reason, message }) => {
      if (reason === 'destroyed') return
      this.fail(new MedoidError('device-lost', { reason: firstLine(message) }))
    })
  }

  /** Does the work, and rejects when the GPU fails meanwhile or has failed before. */
  guard<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = (then: () => void) => {
        this.reject = undefined
        if (this.reason === undefined) then()
        else reject(this.reason)
      }
      if (this.reason !== undefined) return reject(this.reason)
      this.reject = reject
      work().then(
        (result) => settle(() => resolve(result)),
        (error: Error) => settle(() => reject(error))
      )
    })
  }

  private fail(reason: Error): void {
    this.reason ??= reason
    this.reject?.(this.reason)
  }
}

function asError(error: GPUError): Error {
  if (error.constructor.name !== 'GPUOutOfMemoryError') return new Error(`WebGPU: ${error.message}`)
  return new MedoidError('device-memory', { reason: firstLine(error.message) })
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]
}
