import { CATALOGUE } from './catalogue.ts'
import { CHECK } from './check.ts'
import { CSV } from './csv.ts'
import { DICOM } from './dicom.ts'
import { FILES } from './files.ts'
import { LABELS } from './labels.ts'
import { PHANTOM } from './phantom.ts'
import { PIXELS } from './pixels.ts'
import { PROGRAM } from './program.ts'
import { SOURCES } from './sources.ts'
import { STORED } from './stored.ts'

/** Every message in English, one file an area. */
export const ENGLISH = {
  ...CATALOGUE,
  ...CHECK,
  ...CSV,
  ...DICOM,
  ...FILES,
  ...LABELS,
  ...PHANTOM,
  ...PIXELS,
  ...PROGRAM,
  ...SOURCES,
  ...STORED
}
