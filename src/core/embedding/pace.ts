import { stepsOf } from './train.ts'

const HOUR = 3600

/** Longer than this, a person wants to know what fits an hour. */
const LONG = 2 * HOUR

/** Passes over the images that make a small training worth its while. */
const FEW_EPOCHS = 20
const LEAST_IMAGES = 500

/** Seconds that a training takes; a pass forward (validation) costs a third of a step. */
export function trainingSeconds(
  secondsPerStep: number,
  {
    images,
    validationImages,
    epochs,
    batch
  }: { images: number; validationImages: number; epochs: number; batch: number }
): number {
  return epochs * (stepsOf(images, batch) + stepsOf(validationImages, batch) / 3) * secondsPerStep
}

/**
 * Numbers of images and epochs that fit an hour on this machine, where those asked for take two hours or more.
 * @param seconds that what was asked for takes
 * @returns null where it is not needed
 */
export function proposal(
  seconds: number,
  secondsPerStep: number,
  { batch, images }: { batch: number; images: number }
): { images: number; epochs: number } | null {
  if (seconds < LONG) return null
  // A tenth is for validation and a margin.
  const passes = (0.9 * HOUR * batch) / secondsPerStep
  const each = Math.floor(passes / FEW_EPOCHS / 100) * 100
  const fitting = Math.min(images, Math.max(LEAST_IMAGES, each))
  return { images: fitting, epochs: Math.max(1, Math.floor(passes / fitting)) }
}
