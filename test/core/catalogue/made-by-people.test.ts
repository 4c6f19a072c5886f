import { expect, test } from 'vitest'
import { addLabel } from '../../../src/core/catalogue/annotations.ts'
import { statesOf } from '../../../src/core/catalogue/made-by-people.ts'
import { markReviewed } from '../../../src/core/catalogue/reviewed.ts'
import { addSelection, removeSelection, restoreSelection } from '../../../src/core/catalogue/selections.ts'
import { ORIGIN } from './stored/examples.ts'
import { newCatalogue } from './synthetic.ts'

test('names, selections and reviews have another state after each change, and nothing else has', () => {
  const { db } = newCatalogue()
  const states = [statesOf(db)]
  const after = (change: () => unknown): void => {
    change()
    states.push(statesOf(db))
  }
  const name = {
    run: 1,
    k: 2,
    cluster: 0,
    code: '',
    scheme: '',
    meaning: '',
    note: '',
    author: '',
    naming: '',
    created: ''
  }
  after(() => addLabel(db, { ...name, label: 'Head' }))
  after(() => addLabel(db, { ...name, label: '' }))
  const made = { program: '0.3.0', name: 'Dark knees', note: '', origin: ORIGIN }
  after(() => addSelection(db, made, [0]))
  after(() => removeSelection(db, 1))
  after(() => restoreSelection(db, 1))
  after(() => markReviewed(db, { run: 1, k: 2 }, [{ instance: 0, cluster: 1 }], true))
  after(() => markReviewed(db, { run: 1, k: 2 }, [{ instance: 0, cluster: 1 }], false))
  const changed = states.slice(1).map((now, i) =>
    Object.entries(now)
      .filter(([what, state]) => states[i][what as keyof typeof now] !== state)
      .map(([what]) => what)
  )
  expect(changed).toEqual([
    ['names'],
    ['names'],
    ['selections'],
    ['selections'],
    ['selections'],
    ['reviews'],
    ['reviews']
  ])
})
