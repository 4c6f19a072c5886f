/** Values of the samples of a frame, pixel by pixel. */
export type Values =
  Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array

/** What samples are packed in. */
export type Containers = Uint8Array | Uint16Array | Uint32Array

/**
 * Stored values from their containers: `bits` bits above the lowest `shift`, the highest being the sign of signed ones (PS3.5
 * section 8.1.1). What else is in a container (overlays, once) is dropped. The containers are overwritten.
 */
export function storedValues(containers: Containers, bits: number, shift: number, signed: boolean): Values {
  const size = containers.BYTES_PER_ELEMENT
  const values = signed ? asSigned(containers) : containers
  if (bits === 8 * size) return values
  const left = 32 - shift - bits
  const right = 32 - bits
  if (signed) for (let i = 0; i < values.length; i++) values[i] = (containers[i] << left) >> right
  else for (let i = 0; i < values.length; i++) values[i] = (containers[i] << left) >>> right
  return values
}

function asSigned({ buffer, byteOffset, length, BYTES_PER_ELEMENT }: Containers): Values {
  if (BYTES_PER_ELEMENT === 1) return new Int8Array(buffer, byteOffset, length)
  return BYTES_PER_ELEMENT === 2
    ? new Int16Array(buffer, byteOffset, length)
    : new Int32Array(buffer, byteOffset, length)
}
