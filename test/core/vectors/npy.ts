/** An npy file of version 1.0, by the format's definition. */
export function npy(descr: string, shape: string, data: Uint8Array): Buffer {
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117) + '\n'
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\0v\0', 'latin1'), Buffer.from(text), data])
}
export const bytes = (numbers: { buffer: ArrayBufferLike }): Uint8Array => new Uint8Array(numbers.buffer as ArrayBuffer)
