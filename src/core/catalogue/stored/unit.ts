import { type Infer, oneOf } from '../../schema.ts'

/** What is drawn evenly, or kept together, where images are drawn. */
export const UNITS = ['image', 'series', 'patient'] as const

export const unit = oneOf(...UNITS)
export type Unit = Infer<typeof unit>
