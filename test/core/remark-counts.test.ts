import { expect, test } from 'vitest'
import { RemarkCounts } from '../../src/core/remark-counts.ts'

const red = { code: 'lut-short', message: 'red' }
const green = { code: 'lut-short', message: 'green' }
const zero = { code: 'slope-zero', message: 'zero' }

test('remarks are counted by kind, an image once for each, with the first as an example', () => {
  const counts = new RemarkCounts()
  counts.add({ instance: 3, remarks: [zero] })
  counts.add({ instance: 4, remarks: [red, green] })
  counts.add({ instance: 5, remarks: [green] })
  const list = [
    { code: 'lut-short', images: 2, instance: 4, message: 'red' },
    { code: 'slope-zero', images: 1, instance: 3, message: 'zero' }
  ]
  expect(counts.list()).toEqual(list)
  const further = new RemarkCounts(list)
  further.add({ instance: 9, remarks: [zero, red] })
  expect(further.list().map(({ images }) => images)).toEqual([3, 2])
  expect(list[1].images).toBe(1)
})
