import type { DissimilarityMatrix } from '../../src/core/clustering/matrix.ts'
import { beginBuild, beginSearch, endBuild, endSearch, type Start } from '../../src/core/clustering/state.ts'
import { instantiate } from '../../src/core/kernels/kernels.ts'

/** BUILD alone, a few gains at a time. */
export function build(matrix: DissimilarityMatrix, k: number): Uint32Array {
  const kernels = instantiate(matrix.memory)
  beginBuild(matrix.memory, matrix.build, k)
  while (kernels.build(matrix.address, matrix.build.address, 7) !== 0);
  return endBuild(matrix.memory, matrix.build, k).medoids
}

/** One search from one start, a few candidates at a time. */
export function search(
  matrix: DissimilarityMatrix,
  kernel: 'fasterpam' | 'fastermsc' | 'pam',
  start: Start
): ReturnType<typeof endSearch> {
  const kernels = instantiate(matrix.memory)
  const [state] = matrix.searches
  beginSearch(matrix.memory, state, start)
  while (kernels[kernel](matrix.address, state.address, 7) !== 0);
  return endSearch(matrix.memory, state, start.medoids.length)
}
