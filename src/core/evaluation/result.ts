import type { EvaluationResult } from '../catalogue/stored/evaluation.ts'

/** Below this p a test speaks of a difference: what a control must not do. */
export const CONTROL_LEVEL = 0.001

/** Whether the control's tests reject (p < 0.001), as they should not where labels say nothing. */
export function controlRejects({ control }: Pick<EvaluationResult, 'control'>): boolean {
  const { p } = control.tTest
  return (p !== null && p < CONTROL_LEVEL) || control.permutationTest.p < CONTROL_LEVEL
}
