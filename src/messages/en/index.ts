import { CATALOGUE } from './catalogue.ts'
import { CHECK } from './check.ts'
import { CSV } from './csv.ts'
import { FILES } from './files.ts'
import { HOST } from './host.ts'
import { JOBS } from './jobs.ts'
import { OUTCOMES } from './outcomes.ts'
import { PROGRAM } from './program.ts'
import { SOURCES } from './sources.ts'
import { STORED } from './stored.ts'
import { VECTORS } from './vectors.ts'
import { WINDOW } from './window.ts'

/** Every message in English, one file an area. */
export const ENGLISH = {
  ...CATALOGUE,
  ...CHECK,
  ...CSV,
  ...FILES,
  ...HOST,
  ...JOBS,
  ...OUTCOMES,
  ...PROGRAM,
  ...SOURCES,
  ...STORED,
  ...VECTORS,
  ...WINDOW
}
