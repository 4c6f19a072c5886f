import { CATALOGUE } from './catalogue.ts'

/** Every message in English, one file an area. */
export const ENGLISH = { ...CATALOGUE }
