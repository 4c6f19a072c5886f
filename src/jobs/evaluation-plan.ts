import type { Catalogue } from '../core/catalogue/database.ts'
import type { ClusteringName } from '../core/catalogue/clustering-name.ts'
import { editedUpTo } from '../core/catalogue/edited.ts'
import { loadModel, type StoredModel } from '../core/catalogue/models.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { findClustering, loadRun, type StoredRun } from '../core/catalogue/runs.ts'
import type { EvaluationParameters } from '../core/catalogue/stored/evaluation.ts'
import { type Architecture, embeddingShape } from '../core/embedding/architecture.ts'
import type { TrainingState } from '../core/embedding/checkpoint.ts'
import { MedoidError } from '../core/errors.ts'
import { drawDatasets } from '../core/evaluation/draw.ts'
import { checkDatasets, checkPermutations, checkSize } from '../core/evaluation/protocol.ts'
import { countWithoutGroup } from '../core/features/groups.ts'
import type { Work } from '../core/work.ts'
import type { EvaluateParameters } from './definitions/evaluation.ts'
import { EditedClusterer } from './edited-clusterer.ts'
import { drawable, groupsBy } from './evaluation-room.ts'
import { tellWithoutGroup } from './features.ts'
import { architectureOf, loadState } from './model-state.ts'

/** What is drawn, and how it is tested: whatever computes. */
type AskedEvaluation = Omit<EvaluateParameters, 'backend' | 'catalogue'>

/** What is evaluated, and on which images: the same in one process and in shards. */
export interface EvaluationPlan {
  clustering: ClusteringName
  run: StoredRun
  /** Up to which change of the clusters; 0: as the method made them. */
  edit: number
  /** null for clusters as the method made them. */
  edited: EditedClusterer | null
  model: StoredModel
  architecture: Architecture
  state: TrainingState
  /** Each ascending. */
  datasets: Uint32Array[]
  parameters: EvaluationParameters
}

/** @throws MedoidError where it cannot be done as it is asked for */
export function planEvaluation(
  reader: CatalogueReader,
  catalogue: Pick<Catalogue, 'db' | 'file'>,
  asked: AskedEvaluation,
  work: Work
): EvaluationPlan {
  const { db } = catalogue
  checkDatasets(asked.datasets)
  checkPermutations(asked.permutations)
  const clustering = findClustering(db, asked.run)
  const run = loadRun(db, clustering.run)
  const model = loadModel(db, asked.model)
  checkNotCircular(run, model)
  const { fuse } = run.parameters
  if (fuse !== null) {
    work.onMessage?.({ code: 'evaluation-circular-in-part', parameters: { run: run.id, ...fuse } })
  }
  const edited = EditedClusterer.of(reader, catalogue, run, clustering, work)
  const k = edited?.k ?? clustering.k
  checkSize(asked.size, k)
  const drawn = drawSets(reader, run, model, edited, k, asked, work)
  const architecture = architectureOf(model)
  const { values } = embeddingShape(architecture)
  if (asked.project !== undefined && asked.project >= values) {
    throw new MedoidError('projection-too-wide', { why: 'vectors', width: asked.project, values })
  }
  const state = loadState(db, model, work)
  if (state.epochs.length === 0) work.onMessage?.({ code: 'model-untrained', parameters: { model: model.id } })
  return { clustering, run, edit: editedUpTo(db, clustering), edited, model, architecture, state, ...drawn }
}

/** Clusters that were made of the vectors of a model are near each other in these. @throws MedoidError `evaluation-circular` */
function checkNotCircular({ id, parameters }: StoredRun, model: StoredModel): void {
  if (parameters.fuse?.model !== model.id) return
  throw new MedoidError('evaluation-circular', { run: id, model: model.id })
}

function drawSets(
  reader: CatalogueReader,
  run: StoredRun,
  model: StoredModel,
  edited: EditedClusterer | null,
  k: number,
  asked: AskedEvaluation,
  work: Work
): Pick<EvaluationPlan, 'datasets' | 'parameters'> {
  const { datasets, size, centre, permutations, by, seed, fit } = asked
  const { images: all, excluded } = drawable(reader, run, model)
  const images = edited === null ? all : all.filter((instance) => edited.has(instance))
  const groups = groupsBy(reader, by)
  if (groups !== undefined && by !== 'image') tellWithoutGroup(countWithoutGroup(groups(images), by), images, by, work)
  const drawn = drawDatasets({ images, excluded, datasets, size, leastSize: k + 1, groups, seed, fit })
  if (drawn.datasets.length !== datasets || drawn.size !== size) {
    const fitted = { datasets: drawn.datasets.length, size: drawn.size }
    work.onMessage?.({ code: 'datasets-fitted', parameters: { datasets, size, fitted } })
  }
  return {
    datasets: drawn.datasets,
    parameters: { datasets: drawn.datasets.length, size: drawn.size, centre, permutations, by, seed }
  }
}
