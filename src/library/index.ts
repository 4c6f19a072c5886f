/**
 * Medoid as a library: what `import … from 'medoid'` gives. Every function here is one of the method's own; the command line and the
 * window call the same ones. The examples of this package show each of them in use.
 */
export type { Progress, Work } from '../core/work.ts'
export { CancelledError, MedoidError } from '../core/errors.ts'

export { listElements as readHeader } from '../core/dicom/element-list.ts'
export type { ElementList, ListedElement } from '../core/dicom/listed-element.ts'

export { openCatalogue, type OpenCatalogue } from './catalogue.ts'
export type { ColumnValues, Tag, TagFrequency, TagId } from '../core/catalogue/types.ts'

export type {
  CategoricalColumn,
  ColumnKind,
  FeatureColumn,
  FeatureTable,
  NumericColumn
} from '../core/features/table.ts'
export type { GowerModel } from '../core/catalogue/stored/features.ts'
export { columnsInCommon, gowerDissimilarity, gowerModel, pairDistances } from '../core/clustering/gower.ts'
export { DissimilarityMatrix } from '../core/clustering/matrix.ts'
export { type Clustering, kMedoids, type KMedoidsOptions } from '../core/clustering/kmedoids.ts'
export type { Structure } from '../core/catalogue/stored/run.ts'
export { meanSilhouette, silhouettes, structureOf } from '../core/clustering/silhouette.ts'
export { sweep, type SweepEntry, type SweepOptions, type SweepResult } from '../core/clustering/sweep.ts'
export { type Assigner, type Assignment, createAssigner, medoidRows } from '../core/clustering/assign.ts'

export { evaluateVectors, type LabelledVectors } from './evaluation.ts'
export type { GivenVectorsEvaluation, GivenVectorsOptions } from '../core/evaluation/given-vectors.ts'
export type { EvaluationResult } from '../core/catalogue/stored/evaluation.ts'
export { adjustedRandIndex, agreement } from '../core/evaluation/agreement.ts'
export { pairedTTest } from '../core/evaluation/t-test.ts'
