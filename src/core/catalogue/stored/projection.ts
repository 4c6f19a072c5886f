import { anyText, fields, type Infer, list, number } from '../../schema.ts'
import type { Versions } from './document.ts'
import { ANY, COUNT, ID } from './numbers.ts'

const report = fields({
  model: ID,
  /** Values of a vector, and of a projected one. */
  length: COUNT,
  width: COUNT,
  /** Images that it was fitted on. */
  images: COUNT,
  /** Of these, in each direction and in all there are; with n − 1. */
  variances: list(number, ANY),
  variance: number,
  backend: anyText,
  /** The card, or the number of threads. */
  device: anyText
})
/** What `medoid project` prints. */
export type ProjectionReport = Infer<typeof report>

export const PROJECTION_REPORT: Versions<ProjectionReport> = [report]
