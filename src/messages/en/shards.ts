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

  'plan-exists': ({ path, root, shards }: { path: string; root: string; shards: number }) => ({
    problem: `${path} is a plan already, of ${root} in ${counted(shards, 'shards')}, and a plan never changes. Nothing was written.`,
    remedy: 'Plan into another folder; or, if nothing that was made for this plan is needed, delete its folder.'
  }),

  'plan-inside': ({ run, root }: { run: string; root: string }) => ({
    problem: `${run} lies in the archive ${root}: what is written there would be scanned, too.`,
    remedy: 'Choose a folder outside of the archive.'
  }),

  'too-many-links': ({ root, most }: { root: string; most: number }) => ({
    problem: `${root} has more than ${count(most)} links to folders that other links lead to, too.`,
    remedy: 'Plan a folder that holds the images themselves, without such links.'
  }),

  'plan-root': (
    given:
      | { why: 'unusable'; root: string; host: string; reason: string }
      | { why: 'empty'; root: string; host: string; shard: number; planned: number }
  ) =>
    given.why === 'unusable'
      ? {
          problem: `The archive of the plan cannot be read on ${given.host}: ${given.reason}`,
          remedy: `Every machine has to see it as ${given.root}. Mount it there; or plan again with a path that all of them have.`
        }
      : {
          problem: `Of the ${counted(given.planned, 'files')} of shard ${given.shard} none is below ${given.root} on ${given.host}. Nothing was written.`,
          remedy:
            'Check that the archive is mounted on that machine, under the same path. If it has changed, plan again.'
        },

  'scratch-unfit': (given: { why: 'network' | 'full'; place: string }) =>
    given.why === 'full'
      ? {
          problem: `The disk for temporary files is full: ${given.place}. Nothing of this shard was kept.`,
          remedy:
            'Ask the scheduler for more of it, set TMPDIR to a local folder with more room, or plan more shards, which are smaller.'
        }
      : {
          problem: `The folder for temporary files, ${given.place}, is on the network, where a catalogue that is written can be damaged.`,
          remedy: 'Set TMPDIR, or SLURM_TMPDIR, to a folder on a disk of the machine itself.'
        },

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
