import { boundaries, boundary, dieAt } from './boundaries.ts'

/** Runs one job in a process that may be told to die at a boundary, and tells how many it passed. */

const { job, parameters, at } = JSON.parse(process.argv[2]) as { job: string; parameters: never; at: number }
const { jobNamed } = await import('./jobs.ts')
const asked = await jobNamed(job)
dieAt(at)
await asked.run(parameters, {})
boundary()
process.send!(boundaries(), undefined, undefined, () => process.exit())
