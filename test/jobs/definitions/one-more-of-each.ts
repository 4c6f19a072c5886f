import { ALGORITHMS, type Algorithm } from '../../../src/core/clustering/algorithms.ts'
import { ARCHITECTURES, type Architecture } from '../../../src/core/embedding/architecture.ts'
import { PICTURE_SIDE } from '../../../src/core/pixels/picture.ts'

/** What somebody would add to Medoid, each in its one place. Loaded before the program (`--import`), in each of its processes. */

;(ALGORITHMS as Algorithm[]).push({
  name: 'random-starts',
  label: 'Random starts only',
  help: 'fast swaps from random starts',
  starts: (restarts) => Array.from({ length: restarts }, () => 'fasterpam')
})
;(ARCHITECTURES as Architecture[]).push({
  name: 'tiny',
  side: PICTURE_SIDE,
  encoder: [{ kind: 'convolution', kernel: 3, filters: 16, activation: 'relu' }, { kind: 'max-pool' }],
  decoder: [{ kind: 'upsample' }, { kind: 'convolution', kernel: 3, filters: 1, activation: 'sigmoid' }]
})
