/**
 * The number with the fewest decimal digits that rounds to the same 32-bit float: 0.1 for the float 0.1, which as a
 * double would print as 0.10000000149011612. Up to 6 digits survive decimal → float → decimal and 9 tell every float
 * apart (C's FLT_DIG and FLT_DECIMAL_DIG), so only 6 to 9 need to be tried. (Subnormal floats come back too, but may
 * print longer than they need.)
 *
 * @param float a value of a Float32Array
 */
export function shortestFloat(float: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(float.toPrecision(digits))
    if (Math.fround(short) === float) return short
  }
  return Number(float.toPrecision(9))
}
