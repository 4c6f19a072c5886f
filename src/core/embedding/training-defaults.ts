/** The paper's, section 2.4; on how it was trained beyond that, ours. */
export const TRAINING_DEFAULTS = {
  images: 30_000,
  epochs: 400,
  batch: 40,
  architecture: 'manojlovic2020',
  validation: 0.1,
  seed: 1
} as const
