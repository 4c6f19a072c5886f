import {
  addFeatureSet,
  findFeatureSet,
  keepChoices,
  keptChoices,
  listFeatureSets,
  loadFeatureSet,
  removeFeatureSet,
  renameFeatureSet,
  restoreFeatureSet,
  stepChoices
} from '../../core/catalogue/feature-sets.ts'
import type { CatalogueReader } from '../../core/catalogue/reader.ts'
import { MedoidError } from '../../core/errors.ts'
import { boolean, type Infer, integer, object, oneOf, orNull, parse, text } from '../../core/schema.ts'
import { adding } from '../../jobs/catalogues.ts'
import { featureOptions } from '../../jobs/definitions/feature-parameters.ts'
import { type BegunChoices, begunWith, choicesOf, choicesOfRun } from '../../jobs/feature-sets.ts'
import { PROGRAM_VERSION } from '../../jobs/program.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { change, nothing, question } from '../method.ts'

export type { BegunChoices }

/** What is chosen in Features, for all windows, and the choices that have names. */
export interface KeptFeatures {
  /** Of the choices; null: nobody chose anything yet. */
  entry: number | null
  chosen: BegunChoices | null
  canUndo: boolean
  canRedo: boolean
  sets: { id: number; name: string; created: string }[]
}

const id = integer(1, 999_999_999)
const one = object({ id })
const name = text({ max: 1000, empty: true })
const keep = object({ options: featureOptions, follows: orNull(id) })
const save = object({ name, options: featureOptions, replace: boolean })

/** Choices of features that a catalogue keeps. */
export const featureSets = {
  'features.kept': question(nothing, ({ reader }) => kept(reader)),
  'features.keep': change(keep, keepFeatures),
  'features.step': change(object({ way: oneOf('undo', 'redo') }), ({ file }, { way }) =>
    adding(file, (reader) => {
      stepChoices(reader.db, way)
      return kept(reader)
    })
  ),
  'features.ofRun': question(object({ run: id }), ({ reader }, { run }): BegunChoices =>
    begunWith(reader, choicesOfRun(reader, String(run)))
  ),
  'featureSets.open': question(one, ({ reader }, { id }): BegunChoices =>
    begunWith(reader, loadFeatureSet(reader.db, id).choices)
  ),
  'featureSets.save': change(save, saveSet),
  'featureSets.remove': change(one, ({ file }, { id }) => changed(file, ({ db }) => removeFeatureSet(db, id))),
  'featureSets.restore': change(one, ({ file }, { id }) => changed(file, ({ db }) => restoreFeatureSet(db, id))),
  'featureSets.rename': change(object({ id, name }), ({ file }, { id, name }) =>
    changed(file, ({ db }) => renameFeatureSet(db, id, name))
  )
}

function kept(reader: CatalogueReader): KeptFeatures {
  const { entry, choices, canUndo, canRedo } = keptChoices(reader.db)
  const sets = listFeatureSets(reader.db).map(({ id, name, created }) => ({ id, name, created }))
  return { entry, chosen: choices === null ? null : begunWith(reader, choices), canUndo, canRedo, sets }
}

/** The last one wins. @returns with whether another window chose in the meantime */
function keepFeatures(
  { file }: OpenCatalogue,
  { options, follows }: Infer<typeof keep>
): Promise<KeptFeatures & { overwrote: boolean }> {
  return adding(file, (reader) => {
    const overwrote = keptChoices(reader.db).entry !== follows
    const base = choicesOf(parse(featureOptions, {}, 'options'))
    keepChoices(reader.db, { program: PROGRAM_VERSION, choices: choicesOf(options), base })
    return { ...kept(reader), overwrote }
  })
}

/** @returns the set that was saved, and that of the same name whose place it took */
function saveSet(
  { file }: OpenCatalogue,
  { name, options, replace }: Infer<typeof save>
): Promise<{ saved: number; replaced: number | null }> {
  return adding(file, ({ db }) => {
    const before = replace ? idOf(() => findFeatureSet(db, name)) : null
    const { id } = addFeatureSet(db, { program: PROGRAM_VERSION, name, choices: choicesOf(options), replace })
    return { saved: id, replaced: before }
  })
}

function idOf(find: () => { id: number }): number | null {
  try {
    return find().id
  } catch (error) {
    if (error instanceof MedoidError && error.code === 'unknown-feature-set') return null
    throw error
  }
}

function changed(file: string, make: (reader: CatalogueReader) => { id: number }): Promise<{ id: number }> {
  return adding(file, (reader) => ({ id: make(reader).id }))
}
