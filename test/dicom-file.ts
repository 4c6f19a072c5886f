/** Data elements by tag, e.g. `'00080060': ['CS', 'MR']`. */
export type Elements = Record<string, [vr: string, value: string]>

/** A small DICOM file: preamble, file meta information and data set in Explicit VR Little Endian; short text VRs and UN. */
export function dicomFile(elements: Elements): Buffer {
  const meta = encode({ '00020010': ['UI', '1.2.840.10008.1.2.1'] })
  const length = Buffer.from([2, 0, 0, 0, 0x55, 0x4c, 4, 0, meta.length, 0, 0, 0])
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), length, meta, encode(elements)])
}

function encode(elements: Elements): Buffer {
  const parts = Object.entries(elements)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([tag, [vr, value]]) => {
      const padded = value.length % 2 === 0 ? value : value + (vr === 'UI' ? '\0' : ' ')
      const header = Buffer.alloc(8)
      header.writeUInt16LE(parseInt(tag.slice(0, 4), 16), 0)
      header.writeUInt16LE(parseInt(tag.slice(4), 16), 2)
      header.write(vr, 4, 'latin1')
      if (vr !== 'UN') header.writeUInt16LE(padded.length, 6)
      const length = Buffer.alloc(vr === 'UN' ? 4 : 0)
      if (vr === 'UN') length.writeUInt32LE(padded.length)
      return Buffer.concat([header, length, Buffer.from(padded, 'latin1')])
    })
  return Buffer.concat(parts)
}
