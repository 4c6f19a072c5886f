import * as v from 'valibot'
import { text } from '../../core/schema.ts'
import { defineCommand, type Task } from '../definition.ts'
import { parameter } from '../parameter.ts'
import { clusteringName } from './common.ts'
import { featureParameters } from './feature-parameters.ts'

/** Choices of features that somebody names. */

const name = parameter(text({ max: 1000, empty: true }), {
  label: 'Name',
  help: 'its name, for --set NAME',
  isArgument: true
})

/** What choices of features begin with; for commands of the shell, as windows load the choices themselves. */
export const begin = {
  set: parameter(v.optional(text({ max: 1000 })), {
    label: 'Feature set',
    help: 'begin with the choices of this feature set; what is given besides takes the place of its own',
    placeholder: 'name'
  })
}

export const featureSets = defineCommand({
  command: 'feature-sets',
  parameters: {},
  load: async () => (await import('../feature-sets.ts')).featureSetsJob
})

const addParameters = {
  name,
  ...featureParameters,
  ...begin,
  run: parameter(v.optional(clusteringName), {
    label: 'Run',
    help: 'begin with the choices of this run',
    placeholder: 'R'
  })
}
export type AddFeatureSetParameters = Task<typeof addParameters>

export const addFeatureSet = defineCommand({
  command: 'feature-sets add',
  parameters: addParameters,
  load: async () => (await import('../feature-sets.ts')).addFeatureSetJob
})

export const removeFeatureSet = defineCommand({
  command: 'feature-sets remove',
  parameters: { name },
  load: async () => (await import('../feature-sets.ts')).removeFeatureSetJob
})

export const restoreFeatureSet = defineCommand({
  command: 'feature-sets restore',
  parameters: { name },
  load: async () => (await import('../feature-sets.ts')).restoreFeatureSetJob
})
