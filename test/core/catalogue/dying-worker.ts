import { HeaderReader } from '../../../src/core/dicom/header.ts'
import '../../../src/core/catalogue/scan-worker.ts'

// A scan worker with a defect: a file named "deadly…" ends it.
const read = Object.getOwnPropertyDescriptor(HeaderReader.prototype, 'read')!.value as HeaderReader['read']
HeaderReader.prototype.read = function (path, size) {
  if (/deadly[^/]*$/.test(String(path))) throw new RangeError('a defect of the reader')
  return read.call(this, path, size)
}
