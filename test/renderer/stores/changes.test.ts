import { expect, test } from 'vitest'
import type { ClusterLabel, LabelledCluster } from '../../../src/api/contract.ts'
import { ChangesHere } from '../../../src/renderer/stores/changes.ts'

const annotation = (label: string): ClusterLabel | null =>
  label === ''
    ? null
    : {
        run: 1,
        k: 3,
        cluster: 0,
        label,
        code: '',
        scheme: '',
        meaning: '',
        note: '',
        created: '',
        author: '',
        naming: ''
      }
const change = (
  cluster: number,
  [former, before]: [number, string],
  [entry, now]: [number, string]
): LabelledCluster => ({
  cluster,
  former,
  before: annotation(before),
  entry,
  now: annotation(now)
})

/** Takes a step, which writes an entry. @returns what it did */
function step(changes: ChangesHere, way: 'undo' | 'redo', entry: number) {
  const found = changes.next(way, '1.3')
  if (found === null) return null
  changes.done(way, found, [entry])
  const [{ cluster, name, follows }] = found.labels
  return [cluster, name?.label ?? '', follows]
}

test('changes are taken back the last first, and done again, each following the entry of the one before', () => {
  const changes = new ChangesHere()
  changes.addNames('1.3', [change(0, [0, ''], [1, 'A'])])
  changes.addNames('1.3', [change(0, [1, 'A'], [2, 'B'])])
  expect(changes.next('undo', '1.3')?.labels[0].name).toEqual({
    label: 'A',
    code: '',
    scheme: '',
    meaning: '',
    note: ''
  })
  changes.addNames('1.3', [change(2, [0, ''], [3, 'C'])])
  expect(step(changes, 'undo', 4)).toEqual([2, '', 3])
  expect(step(changes, 'undo', 5)).toEqual([0, 'A', 2])
  expect(step(changes, 'undo', 6)).toEqual([0, '', 5])
  expect(step(changes, 'undo', 7)).toBeNull()
  expect(step(changes, 'redo', 7)).toEqual([0, 'A', 6])
  expect(step(changes, 'redo', 8)).toEqual([0, 'B', 7])
  expect(step(changes, 'undo', 9)).toEqual([0, 'A', 8])
  expect(step(changes, 'redo', 10)).toEqual([0, 'B', 9])
  expect(step(changes, 'redo', 11)).toEqual([2, 'C', 4])
  expect(step(changes, 'redo', 12)).toBeNull()
})

test('what somebody else did between is not taken back as if it were our own', () => {
  const changes = new ChangesHere()
  changes.addNames('1.3', [change(0, [0, ''], [1, 'A'])])
  changes.addNames('1.3', [change(0, [2, 'theirs'], [3, 'B'])])
  expect(step(changes, 'undo', 4)).toEqual([0, 'theirs', 3])
  // The latest is entry 4 by then: the host refuses what follows 1.
  expect(changes.next('undo', '1.3')).toMatchObject({ labels: [{ follows: 1 }] })
})

test('a new change leaves nothing to do again; a cluster that was named elsewhere, nothing of it', () => {
  const changes = new ChangesHere()
  changes.addNames('1.3', [change(0, [0, ''], [1, 'A'])])
  changes.addNames('1.3', [change(1, [0, ''], [2, 'B'])])
  step(changes, 'undo', 3)
  changes.addNames('1.3', [change(2, [0, ''], [4, 'C'])])
  expect(changes.next('redo', '1.3')).toBeNull()
  changes.dropNames(changes.next('undo', '1.3')!)
  expect(changes.next('undo', '1.3')).toMatchObject({ labels: [{ cluster: 0 }] })
  expect(changes.next('undo', '1.2')).toBeNull()
})

test('names that were given together are taken back together, each to what its cluster was called before', () => {
  const changes = new ChangesHere()
  changes.addNames('1.3', [change(0, [0, ''], [1, 'A'])])
  changes.addNames('1.3', [change(0, [1, 'A'], [2, 'B']), change(2, [0, ''], [3, 'B'])])
  const undone = changes.next('undo', '1.3')!
  expect(undone.labels.map(({ cluster, name, follows }) => [cluster, name?.label, follows])).toEqual([
    [0, 'A', 2],
    [2, undefined, 3]
  ])
  changes.done('undo', undone, [4, 5])
  // The step before follows what undoing wrote.
  expect(step(changes, 'undo', 6)).toEqual([0, '', 4])
  expect(step(changes, 'redo', 7)).toEqual([0, 'A', 6])
  expect(changes.next('redo', '1.3')!.labels.map(({ cluster, follows }) => [cluster, follows])).toEqual([
    [0, 7],
    [2, 5]
  ])
})

test('where one of several clusters was named elsewhere, none of them is taken back', () => {
  const changes = new ChangesHere()
  changes.addNames('1.3', [change(1, [0, ''], [1, 'A'])])
  changes.addNames('1.3', [change(0, [0, ''], [2, 'B']), change(1, [1, 'A'], [3, 'B'])])
  changes.dropNames(changes.next('undo', '1.3')!)
  expect(changes.next('undo', '1.3')).toBeNull()
})
