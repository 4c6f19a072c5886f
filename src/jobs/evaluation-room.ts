import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { loadModel, type StoredModel } from '../core/catalogue/models.ts'
import type { ClusteringName } from '../core/catalogue/clustering-name.ts'
import { isEdited } from '../core/catalogue/edited.ts'
import { loadRun, type StoredRun, UNASSIGNED } from '../core/catalogue/runs.ts'
import type { Unit } from '../core/catalogue/stored/unit.ts'
import { type Room, roomFor } from '../core/evaluation/draw.ts'
import { GROUP_KEYWORDS, groupsOf } from '../core/features/groups.ts'
import { shapedClusters } from './edited-clusterer.ts'
import { subset } from './features.ts'

/** All images that a model has learnt from, or was chosen by. */
export function usedBy({ training, validation }: StoredModel): Uint32Array {
  return Uint32Array.from([...training, ...validation]).sort()
}

/** Sets of images that chose K or taught a model: the one that evaluates, and the one whose pictures the run compares. */
export function seenBefore(reader: CatalogueReader, run: StoredRun, model: StoredModel): Uint32Array[] {
  const { fuse } = run.parameters
  const models = fuse === null ? [model] : [model, loadModel(reader.db, String(fuse.model))]
  return [run.sample, ...models.map(usedBy)]
}

/** What there is to draw datasets from, and what was seen before. */
export function drawable(
  reader: CatalogueReader,
  run: StoredRun,
  model: StoredModel
): { images: Uint32Array; excluded: Uint32Array[] } {
  return {
    images: subset(reader, run.parameters.where, run.created),
    excluded: seenBefore(reader, run, model)
  }
}

/**
 * What an evaluation would draw: of clusters that people shaped, images that are in one of them.
 * @throws MedoidError `no-groups`
 */
export function evaluationRoom(
  reader: CatalogueReader,
  clustering: ClusteringName,
  model: StoredModel,
  asked: { datasets: number; size: number; by: Unit }
): Room {
  const { datasets, size, by } = asked
  const run = loadRun(reader.db, clustering.run)
  const { images: all, excluded } = drawable(reader, run, model)
  const shaped = isEdited(reader.db, clustering) ? shapedClusters(reader, clustering) : null
  const images = shaped === null ? all : all.filter((instance) => shaped.clusters[instance] !== UNASSIGNED)
  const leastSize = (shaped?.k ?? clustering.k) + 1
  return roomFor({ images, excluded, datasets, size, leastSize, groups: groupsBy(reader, by) })
}

/** What keeps images together; undefined where nothing does. */
export function groupsBy(reader: CatalogueReader, by: Unit): ((instances: Uint32Array) => Int32Array) | undefined {
  return by === 'image' ? undefined : (instances) => groupsOf(reader, GROUP_KEYWORDS[by], instances)
}
