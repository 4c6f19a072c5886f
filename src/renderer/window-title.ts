import type { ShownJob } from '../api/contract.ts'
import { percent } from '../messages/format.ts'

const PROGRAM = 'Medoid'

/**
 * What the title of the window says, the most particular first, as tabs and task bars cut it at its end: `45 % Cluster · Clusters ·
 * heads.sqlite · Medoid`.
 *
 * @param view the title of the place that is shown; '' for none
 * @param catalogue its file; null where none is open
 * @param jobs those of the catalogue, with their titles
 */
export function windowTitle(
  view: string,
  catalogue: string | null,
  jobs: readonly (Pick<ShownJob, 'state' | 'progress'> & { title: string })[]
): string {
  const running = jobs.filter(({ state }) => state === 'running')
  const name = catalogue?.split(/[\\/]/).at(-1)
  return [running.length === 0 ? '' : progressWords(running[0]), ...(name === undefined ? [] : [view, name]), PROGRAM]
    .filter((part) => part !== '')
    .join(' · ')
}

function progressWords({ progress, title }: Pick<ShownJob, 'progress'> & { title: string }): string {
  const { done, total } = progress ?? {}
  return total === undefined || total === 0 ? `${title}…` : `${percent(Math.min(1, done! / total), 0)} ${title}`
}
