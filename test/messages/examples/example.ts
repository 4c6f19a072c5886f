import type { MessageCode, ParametersOf } from '../../../src/messages/message.ts'

/** A value of somebody's own, which every host says as it is: it looks like an option, a command and a button. */
export const OWN = '--sample 5 "medoid scan" “Train”'

/** What tells the variants of a message apart. */
type Discriminant = 'why' | 'what' | 'fault' | 'purpose' | 'holds' | 'finding'

/** Of a message with variants one example each, else one or more. */
export type ExamplesOf<P> = {
  [D in Discriminant]: [P] extends [Record<D, string>] ? { [W in P[D]]: P & Record<D, W> } : never
}[Discriminant] extends infer V
  ? [V] extends [never]
    ? readonly [P, ...P[]]
    : V
  : never

/** Parameters for every message of an area: a code or a variant without an example is an error of types. */
export type Examples<C extends MessageCode> = { [K in C]: ExamplesOf<ParametersOf<K>> }
