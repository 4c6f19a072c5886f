import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openForWriting } from '../../../src/core/catalogue/database.ts'
import { listEvaluations, loadEvaluation, saveEvaluation } from '../../../src/core/catalogue/evaluations.ts'
import { evaluationReport } from './stored/examples.ts'
import { temporaryFolder } from './synthetic.ts'

function catalogue() {
  const { db } = openForWriting(join(temporaryFolder(), 'c.sqlite'), 'test')
  const save = (run: number) =>
    saveEvaluation(db, {
      program: '1.2.3',
      run,
      k: 5,
      model: 2,
      instances: Uint32Array.of(7, 9, 70_000),
      labels: Uint16Array.of(0, 1, 1),
      result: evaluationReport
    })
  return { db, save }
}

test('an evaluation comes back as it was saved, with its own number in the result', () => {
  const { db, save } = catalogue()
  save(1)
  expect(save(1)).toBe(2)
  expect(loadEvaluation(db, '2')).toMatchObject({
    id: 2,
    program: '1.2.3',
    run: 1,
    k: 5,
    model: 2,
    instances: Uint32Array.of(7, 9, 70_000),
    labels: Uint16Array.of(0, 1, 1),
    result: evaluationReport(2)
  })
})

test('those of a run are listed', () => {
  const { db, save } = catalogue()
  for (const run of [1, 2, 1]) save(run)
  expect(listEvaluations(db, 1).map(({ id }) => id)).toEqual([1, 3])
  expect(listEvaluations(db).map(({ id }) => id)).toEqual([1, 2, 3])
})

test('one that is not there is refused with those that are', () => {
  const { db, save } = catalogue()
  expect(() => loadEvaluation(db, '1')).toThrow('There is none yet: make one with an evaluation.')
  save(1)
  expect(() => loadEvaluation(db, '7')).toThrow('There is no evaluation "7". There are: 1.')
})
