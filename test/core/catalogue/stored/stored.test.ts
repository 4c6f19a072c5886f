import type { Database } from 'better-sqlite3'
import fc from '../../../fast-check.ts'
import { beforeEach, describe, expect, test } from 'vitest'
import { check } from '../../../../src/core/catalogue/check.ts'
import { loadComparison, saveComparison } from '../../../../src/core/catalogue/comparisons.ts'
import { decideMappings, mappingDecisions } from '../../../../src/core/catalogue/mappings.ts'
import { addCorrection, loadHistory } from '../../../../src/core/catalogue/corrections/log.ts'
import { addFeatureSet, loadFeatureSet } from '../../../../src/core/catalogue/feature-sets.ts'
import { listEvaluations, loadEvaluation, saveEvaluation } from '../../../../src/core/catalogue/evaluations.ts'
import { loadMap, saveMap } from '../../../../src/core/catalogue/maps.ts'
import { loadModel, saveModel } from '../../../../src/core/catalogue/models.ts'
import { saveSuggestions, suggestionAt, suggestionRun } from '../../../../src/core/catalogue/suggestions.ts'
import { loadProjection, saveProjection } from '../../../../src/core/catalogue/projections.ts'
import { saveEdited } from '../../../../src/core/catalogue/edited.ts'
import { addEdit, loadEdits } from '../../../../src/core/catalogue/edits.ts'
import { listRuns, loadClustering, loadRun, saveRun } from '../../../../src/core/catalogue/runs.ts'
import { addLabelSet, LabelCodes, loadLabelSet } from '../../../../src/core/catalogue/label-sets.ts'
import { addSelection, loadSelection } from '../../../../src/core/catalogue/selections.ts'
import { loadTree, saveTree } from '../../../../src/core/catalogue/trees.ts'
import type { Catalogue } from '../../../../src/core/catalogue/database.ts'
import { MedoidError } from '../../../../src/core/errors.ts'
import { newCatalogue } from '../synthetic.ts'
import {
  CHOICES,
  clustering,
  comparisonReport,
  CORRECTION,
  EDIT,
  EDITED,
  evaluationReport,
  LABELS_FROM,
  MAP,
  MAPPINGS,
  ORIGIN,
  PROJECTION,
  SUGGESTION_REPORT_OF,
  SUGGESTIONS,
  RUN,
  runResult,
  trainingReport,
  TREE
} from './examples.ts'
import type { TagId } from '../../../../src/core/catalogue/types.ts'

let catalogue: Catalogue
let db: Database
beforeEach(() => {
  catalogue = newCatalogue()
  ;({ db } = catalogue)
  saveRun(db, RUN, [clustering(2, 0.3)], runResult)
  const drawn = { training: Uint32Array.of(1), validation: Uint32Array.of(2) }
  saveModel(db, { program: '1', trainer: 't', ...drawn, report: trainingReport })
  const sets = { instances: Uint32Array.of(4, 5, 6), labels: Uint16Array.of(0, 1, 1) }
  saveEvaluation(db, { program: '1', run: 1, k: 2, model: 1, ...sets, result: evaluationReport })
  saveComparison(db, '1', comparisonReport)
  saveProjection(db, PROJECTION)
  saveSuggestions(db, '1', SUGGESTION_REPORT_OF('Modality'), { missing: [], wrong: SUGGESTIONS.wrong })
  saveMap(db, MAP, [])
  addSelection(db, { program: '1', name: 'Bright', note: '', origin: ORIGIN }, [0, 2])
  addLabelSet(db, { program: '1', name: 'Truth', origin: LABELS_FROM }, LabelCodes.of(['T1'], Uint32Array.of(1), [1]))
  saveTree(db, TREE)
  addEdit(db, EDIT, [[3], [70_000]])
  saveEdited(db, EDIT, EDITED, [])
  addCorrection(db, CORRECTION, [{ tag: 1 as TagId, instances: [0, 2, 70_000] }])
  addFeatureSet(db, { program: '1', name: 'Bones', choices: CHOICES, replace: false })
  decideMappings(db, { author: 'Ann', program: '1' }, 'accept', MAPPINGS)
})

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

/** Every document, and who reads it. */
const DOCUMENTS: [table: string, column: string, owner: string, read: () => unknown][] = [
  ['run', 'parameters', 'Run 1', () => loadRun(db, 1)],
  ['run', 'features', 'Run 1', () => loadRun(db, 1)],
  ['run', 'result', 'Run 1', () => listRuns(db)],
  ['clustering', 'medoid_rows', 'Clustering 1.2', () => loadClustering(db, { run: 1, k: 2 })],
  ['clustering', 'clusters', 'Clustering 1.2', () => loadClustering(db, { run: 1, k: 2 })],
  ['model', 'report', 'Model 1', () => loadModel(db, '1')],
  ['evaluation', 'result', 'Evaluation 1', () => loadEvaluation(db, '1')],
  ['comparison', 'result', 'Comparison 1', () => loadComparison(db, 1)],
  ['projection', 'report', 'Projection 1 to 2', () => loadProjection(db, 1, 2)],
  ['suggestion_run', 'report', 'Suggestions 1', () => suggestionRun(db, 1)],
  ['suggestion', 'why', 'Suggestions 1', () => suggestionAt(db, 1, 'wrong', 0)],
  ['map', 'parameters', 'Map 1 by tags', () => loadMap(db, 1, 'tags')],
  ['map', 'result', 'Map 1 by tags', () => loadMap(db, 1, 'tags')],
  ['selection', 'origin', 'Selection 1', () => loadSelection(db, 1)],
  ['label_set', 'origin', 'Label set 1', () => loadLabelSet(db, 1)],
  ['label_set', 'texts', 'Label set 1', () => loadLabelSet(db, 1)],
  ['edit', 'change', 'Edit 1', () => loadEdits(db, { run: 1, k: 2 })],
  ['correction', 'decision', 'Correction 1', () => loadHistory(db, 1 as TagId)],
  ['edited', 'medoid_rows', 'Clustering 1.2', () => loadClustering(db, { run: 1, k: 2 })],
  ['edited', 'clusters', 'Clustering 1.2', () => loadClustering(db, { run: 1, k: 2 })],
  ['tree', 'result', 'Tree 1', () => loadTree(db, 1, 0)],
  ['feature_set', 'choices', 'Feature set 1', () => loadFeatureSet(db, 1)],
  ['mapping_decision', 'decision', 'Mapping decision 1', () => mappingDecisions(db)]
]

const stored = (table: string, column: string): Json =>
  JSON.parse(db.prepare(`SELECT ${column} FROM ${table}`).pluck().get() as string) as Json

/** As somebody does who wants it to be read: without a checksum. */
function store(table: string, column: string, value: unknown): void {
  db.prepare(`UPDATE ${table} SET ${column} = ?, sums = NULL`).run(value)
}

describe.each(DOCUMENTS)('%s.%s', (table, column, owner, read) => {
  const refused = expect.objectContaining({
    code: 'document-damaged',
    message: expect.stringContaining(`${owner} is damaged: ${column}`) as string
  }) as MedoidError

  test('is refused by name where it is no such document, and check names it', async () => {
    for (const text of ['null', '7', '"x"', '{', '[7]', '{"version":0}']) {
      store(table, column, text)
      expect(read, text).toThrow(refused)
    }
    const { findings } = await check(catalogue)
    const named = findings.flatMap(({ code, examples }) => (/^damaged-(run|model|name)$/.test(code) ? examples : []))
    expect(named).toContainEqual(expect.stringContaining(`${owner} is damaged: ${column}`))
  })

  test('is read, or refused by name, whatever one of its values becomes', () => {
    const whole = stored(table, column)
    const places = placesIn(whole)
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.constantFrom<Json>(null, -1, 1e300, 'x', [], {}), (place, value) => {
        store(table, column, JSON.stringify(changed(whole, place, value)))
        try {
          read()
        } catch (error) {
          expect(error, JSON.stringify([place, value])).toBeInstanceOf(MedoidError)
          expect((error as MedoidError).code).toMatch(/^document-(damaged|newer)$/)
          expect((error as MedoidError).message).toContain(owner)
        }
      })
    )
  })
})

/** The way to every value of a document. */
function placesIn(json: Json, way: (string | number)[] = []): (string | number)[][] {
  if (typeof json !== 'object' || json === null) return [way]
  return [way, ...Object.entries(json).flatMap(([name, value]) => placesIn(value, [...way, name]))]
}

function changed(json: Json, [first, ...rest]: (string | number)[], value: Json): Json {
  if (first === undefined) return value
  const copy = structuredClone(json) as Record<string, Json>
  copy[first] = changed(copy[first], rest, value)
  return copy
}

describe('documents that do not belong together', () => {
  test('the columns of the model are those of the features', () => {
    const { features, model } = RUN.features
    for (const columns of [model.columns.slice(1), model.columns.toReversed()]) {
      store('run', 'features', JSON.stringify({ ...RUN.features, version: 2, features, model: { columns } }))
      expect(() => loadRun(db, 1)).toThrow('Run 1 is damaged: the columns of features.model have to be those of')
    }
  })

  test.each<[string, Partial<ReturnType<typeof clustering>>, string]>([
    ['a medoid too few', { medoids: Uint32Array.of(3) }, 'medoids have to be 2'],
    ['a label too few', { labels: Uint16Array.of(0, 1) }, 'labels have to be 3, as many as the sample'],
    ['a label of no cluster', { labels: Uint16Array.of(0, 1, 2) }, 'labels have to be from 0 to 1'],
    ['a silhouette too many', { silhouettes: new Float32Array(4) }, 'silhouettes have to be 3'],
    ['a medoid row too few', { medoidRows: { rows: [0], values: [] } }, 'medoid_rows.rows have to be 2'],
    ['a value too few', { medoidRows: { rows: [0, 1], values: [[1]] } }, 'medoid_rows.values have to be 2'],
    ['clusters in another order', { clusters: clustering(2, 0).clusters.toReversed() }, 'clusters have to be those']
  ])('%s', (_what, part, problem) => {
    saveRun(db, RUN, [{ ...clustering(2, 0.3), ...part }], runResult)
    expect(() => loadClustering(db, { run: 2, k: 2 })).toThrow(`Clustering 2.2 is damaged: ${problem}`)
  })

  test('an evaluation has as many images as its datasets', () => {
    store('evaluation', 'labels', Buffer.alloc(4))
    expect(() => loadEvaluation(db, '1')).toThrow('Evaluation 1 is damaged: instances and labels have to be 3')
  })
})

test('one damaged evaluation keeps no other from being read', () => {
  const sets = { instances: Uint32Array.of(4, 5, 6), labels: Uint16Array.of(0, 1, 1) }
  saveEvaluation(db, { program: '1', run: 2, k: 2, model: 1, ...sets, result: evaluationReport })
  db.prepare("UPDATE evaluation SET result = '{', sums = NULL WHERE id = 1").run()
  expect(loadEvaluation(db, '2').result.evaluation).toBe(2)
  expect(listEvaluations(db, 2)).toHaveLength(1)
})

describe('documents of version 1', () => {
  test('conditions, and how tags are read, are texts of the command line in runs and models', () => {
    const asked = { where: ['Modality=CT'], kind: ['KVP=nominal'] }
    store('run', 'parameters', JSON.stringify({ ...RUN.parameters, ...asked }))
    const typed = { where: RUN.parameters.where, kind: [{ tag: 'KVP', kind: 'nominal' }] }
    expect(loadRun(db, 1).parameters).toEqual({ ...RUN.parameters, ...typed })
    store('run', 'parameters', JSON.stringify({ ...RUN.parameters, where: ['Modality'] }))
    expect(() => loadRun(db, 1)).toThrow(
      'Run 1 is damaged: parameters has to be conditions and changes that can be read'
    )

    const { parameters } = trainingReport(1)
    store(
      'model',
      'report',
      JSON.stringify({ ...trainingReport(1), parameters: { ...parameters, where: ['KVP=1..5'] } })
    )
    expect(loadModel(db, '1').report.parameters.where).toEqual([
      { tag: 'KVP', operator: 'is', range: { from: 1, to: 5 } }
    ])
  })

  test('features have no count of commas, and values no name of their attribute', () => {
    const { features, normalised, ...rest } = RUN.features
    const old = {
      ...rest,
      features: features.map(({ commas: _, ...feature }) => feature),
      normalised: normalised.map(({ name: _, ...value }) => value)
    }
    store('run', 'features', JSON.stringify(old))
    const read = loadRun(db, 1).features
    expect(read.features.map(({ commas }) => commas)).toEqual([0, 0])
    expect(read.normalised.map(({ name }) => name)).toEqual(['Modality'])
  })

  test('results do not know distinct rows, and hold what is now made of them', () => {
    const { distinctRows: _, ...old } = runResult(1)
    store('run', 'result', JSON.stringify({ ...old, remarks: ['A sentence.'], clusters: [] }))
    expect(loadRun(db, 1).result).toEqual(runResult(1))
  })

  test('clusters are a list, and nobody counted the columns that their images share', () => {
    const old = clustering(2, 0.3).clusters.map(({ sharedColumns: _, ...cluster }) => cluster)
    store('clustering', 'clusters', JSON.stringify(old))
    const { clusters } = loadClustering(db, { run: 1, k: 2, method: true })
    expect(clusters).toEqual(old.map((cluster) => ({ ...cluster, sharedColumns: null })))
  })

  test('where nothing could be said of a cluster, its number is no suggested name', () => {
    const [first, second] = clustering(2, 0.3).clusters
    const old = [{ ...first, suggestedLabel: 'cluster 0' }, second]
    store('clustering', 'clusters', JSON.stringify({ version: 2, clusters: old }))
    const { clusters } = loadClustering(db, { run: 1, k: 2, method: true })
    expect(clusters.map(({ suggestedLabel }) => suggestedLabel)).toEqual(['', 'CT'])
  })

  test('models and evaluations have no remarks, and nobody looked for blank images', () => {
    const { remarks: _, ...model } = trainingReport(1)
    store('model', 'report', JSON.stringify(model))
    expect(loadModel(db, '1').report).toEqual({ ...trainingReport(1), remarks: [] })
    const { remarks: _none, blank: _unknown, ...evaluation } = evaluationReport(1)
    store('evaluation', 'result', JSON.stringify(evaluation))
    expect(loadEvaluation(db, '1').result).toEqual({ ...evaluationReport(1), remarks: [], blank: null })
  })
})

test('an evaluation has no stability where clusters do not depend on the seed; up to version 2 all have one', () => {
  const none = { ...evaluationReport(1), version: 3, stability: { ari: null } }
  store('evaluation', 'result', JSON.stringify(none))
  expect(loadEvaluation(db, '1').result.stability.ari).toBeNull()
  store('evaluation', 'result', JSON.stringify({ ...evaluationReport(1), version: 2 }))
  expect(loadEvaluation(db, '1').result).toEqual(evaluationReport(1))
})
