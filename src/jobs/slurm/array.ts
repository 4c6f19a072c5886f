/** Task numbers of job arrays. */

/** `0-3,7,9-10`, as sbatch takes it. @param tasks ascending */
export function arrayList(tasks: readonly number[]): string {
  const ranges: [from: number, to: number][] = []
  for (const task of tasks) {
    const last = ranges.at(-1)
    if (last !== undefined && task === last[1] + 1) last[1] = task
    else ranges.push([task, task])
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(',')
}

/** Tasks of one array; a task's own number is `offset` less. */
interface Chunk {
  offset: number
  tasks: number[]
}

/**
 * Tasks in arrays that a cluster takes.
 * @param tasks ascending
 * @param most one more than the highest number of a task (MaxArraySize of slurm.conf)
 */
export function chunks(tasks: readonly number[], most: number): Chunk[] {
  const byOffset = Map.groupBy(tasks, (task) => task - (task % most))
  return [...byOffset].map(([offset, these]) => ({ offset, tasks: these.map((task) => task - offset) }))
}
