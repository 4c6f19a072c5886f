import { MedoidError } from '../errors.ts'

/**
 * The power of two that brings the length of a vector to at least 1 and below 2, so that no product of its values leaves the
 * range of f32; 0 for a vector without a length.
 * @param row for the message
 * @throws MedoidError `vector-not-finite`
 */
export function scaleOf(values: Float32Array, row: number): number {
  let square = 0
  for (let i = 0; i < values.length; i++) square += values[i] * values[i]
  if (!Number.isFinite(square)) {
    const at = values.findIndex((value) => !Number.isFinite(value))
    throw new MedoidError(
      'vector-not-finite',
      `Row ${row + 1} has the value ${values[at]} in column ${at + 1} of its vector. Distances need finite numbers: take that row out, ` +
        'or compute its vector again.'
    )
  }
  return square === 0 ? 0 : 2 ** -Math.floor(Math.log2(square) / 2)
}
