/** Parts of a JPEG codestream, written by hand. */

/** A segment: marker, length, parameters. */
export function segment(marker: number, ...bytes: number[]): Buffer {
  return Buffer.from([0xff, marker, (bytes.length + 2) >> 8, (bytes.length + 2) & 0xff, ...bytes])
}

export const SOI = Buffer.from([0xff, 0xd8])
export const EOI = Buffer.from([0xff, 0xd9])

/** A frame header. @param sampling one a component, horizontal × 16 + vertical; components are called 1, 2, … */
export function frame(marker: number, precision: number, rows: number, columns: number, ...sampling: number[]): Buffer {
  const components = sampling.flatMap((factors, i) => [i + 1, factors, 0])
  return segment(marker, precision, rows >> 8, rows & 255, columns >> 8, columns & 255, sampling.length, ...components)
}

/** A Huffman table of codes of 1, 2, … bits, one a length. @param id class × 16 + number */
export function huffman(id: number, ...symbols: number[]): Buffer {
  return segment(0xc4, id, ...Array.from({ length: 16 }, (_, i) => (i < symbols.length ? 1 : 0)), ...symbols)
}
