/** Images of a small archive: the clusters of every K get all of them at once, which takes seconds, and a part of them is held out. */
export const SMALL_ARCHIVE = 20_000

/** Images of a sample at most, where nobody says how many. */
export const USUAL_SAMPLE = 5000

/** Fewer images leave too few to evaluate with, whatever the sample leaves. */
export const FEWEST_HALVED = 40

/**
 * Images of a sample at most, where nobody says how many: half of them, so that the other half is left to evaluate with, and 5,000 at
 * most; all of fewer than 40.
 * @param k numbers of clusters, each of which must be possible
 */
export function usualSample(images: number, k: readonly number[] = []): number {
  const half = Math.floor(images / 2)
  return images < FEWEST_HALVED || k.some((each) => each >= half)
    ? Math.min(images, USUAL_SAMPLE)
    : Math.min(half, USUAL_SAMPLE)
}
