/** What the host packs: a description, and where the arrays behind it begin, in bytes. */
export function unpack<D>(packed: ArrayBuffer): { description: D; start: number } {
  const length = new DataView(packed).getUint32(0, true)
  const json = new TextDecoder().decode(new Uint8Array(packed, 4, length))
  return { description: JSON.parse(json) as D, start: 4 + length }
}
