import type { Work } from '../work.ts'

/** What other images are compared with: an image of the catalogue, or a DICOM file, which need not be in the archive. */
export type SimilarQuery = { instance: number } | { file: string | Buffer }

/** What images are compared by. */
export const BY = ['tags', 'pixels', 'both'] as const
export type By = (typeof BY)[number]

/** An image that is like the one asked about. */
export interface SimilarImage {
  instance: number
  /** What it is ranked by, in [0, 2]: `tags`, `pixels`, or of both √((1 − α)(1 − S) + α · min(1, scale · (1 − cos))). */
  distance: number
  /** √(1 − S), in [0, 1]; null where the two share no column, or tags do not count. */
  tags: number | null
  /** 1 − cos, in [0, 2]; null where one of the two has no vector, or pixels do not count. */
  pixels: number | null
}

/** Vectors of pictures that are stored, and how far they lie from another one. */
export interface PixelVectors {
  /** Images that have a vector, ascending ids; live ones only. */
  readonly instances: Uint32Array
  /**
   * The full vector of what is asked about: stored, or made of its picture by the same decoder and the same model; null where it has none.
   * @throws MedoidError where the file cannot be read; CancelledError
   */
  vectorOf(query: SimilarQuery, work: Work): Promise<Float32Array | null>
  /** 1 − cos of a full vector and each of `instances`, by their place: by the short vectors, so all but exactly. */
  distances(vector: Float32Array): Float32Array
  /** The same of some of the instances, from the full vectors: exactly. @param instances any order */
  exactDistances(vector: Float32Array, instances: Uint32Array): Float32Array
  close(): Promise<void>
}
