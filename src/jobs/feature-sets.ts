import {
  addFeatureSet,
  type FeatureSet,
  findFeatureSet,
  findRemovedFeatureSet,
  listFeatureSets,
  removeFeatureSet,
  restoreFeatureSet
} from '../core/catalogue/feature-sets.ts'
import { findClustering, loadRun } from '../core/catalogue/runs.ts'
import type { FeatureChoices } from '../core/catalogue/stored/feature-set.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { knownChoices } from '../core/features/known-choices.ts'
import { parse } from '../core/schema.ts'
import { adding, reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { AddFeatureSetParameters } from './definitions/feature-sets.ts'
import { featureOptions, type FeatureOptions } from './definitions/feature-parameters.ts'
import { PROGRAM_VERSION } from './program.ts'

/** What a list shows of a feature set. */
type FeatureSetRow = Omit<FeatureSet, 'removed'>

export interface FeatureSetsReport {
  sets: FeatureSetRow[]
}

function featureSetRow({ removed: _, ...set }: FeatureSet): FeatureSetRow {
  return set
}

export const featureSetsJob: Job<{ catalogue: string }, FeatureSetsReport> = {
  run: ({ catalogue }) => reading(catalogue, ({ db }) => ({ sets: listFeatureSets(db).map(featureSetRow) }))
}

interface ChangedFeatureSet {
  set: FeatureSetRow
}

/** Which choices a set or a run begins with is settled by the shell, which alone knows what was given besides. */
export const addFeatureSetJob: Job<Omit<AddFeatureSetParameters, 'set' | 'run'>, ChangedFeatureSet> = {
  run: ({ catalogue, name, ...given }) =>
    adding(catalogue, ({ db }) => {
      const choices = choicesOf(given)
      return { set: featureSetRow(addFeatureSet(db, { program: PROGRAM_VERSION, name, choices, replace: false })) }
    })
}

export const removeFeatureSetJob: Job<{ catalogue: string; name: string }, ChangedFeatureSet> = {
  run: ({ catalogue, name }) =>
    adding(catalogue, ({ db }) => ({ set: featureSetRow(removeFeatureSet(db, findFeatureSet(db, name).id)) }))
}

export const restoreFeatureSetJob: Job<{ catalogue: string; name: string }, ChangedFeatureSet> = {
  run: ({ catalogue, name }) =>
    adding(catalogue, ({ db }) => ({ set: featureSetRow(restoreFeatureSet(db, findRemovedFeatureSet(db, name).id)) }))
}

/** Of options of features what a set holds. */
export function choicesOf(given: FeatureOptions): FeatureChoices {
  const { where, tags, select, include, exclude, kind = [], separate = [], join = [], method, weights } = given
  const { groupByScanner } = given
  return { where, tags, select, include, exclude, kind, separate, join, method, weights, groupByScanner }
}

/** Choices to begin with, and what of them the catalogue does not have. */
export interface BegunChoices {
  options: Required<FeatureOptions>
  unknownTags: string[]
  /** In words. Windows leave them out and say so; in a shell they are errors, as they would choose other images. */
  unknownConditions: string[]
}

/** The choices of a set or a run in a catalogue. @throws MedoidError `invalid-arguments` where this version does not know what they ask for */
export function begunWith(reader: CatalogueReader, stored: FeatureChoices): BegunChoices {
  const { choices, unknownTags, unknownConditions } = knownChoices(reader, stored)
  const options = parse(featureOptions, choices, 'choices') as Required<FeatureOptions>
  return { options, unknownTags, unknownConditions }
}

/** What a run chose features by. @throws MedoidError `unknown-run` */
export function choicesOfRun({ db }: CatalogueReader, run: string): FeatureChoices {
  const { parameters } = loadRun(db, findClustering(db, run).run)
  return choicesOf(parameters as FeatureOptions)
}

/** What a person named to begin with, in a shell. @throws MedoidError `unknown-feature-set`, `unknown-run` */
export function beginWith(catalogue: string, { set, run }: { set?: string; run?: string }): Promise<BegunChoices> {
  return reading(catalogue, (reader) => {
    const stored = set === undefined ? choicesOfRun(reader, run!) : findFeatureSet(reader.db, set).choices
    const begun = begunWith(reader, stored)
    return { ...begun, options: { ...begun.options, where: stored.where } }
  })
}
