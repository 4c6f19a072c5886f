import { MedoidError } from '../errors.ts'
import type { VectorNumbers } from '../vectors/stored-vectors.ts'

/** The sum of squares of values between these loses nothing to the range of f64. */
const LEAST_SQUARE = 2 ** -900
const MOST_SQUARE = 2 ** 1000

/** Powers of two that f64 has. */
const MOST_EXPONENT = 1023

/**
 * The power of two that brings the length of a vector to at least 1 and below 2, so that no product of its values leaves the
 * range of f32; 0 for a vector without a length. Where that power is beyond f64 (values below 1e-308), the largest there is.
 * @param row for the message
 * @throws MedoidError `vector-not-finite`
 */
export function scaleOf(values: VectorNumbers, row: number): number {
  const square = squareOf(values, 1)
  if (square >= LEAST_SQUARE && square <= MOST_SQUARE) return 2 ** exponentOf(square)
  // Too small or too large to be squared: the greatest value is brought to about 1 before.
  let most = 0
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]))
  if (most === 0) return 0
  if (!Number.isFinite(most)) {
    const at = values.findIndex((value) => !Number.isFinite(value))
    throw new MedoidError('vector-not-finite', {
      dataset: null,
      row: row + 1,
      column: at + 1,
      value: String(values[at])
    })
  }
  const first = Math.min(MOST_EXPONENT, -Math.floor(Math.log2(most)))
  return 2 ** Math.min(MOST_EXPONENT, first + exponentOf(squareOf(values, 2 ** first)))
}

function squareOf(values: VectorNumbers, scale: number): number {
  let square = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i] * scale
    square += value * value
  }
  return square
}

/** Of the power of two that brings a length of this square to at least 1 and below 2. */
function exponentOf(square: number): number {
  return -Math.floor(Math.log2(square) / 2)
}
