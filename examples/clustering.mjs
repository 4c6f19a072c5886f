// Clusters a small table of mixed columns by Gower dissimilarity and K-medoids.  node clustering.mjs
import { createAssigner, gowerDissimilarity, medoidRows, sweep } from 'medoid'

/** Eight series: slice thickness in mm, and modality as an index into `levels` (-1: missing). */
const series = {
  rows: 8,
  columns: [
    { name: 'SliceThickness', kind: 'numeric', values: Float64Array.of(1, 1.25, 1, 5, 5, 4.5, NaN, 5) },
    { name: 'Modality', kind: 'nominal', codes: Int32Array.of(0, 0, 0, 1, 1, 1, 1, -1), levels: ['CT', 'MR'] }
  ]
}

const result = await sweep(series, { k: [2, 3], seed: 1 })
for (const { k, silhouette, loss, labels } of result.entries) {
  console.log(`K = ${k}: silhouette ${silhouette.toFixed(3)}, loss ${loss.toFixed(3)}, clusters ${labels.join(' ')}`)
}

// The model holds the ranges of the numeric columns; new rows are compared by the same ranges.
const dissimilarity = gowerDissimilarity(series, result.model)
console.log(
  `Rows 0 and 1 differ by ${dissimilarity(0, 1).toFixed(4)}, rows 0 and 3 by ${dissimilarity(0, 3).toFixed(4)}.`
)

const [best] = result.entries
const assigner = createAssigner(result.model, medoidRows(series, best.medoids))
const { clusters, distances } = assigner.assign({
  rows: 1,
  columns: [
    { name: 'SliceThickness', kind: 'numeric', values: Float64Array.of(4) },
    { name: 'Modality', kind: 'nominal', codes: Int32Array.of(0), levels: ['MR'] }
  ]
})
console.log(`A new MR series of 4 mm belongs to cluster ${clusters[0]}, at distance ${distances[0].toFixed(3)}.`)
