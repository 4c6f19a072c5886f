import { annotateJob } from '../../../src/jobs/annotate.ts'
import { assignJob } from '../../../src/jobs/assign.ts'
import { quarantineJob } from '../../../src/jobs/check.ts'
import { clusterJob } from '../../../src/jobs/cluster.ts'
import type { Job } from '../../../src/jobs/contract.ts'
import { countValuesJob } from '../../../src/jobs/count-values.ts'
import { embedJob } from '../../../src/jobs/embed.ts'
import { evaluateJob } from '../../../src/jobs/evaluate.ts'
import { exportLabelsJob } from '../../../src/jobs/export-labels.ts'
import { reportJob } from '../../../src/jobs/report.ts'
import { scanJob } from '../../../src/jobs/scan.ts'
import { moveSourceJob, removeSourceJob } from '../../../src/jobs/sources.ts'
import { trainJob } from '../../../src/jobs/train.ts'

/** Every job that writes, by its name. */
export const JOBS: Record<string, Job<never, unknown>> = Object.fromEntries(
  [
    annotateJob,
    assignJob,
    clusterJob,
    countValuesJob,
    embedJob,
    evaluateJob,
    exportLabelsJob,
    moveSourceJob,
    quarantineJob,
    removeSourceJob,
    reportJob,
    scanJob,
    trainJob
  ].map((job) => [job.name, job as Job<never, unknown>])
)
