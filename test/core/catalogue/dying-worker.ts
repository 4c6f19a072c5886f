import { openFile } from '../../../src/core/archives/open-file.ts'
import { HeaderReader } from '../../../src/core/dicom/header.ts'
import '../../../src/core/catalogue/scan-worker.ts'

// A scan worker with a defect: a file with "deadly" in its beginning ends it.
const read = Object.getOwnPropertyDescriptor(HeaderReader.prototype, 'read')!.value as HeaderReader['read']
HeaderReader.prototype.read = function (path, size, file = openFile(path)) {
  const head = Buffer.alloc(512)
  if (head.toString('latin1', 0, file.read(head, 0, head.length, 0)).includes('deadly')) {
    throw new RangeError('a defect of the reader')
  }
  return read.call(this, path, size, file)
}
