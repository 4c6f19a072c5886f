import type { SLURM } from '../../../src/messages/en/slurm.ts'
import { type Examples, OWN } from './example.ts'

export const slurm: Examples<keyof typeof SLURM> = {
  'run-folder-unfit': [{ path: OWN }],
  'run-options-damaged': [{ path: OWN, problem: 'options.json.gpu has to be a text' }],
  'batch-script-edited': [{ path: OWN }],
  'step-needs-options': [{ step: 'embed' }, { step: 'evaluate' }],
  'sbatch-missing': [{}],
  'sbatch-refused': [
    { script: OWN, reason: 'sbatch: error: invalid partition specified: long', submitted: 0 },
    { script: OWN, reason: 'sbatch: error: QOSMaxSubmitJobPerUserLimit', submitted: 1 }
  ]
}
