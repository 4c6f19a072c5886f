import type { Ranking } from '../features/rank.ts'
import type { SelectionName } from '../features/selections.ts'
import { informationScores } from './information.ts'
import { laplacianScores } from './laplacian.ts'
import { forwardSearch } from './wrapper.ts'

/** How each way of `SELECTIONS` ranks tags; the one of the paper needs no ranking. */
const RANKINGS: Record<Exclude<SelectionName, 'missing'>, Ranking['rank']> = {
  information: async (task, work) => byScore(await informationScores(task, work), task.included, -1),
  laplacian: async (task, work) => byScore(await laplacianScores(task, work), task.included, 1),
  wrapper: forwardSearch
}

/** @returns undefined for the order of the paper, by missing share */
export function rankingNamed(name: SelectionName): Ranking | undefined {
  return name === 'missing' ? undefined : { name, rank: RANKINGS[name] }
}

/** Places from `from` on, in the order of their scores times `sign`; of equal ones the first comes first. */
function byScore(scores: Float64Array, from: number, sign: 1 | -1): number[] {
  return Array.from(scores.keys())
    .slice(from)
    .sort((a, b) => (scores[a] === scores[b] ? a - b : sign * (scores[a] - scores[b])))
}
