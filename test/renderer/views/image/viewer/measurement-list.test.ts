import { expect, test } from 'vitest'
import {
  added,
  type MeasurementList,
  moved,
  NOTHING,
  redone,
  removed,
  undone
} from '../../../../../src/renderer/views/image/viewer/measurement-list.ts'

const point = (x: number, y: number) => ({ x, y })
const LINE = [point(0, 0), point(3, 4)]
const ids = ({ now }: MeasurementList): number[] => now.map(({ id }) => id)

test('what was measured, moved or deleted can be undone and redone', () => {
  const both = added(added(NOTHING, 'distance', LINE), 'ellipse', LINE)
  expect(both.now.map(({ id, kind }) => [id, kind])).toEqual([
    [1, 'distance'],
    [2, 'ellipse']
  ])
  const one = removed(both, 1)
  expect(ids(one)).toEqual([2])
  expect(ids(undone(one))).toEqual([1, 2])
  expect(ids(undone(undone(one)))).toEqual([1])
  expect(ids(redone(undone(one)))).toEqual([2])
  expect(undone(moved(both, 1, [LINE[1], LINE[0]], -1, false)).now).toEqual(both.now)
})

test('what is undone is gone when something else was measured', () => {
  const other = added(undone(added(NOTHING, 'distance', LINE)), 'angle', [...LINE, point(1, 1)])
  expect(redone(other)).toBe(other)
  expect(ids(undone(other))).toEqual([])
})

test('where nothing was changed, nothing is undone', () => {
  expect(undone(NOTHING)).toBe(NOTHING)
})

test('steps of an arrow key on one point are one change, and those on another point another one', () => {
  let list = added(NOTHING, 'distance', LINE)
  for (const x of [1, 2, 3]) list = moved(list, 1, [point(x, 0), LINE[1]], 0, true)
  list = moved(list, 1, [point(3, 0), point(9, 9)], 1, true)
  expect(undone(list).now[0].points).toEqual([point(3, 0), LINE[1]])
  expect(undone(undone(list)).now[0].points).toEqual(LINE)
  // After an undo it is a change of its own.
  const again = moved(undone(undone(list)), 1, [point(5, 0), LINE[1]], 0, true)
  expect(undone(again).now[0].points).toEqual(LINE)
})
