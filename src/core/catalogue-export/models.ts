import { listEvaluations, type StoredEvaluation } from '../catalogue/evaluations.ts'
import { loadModel, modelIds, type StoredModel } from '../catalogue/models.ts'
import type { CatalogueReader } from '../catalogue/reader.ts'
import { publicConditions } from '../labels/public-parameters.ts'
import { type ExportedTable, type Field, madeFields } from './exported-table.ts'
import { rowTable } from './table-of.ts'

/** Autoencoders, and what evaluations with them found. */
export function modelTables(reader: CatalogueReader): ExportedTable[] {
  return [models(reader), evaluations(reader)]
}

function models(reader: CatalogueReader): ExportedTable {
  const fields: readonly Field<StoredModel>[] = [
    { name: 'model', type: 'int32', meaning: 'its number', cell: ({ id }) => id },
    ...madeFields<StoredModel>(),
    { name: 'architecture', type: 'string', meaning: 'its layers', cell: ({ report }) => report.architecture },
    { name: 'embedding', type: 'int32', meaning: 'values of a vector', cell: ({ report }) => report.embedding },
    { name: 'images', type: 'int32', meaning: 'images trained on', cell: ({ report }) => report.images },
    { name: 'epochs', type: 'int32', meaning: 'passes over them', cell: ({ report }) => report.epochs.length },
    {
      name: 'loss',
      type: 'double',
      meaning: 'mean squared error of the pixels, 0 to 1, in the last epoch',
      cell: ({ report }) => report.epochs.at(-1)?.loss ?? null
    },
    {
      name: 'validationLoss',
      type: 'double',
      meaning: 'the same of images kept aside',
      cell: ({ report }) => report.epochs.at(-1)?.validationLoss ?? null
    },
    {
      name: 'seed',
      type: 'double',
      meaning: 'of images, order and weights',
      cell: ({ report }) => report.parameters.seed
    },
    {
      name: 'parameters',
      type: 'string',
      meaning: 'what was asked for (JSON); values of conditions that may tell of a person are withheld',
      cell: ({ report: { parameters } }) =>
        JSON.stringify({ ...parameters, where: publicConditions(parameters.where, reader.tags()) })
    }
  ]
  return rowTable('models', 'one autoencoder', fields, () =>
    modelIds(reader.db).map((id) => loadModel(reader.db, String(id)))
  )
}

function evaluations({ db }: CatalogueReader): ExportedTable {
  const fields: readonly Field<StoredEvaluation>[] = [
    { name: 'evaluation', type: 'int32', meaning: 'its number', cell: ({ id }) => id },
    ...madeFields<StoredEvaluation>(),
    { name: 'run', type: 'int32', meaning: 'run R', cell: ({ run }) => run },
    { name: 'k', type: 'int32', meaning: 'number of clusters K', cell: ({ k }) => k },
    { name: 'model', type: 'int32', meaning: 'model whose vectors were compared', cell: ({ model }) => model },
    {
      name: 'clustered',
      type: 'double',
      meaning: 'mean cosine distance of images to the centres of their clusters, over the datasets',
      cell: ({ result }) => result.clustered.mean
    },
    {
      name: 'permuted',
      type: 'double',
      meaning: 'the same with the labels in random order',
      cell: ({ result }) => result.permuted.mean
    },
    {
      name: 'pTTest',
      type: 'double',
      meaning: 'p of the paired t-test, two-sided',
      cell: ({ result }) => result.tTest.p
    },
    {
      name: 'pPermutation',
      type: 'double',
      meaning: 'p of the permutation test, one-sided',
      cell: ({ result }) => result.permutationTest.p
    },
    {
      name: 'seed',
      type: 'double',
      meaning: 'of datasets and permutations',
      cell: ({ result }) => result.parameters.seed
    },
    {
      name: 'parameters',
      type: 'string',
      meaning: 'what was asked for (JSON)',
      cell: ({ result }) => JSON.stringify(result.parameters)
    }
  ]
  return rowTable('evaluations', 'one evaluation of a clustering', fields, () => listEvaluations(db))
}
