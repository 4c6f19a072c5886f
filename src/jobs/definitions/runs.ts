import { text } from '../../core/schema.ts'
import { defineCommand, type Task } from '../definition.ts'
import { parameter } from '../parameter.ts'

/** Runs as people call them, and those that they want to see no more. */

const run = parameter(text({ max: 20 }), { label: 'Run', help: 'number of the run', isArgument: true })

export const runs = defineCommand({
  command: 'runs',
  parameters: {},
  load: async () => (await import('../runs.ts')).runsJob
})

const renameParameters = {
  run,
  name: parameter(text({ max: 1000, empty: true }), {
    label: 'Name',
    help: 'what to call it; "" takes its name away',
    isArgument: true
  })
}
export type RenameRunParameters = Task<typeof renameParameters>

export const renameRun = defineCommand({
  command: 'runs rename',
  parameters: renameParameters,
  load: async () => (await import('../runs.ts')).renameRunJob
})

const one = { run }
export type OneRun = Task<typeof one>

export const removeRun = defineCommand({
  command: 'runs remove',
  parameters: one,
  load: async () => (await import('../runs.ts')).removeRunJob
})

export const restoreRun = defineCommand({
  command: 'runs restore',
  parameters: one,
  load: async () => (await import('../runs.ts')).restoreRunJob
})
