import type { Tiling } from '../../../../../api/contract.ts'
import type { ViewedFrame } from '../frame.ts'
import type { Turn } from '../turn.ts'
import type { Voi } from '../voi.ts'
import type { Slide } from './slide-levels.ts'

/** How a slide is shown. */
export interface ShownSlide {
  slide: Slide
  /** Height to width of a pixel. */
  aspect: number
  kind: 'grey' | 'colour'
  /** Width of a pixel; null where nobody says. */
  millimetres: number | null
  channel: number
  plane: number
  voi: Voi
  isInverted: boolean
  turn: Turn
}

/** What is to be told of what is in sight. */
export interface SlideState {
  /** From 1, the finest. */
  level: number
  levels: number
  /** Tiles of the level that are still to come. */
  coming: number
  /** Whether there are so many in sight that none is loaded. */
  isTooMany: boolean
  failed: number
  /** Why one cannot be shown. */
  failure: string
}

export interface SlideHost {
  tiling: (instance: number, signal: AbortSignal) => Promise<Tiling | null>
  frame: (instance: number, frame: number, signal: AbortSignal) => Promise<ViewedFrame>
  /** Something was drawn, at a place of its own. */
  drawn: () => void
  /** A tile came, with values of which some may be beyond all before. */
  seen: (min: number, max: number) => void
}
