import { expect, test } from 'vitest'
import { arrayList, chunks } from '../../../src/jobs/slurm/array.ts'
import fc from '../../fast-check.ts'

test.each([
  [[], ''],
  [[3], '3'],
  [[0, 1, 2], '0-2'],
  [[3, 17, 18, 19, 21], '3,17-19,21']
])('the tasks %j are %j for sbatch', (tasks, list) => {
  expect(arrayList(tasks)).toBe(list)
})

test('an array has no number that the cluster refuses: of 1,001 tasks and a limit of 1,001 there is one array', () => {
  expect(chunks([...Array(1001).keys()], 1001).map(({ offset, tasks }) => [offset, arrayList(tasks)])).toEqual([
    [0, '0-1000']
  ])
})

test('what is missing of a large plan comes in arrays with the number of their first task', () => {
  expect(chunks([5, 1000, 1001, 2500], 1001)).toEqual([
    { offset: 0, tasks: [5, 1000] },
    { offset: 1001, tasks: [0] },
    { offset: 2002, tasks: [498] }
  ])
})

test('each task is in one array, once, with a number that the cluster takes', () => {
  const tasks = fc.uniqueArray(fc.nat(5000)).map((numbers) => numbers.sort((a, b) => a - b))
  fc.assert(
    fc.property(tasks, fc.integer({ min: 1, max: 1500 }), (missing, most) => {
      const arrays = chunks(missing, most)
      expect(arrays.flatMap(({ offset, tasks }) => tasks.map((task) => task + offset))).toEqual(missing)
      expect(arrays.every(({ tasks }) => tasks.every((task) => task < most))).toBe(true)
    })
  )
})
