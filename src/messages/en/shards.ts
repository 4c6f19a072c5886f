import { count, counted } from '../format.ts'

/** An archive that several machines scan, each a part of it. */
export const SHARDS = {
  'plan-missing': ({ path }: { path: string }) => ({
    problem: `There is no plan at ${path}.`,
    remedy: 'Correct the path, or plan the scan of the archive first.'
  }),

  'plan-damaged': ({ path, problem }: { path: string; problem: string }) => ({
    problem: `${path} is not the plan that was written: ${problem}.`,
    remedy: 'Put it back from a copy, or plan again into a new folder.'
  }),

  'plan-newer': ({ path }: { path: string }) => ({
    problem: `${path} was made by a newer Medoid.`,
    remedy: 'Use the same version of Medoid on all machines.'
  }),

  'no-such-shard': ({ shard, ranges }: { shard: number; ranges: number }) => ({
    problem: `The plan has no shard ${shard}: its ${counted(ranges, 'shards')} ${ranges === 1 ? 'is number 0' : `are numbered from 0 to ${count(ranges - 1)}`}.`,
    remedy: 'Submit an array of these numbers.'
  }),

  'shard-unfit': (
    given:
      | { why: 'no-shard' | 'plan'; path: string; shard: number }
      | { why: 'number'; path: string; shard: number; found: number }
      | { why: 'version'; path: string; shard: number; found: string; program: string }
  ) => ({
    problem: `${given.path} is not shard ${given.shard} of this plan: ${unfit(given)}.`,
    remedy:
      given.why === 'version'
        ? `Use Medoid ${given.found}, or move the file away and scan shard ${given.shard} again.`
        : `Move the file away, and scan shard ${given.shard} again.`
  })
}

function unfit(
  given:
    { why: 'no-shard' | 'plan' } | { why: 'number'; found: number } | { why: 'version'; found: string; program: string }
): string {
  switch (given.why) {
    case 'no-shard':
      return 'it is another catalogue'
    case 'plan':
      return 'it was made for another plan'
    case 'number':
      return `it is shard ${given.found}`
    case 'version':
      return `it was made by Medoid ${given.found}, and this is ${given.program}`
  }
}
