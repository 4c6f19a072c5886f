import { defineCommand, type Task } from '../definition.ts'
import { parameter } from '../parameter.ts'
import { clusteringName } from './common.ts'

const clustering = (label: string, help: string) =>
  parameter(clusteringName, { label, help, placeholder: 'R[.K]', isArgument: true })

const parameters = {
  first: clustering('First clustering', 'a run, or one K of it'),
  second: clustering('Second clustering', 'what to compare it with')
}
export type CompareClusteringsParameters = Task<typeof parameters>

/** Two clusterings beside each other; a window asks its host. */
export const compareClusterings = defineCommand({
  command: 'compare',
  parameters,
  load: async () => (await import('../compare-clusterings.ts')).compareClusteringsJob
})
