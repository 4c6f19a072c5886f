// Are vectors with the same label alike?  node evaluation.mjs
import { evaluateVectors } from 'medoid'

/** Sixty vectors of two values, as embeddings of images are of many: three labels, each with a direction of its own. */
const labels = Array.from({ length: 60 }, (_, row) => ['CT', 'MR', 'US'][row % 3])
const values = Float32Array.from(labels.flatMap((label, row) => direction({ CT: 0, MR: 120, US: 240 }[label] + row)))

function direction(degrees) {
  const angle = (degrees * Math.PI) / 180
  return [Math.cos(angle), Math.sin(angle)]
}

const options = { datasets: 3, size: 20, permutations: 999, seed: 1 }
const { clustered, permuted, tTest, permutationTest } = await evaluateVectors({ values, length: 2, labels }, options)
console.log(
  `Cosine distance to the centre of the label: ${clustered.mean.toFixed(3)}, with permuted labels ${permuted.mean.toFixed(3)}`
)
console.log(`Paired t-test over the datasets: t(${tTest.df}) = ${tTest.t.toFixed(2)}, p = ${tTest.p.toPrecision(2)}`)
console.log(`Permutation test: p = ${permutationTest.p}`)
