import { HeaderReader } from '../../../src/core/dicom/header.ts'
import '../../../src/core/catalogue/scan-worker.ts'

// A scan worker with a defect: a file with "deadly" in it ends it.
const readFrom = Object.getOwnPropertyDescriptor(HeaderReader.prototype, 'readFrom')!.value as HeaderReader['readFrom']
HeaderReader.prototype.readFrom = function (source, size) {
  const head = Buffer.alloc(512)
  if (head.toString('latin1', 0, source.read(head, 0, head.length, 0)).includes('deadly')) {
    throw new RangeError('a defect of the reader')
  }
  return readFrom.call(this, source, size)
}
