/** IEEE 754 binary16 numbers, which this version of JavaScript has no array for: little-endian, two bytes each. */

const bits = new Uint32Array(1)
const single = new Float32Array(bits.buffer)

/** The nearest half to a number, ties to even; beyond 65,504 infinity. @returns its 16 bits */
function halfOf(value: number): number {
  single[0] = value
  const sign = (bits[0] >>> 16) & 0x8000
  const rest = bits[0] & 0x7fffffff
  if (rest >= 0x47800000) return sign | (rest > 0x7f800000 ? 0x7e00 : 0x7c00)
  if (rest < 0x38800000) {
    // Below the least normal half, in steps of 2⁻²⁴.
    single[0] = value
    return sign | nearestEven(Math.abs(single[0]) * 2 ** 24)
  }
  const rounded = rest + 0xfff + ((rest >>> 13) & 1) - 0x38000000
  return sign | Math.min(0x7c00, rounded >>> 13)
}

function nearestEven(value: number): number {
  const low = Math.floor(value)
  const above = value - low
  return above > 0.5 || (above === 0.5 && low % 2 === 1) ? low + 1 : low
}

/** The number that each of the 65,536 halves stands for. */
let numbers: Float32Array | undefined

function allHalves(): Float32Array {
  return Float32Array.from({ length: 65_536 }, (_, half) => {
    const sign = half >= 0x8000 ? -1 : 1
    const exponent = (half >> 10) & 31
    const fraction = half & 1023
    if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN
    return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15))
  })
}

export function toHalves(values: Float32Array): Buffer {
  const halves = Buffer.alloc(values.length * 2)
  for (let i = 0; i < values.length; i++) halves.writeUInt16LE(halfOf(values[i]), i * 2)
  return halves
}

/**
 * The scalar product of a vector with one of halves, and that of the latter with itself.
 * @param halves two bytes for each value of the vector
 */
export function productsWithHalves(vector: Float32Array, halves: Uint8Array): { product: number; square: number } {
  numbers ??= allHalves()
  let product = 0
  let square = 0
  for (let i = 0; i < vector.length; i++) {
    const value = numbers[halves[2 * i] | (halves[2 * i + 1] << 8)]
    product += vector[i] * value
    square += value * value
  }
  return { product, square }
}

/** @param into as many numbers as there are halves */
export function fromHalves(halves: Uint8Array, into: Float32Array): Float32Array {
  numbers ??= allHalves()
  for (let i = 0; i < into.length; i++) into[i] = numbers[halves[2 * i] | (halves[2 * i + 1] << 8)]
  return into
}
