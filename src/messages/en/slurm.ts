import { counted } from '../format.ts'
import type { Terms } from '../terms.ts'

/** Batch jobs of a SLURM cluster. */
export const SLURM = {
  'run-folder-unfit': ({ path }: { path: string }) => ({
    problem: `SLURM takes %, \\ and line ends in the path of a log for patterns, and ${path} has one of them.`,
    remedy: 'Rename the folder, or plan into another one.'
  }),

  'run-options-damaged': ({ path, problem }: { path: string; problem: string }) => ({
    problem: `${path} is not what was written: ${problem}.`,
    remedy: 'Delete it, and give the options again.'
  }),

  'batch-script-edited': ({ path }: { path: string }) => ({
    problem: `${path} was changed, and is used as it is.`,
    remedy: 'Delete it to have it written again.'
  }),

  'step-needs-options': ({ step }: { step: 'embed' | 'evaluate' }, terms: Terms) => ({
    problem: `Nothing says what to ${step}.`,
    remedy: `Give the options of the command with ${terms.setting(step)}: at least ${terms.setting('model')} and ${terms.setting('run')}.`
  }),

  'sbatch-missing': (_: Record<string, never>, terms: Terms) => ({
    problem: 'There is no sbatch on this machine.',
    remedy: `Submit from a login node of the cluster, or see with ${terms.setting('print')} what would be submitted.`
  }),

  'sbatch-refused': (
    {
      script,
      reason,
      submitted
    }: {
      script: string
      /** What sbatch said. */
      reason: string
      /** Jobs before it. */
      submitted: number
    },
    terms: Terms
  ) => ({
    problem: `SLURM did not take ${script}: ${reason}`,
    remedy: `${submitted === 0 ? 'Nothing was submitted.' : `${counted(submitted, 'jobs')} before it ${submitted === 1 ? 'was' : 'were'} submitted.`} Correct the options of ${terms.setting('sbatch')}, and go on with ${terms.action('again')}.`
  })
}
