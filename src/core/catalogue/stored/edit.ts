import * as v from 'valibot'
import { anyText, boolean, fields, type Infer, list, oneOf, orNull, type Schema } from '../../schema.ts'
import { condition } from '../../conditions.ts'
import type { Versions } from './document.ts'
import { ANY, COUNT, ID, INSTANCE, K } from './numbers.ts'

const CLUSTER = v.union([v.literal(0), K], 'the number of a cluster')

/** How images were chosen: by conditions, from a list, in a window, as the clusters of another clustering, `R.K`, or by clustering the images of the cluster. */
const choice = fields({
  by: oneOf('conditions', 'list', 'window', 'clustering', 'parts'),
  where: list(condition, ANY),
  clustering: orNull(anyText)
})
export type EditChoice = Infer<typeof choice>

/** Several clusters are one: that with the number `into`, which is one of them. */
const merge = fields({
  kind: oneOf('merge'),
  clusters: list(CLUSTER, ANY),
  into: CLUSTER,
  /** The entry of the names that gave the merged cluster one; 0: it kept what it had. */
  named: COUNT
})

/** A cluster is several: the images of part 0 stay in it, those of part i are in cluster `into[i − 1]`. */
const split = fields({
  kind: oneOf('split'),
  cluster: CLUSTER,
  into: list(CLUSTER, ANY),
  choice,
  /** Images of each part. */
  images: list(COUNT, ANY),
  /** The medoid of each part then: images that come to the cluster later go to the part with the nearest one. */
  medoids: list(INSTANCE, ANY)
})

/** The images of part 0 are in a cluster; null: they are rejected, and in none. */
const move = fields({
  kind: oneOf('move'),
  to: orNull(CLUSTER),
  /** There was no such cluster before. */
  isNew: boolean,
  choice,
  images: COUNT
})

/** A merge, split or move has no effect any more, or has it again. */
const undo = fields({ kind: oneOf('undo'), entry: ID })
const redo = fields({ kind: oneOf('redo'), entry: ID })

export type Merge = Infer<typeof merge>
export type Split = Infer<typeof split>
export type Move = Infer<typeof move>
export type EditChange = Merge | Split | Move | Infer<typeof undo> | Infer<typeof redo>

const KINDS = new Map<unknown, Schema<EditChange>>(Object.entries({ merge, split, move, undo, redo }))
const unknownKind = v.custom<EditChange>(() => false, 'to merge, split, move, undo or redo')

const change: Schema<EditChange> = v.lazy((given) =>
  typeof given === 'object' && given !== null && 'kind' in given ? (KINDS.get(given.kind) ?? unknownKind) : unknownKind
)

export const EDIT_CHANGE: Versions<EditChange> = [change]
