/** In place of the XML writer that the viewer's library brings along for formats nobody writes here. */
export function create(): never {
  throw new Error('Medoid writes no XML.')
}
