/**
 * Everything that is measured, each figure beside its peer and its target: npm run bench [-- SECTION…]
 */
import { availableParallelism, cpus } from 'node:os'
import { benchBurnedIn } from './burned-in.ts'
import { benchLargeCatalogue, benchScan, benchShare } from './catalogue.ts'
import { benchClustering, benchLargeMatrix } from './clustering.ts'
import { benchDataset } from './dataset.ts'
import { benchEvaluation } from './evaluation.ts'
import { type Figure, printFigures } from './figure.ts'
import { benchLargeK } from './large-k.ts'
import { benchMapView } from './map-view.ts'
import { benchMap } from './map.ts'
import { benchPixels } from './pixels.ts'
import { benchProjection } from './projection.ts'
import { benchQuality } from './quality.ts'
import { benchOperations } from './scale-operations.ts'
import { benchMerge } from './scale-merge.ts'
import { benchScale } from './scale.ts'
import { benchSimilar } from './similar.ts'
import { benchSimilarPixels } from './similar-pixels.ts'
import { benchSites } from './sites.ts'
import { benchTags } from './tags.ts'
import { benchTree } from './tree.ts'
import { benchTraining } from './training.ts'
import { benchWindow } from './window.ts'

const SECTIONS: Record<string, () => Figure[] | Promise<Figure[]>> = {
  clustering: benchClustering,
  matrix: benchLargeMatrix,
  tree: async () => [...(await benchTree()), ...(await benchLargeK())],
  scan: benchScan,
  share: benchShare,
  catalogue: () => benchLargeCatalogue(),
  // The others measure memory of children, whose peak is that of this process when they start.
  scale: () => [...benchMerge(), ...benchOperations(), ...benchScale()],
  map: async () => [...(await benchMap()), ...(await benchMapView())],
  pixels: benchPixels,
  training: benchTraining,
  evaluation: benchEvaluation,
  projection: benchProjection,
  similar: async () => [...(await benchSimilar()), ...(await benchSimilarPixels())],
  quality: () => benchQuality(),
  tags: async () => [...(await benchTags()), ...(await benchSites())],
  dataset: benchDataset,
  'burned-in': benchBurnedIn,
  window: benchWindow
}

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(SECTIONS)
const unknown = wanted.filter((name) => !(name in SECTIONS))
if (unknown.length > 0) {
  console.error(`There is no section ${unknown.join(', ')}. There are: ${Object.keys(SECTIONS).join(', ')}.`)
  process.exit(2)
}
console.log(`${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`)
const short: string[] = []
for (const name of wanted) {
  console.log(`\n${name}`)
  const figures = await SECTIONS[name]()
  printFigures(figures)
  short.push(...figures.filter(({ holds }) => holds === false).map((figure) => figure.name))
}
console.log(short.length === 0 ? '\nEvery target holds.' : `\nShort of their target: ${short.join('; ')}`)
