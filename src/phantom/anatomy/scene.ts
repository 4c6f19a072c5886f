import type { Random } from '../../core/random.ts'
import type { Canvas } from '../canvas.ts'
import type { TissuePalette } from '../tissues.ts'

/** What a painter needs to draw one picture. */
export interface Scene {
  canvas: Canvas
  /** Brightness of the tissues; projections do not use it. */
  tissue: TissuePalette
  /** Where the slice lies in its stack, 0 to 1. */
  z: number
  /** Chances of this one picture. */
  random: Random
  /** −1 or 1: which side of the body it is, in pictures of one of two. */
  side: number
}

export type ScenePainter = (scene: Scene) => void

/** 0 at the ends of the stack, 1 in its middle. */
export function bulge(z: number): number {
  return Math.sin(Math.PI * Math.min(1, Math.max(0, z)))
}
