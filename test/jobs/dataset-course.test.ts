import { expect, test } from 'vitest'
import type { Progress } from '../../src/core/work.ts'
import { DatasetCourse } from '../../src/jobs/dataset-course.ts'

test('every stage says which dataset it is of, and from the second on how long all that is left takes', () => {
  let now = 100
  const course = new DatasetCourse(10, () => now)
  const told: (string | undefined)[] = []
  const work = course.of({ onProgress: ({ detail }) => told.push(detail) })
  const progress: Progress = { stage: 'Preparing pictures', done: 1, total: 2, unit: 'images' }
  work.onProgress!(progress)
  course.next()
  now = 140
  work.onProgress!({ ...progress, detail: 'dataset 1' })
  // A dataset took a minute, and nine are left; a minute later it is a minute less.
  now = 160
  course.next()
  work.onProgress!(progress)
  now = 220
  work.onProgress!(progress)
  expect(told).toEqual([
    undefined,
    'dataset 1 of 10',
    'dataset 2 of 10, about 9 min left in all',
    'dataset 2 of 10, about 8 min left in all'
  ])
})
