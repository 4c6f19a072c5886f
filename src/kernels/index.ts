/**
 * Medoid's numeric kernels: one WebAssembly module on a memory that threads share. All pointers are addresses in that
 * memory, given out by the host; nothing is allocated here and no kernel keeps state outside the structures it is given.
 */
export { finishPacking } from './packed'
export { gowerRows } from './gower'
export { assignRows, medoidDissimilarities, writeMedoidQueries } from './assign'
export { rowDissimilarities } from './similar'
export { build } from './build'
export { fastermsc, fasterpam } from './fasterpam'
export { pam } from './pam'
export { agglomerate } from './agglomerate'
export { minimax } from './minimax'
export { spanningTree } from './spanning'
export { silhouetteRows } from './silhouette'
export { gramTiles } from './gram'
export { labellingRows } from './labellings'
export { halfDistances, scalarProducts } from './products'
export { runNetwork } from './network'
export { neighbourRows } from './neighbours'
export { movePoints } from './pacmap'
export { placeRows } from './place'
export { nearestVectors, squareVectors } from './nearest-vectors'
import './layout'
