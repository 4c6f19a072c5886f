import { count, counted } from '../format.ts'

/** Catalogues that are merged into one. */
export const MERGE = {
  'shards-missing': (given: {
    shards: number
    missing: number
    /** Missing ones and those that are no shards of the plan, as `sbatch --array` takes them. */
    array: string
    /** Files that stand in the place of a shard, and why they are none. */
    unfit: string[]
  }) => ({
    problem: [
      given.missing === 0
        ? `${counted(given.unfit.length, 'shards')} of ${count(given.shards)} cannot be used.`
        : `${count(given.missing)} of ${counted(given.shards, 'shards')} ${given.missing === 1 ? 'is' : 'are'} missing.`,
      ...given.unfit
    ].join(' '),
    remedy: `Run these tasks of the array again: ${given.array}; then merge again. The others are kept.`
  }),

  'shard-damaged': ({ path, shard, reason }: { path: string; shard: number; reason: string }) => ({
    problem: `${path} is damaged (${reason}).`,
    remedy: `Move the file away, and run task ${shard} of the array again; then merge again. The others are kept.`
  }),

  'merge-too-large': ({ most }: { most: number }) => ({
    problem: `A catalogue holds at most ${counted(most, 'instances')}; these together have more.`,
    remedy: 'Merge fewer of them.'
  }),

  'merge-nothing': () => ({
    problem: 'There is nothing to merge.',
    remedy: 'Name the run folder of a plan, or catalogues in their order.'
  })
}
