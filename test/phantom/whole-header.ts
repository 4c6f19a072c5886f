import dicomParser from 'dicom-parser'

/** The header as dicom-parser reads it; undefined where the file ends inside of it. */
export function wholeHeader(bytes: Buffer): dicomParser.DataSet | undefined {
  let dataSet: dicomParser.DataSet
  try {
    dataSet = dicomParser.parseDicom(bytes, { untilTag: 'x7fe00010' })
  } catch {
    return undefined
  }
  // In implicit VR dicom-parser does not mind a last value that should have been longer.
  const values = Object.values(dataSet.elements).filter(({ tag }) => tag !== 'x7fe00010')
  const end = Math.max(...values.map(({ dataOffset, length }) => dataOffset + length))
  return end <= dataSet.byteArray.length ? dataSet : undefined
}
