import { CATALOGUE } from './catalogue.ts'
import { HOST } from './host.ts'
import { JOBS } from './jobs.ts'
import { OUTCOMES } from './outcomes.ts'
import { PROGRAM } from './program.ts'
import { VECTORS } from './vectors.ts'
import { WINDOW } from './window.ts'

/** Every message in English, one file an area. */
export const ENGLISH = { ...CATALOGUE, ...HOST, ...JOBS, ...OUTCOMES, ...PROGRAM, ...VECTORS, ...WINDOW }
