import { expect, test } from 'vitest'
import { type CountedRemark, RemarkCounts } from '../../src/core/remark-counts.ts'
import type { Message } from '../../src/messages/message.ts'

const red: Message = { code: 'lut-short', parameters: { name: 'red', held: 3, described: 5 } }
const green: Message = { code: 'lut-short', parameters: { name: 'green', held: 3, described: 5 } }
const zero: Message = { code: 'slope-zero', parameters: {} }

test('remarks are counted by kind, an image once for each, with the first as an example', () => {
  const counts = new RemarkCounts()
  counts.add({ instance: 3, remarks: [zero] })
  counts.add({ instance: 4, remarks: [red, green] })
  counts.add({ instance: 5, remarks: [green] })
  const list: CountedRemark[] = [
    { ...red, images: 2, instance: 4 },
    { ...zero, images: 1, instance: 3 }
  ]
  expect(counts.list()).toEqual(list)
  const further = new RemarkCounts(list)
  further.add({ instance: 9, remarks: [zero, red] })
  expect(further.list().map(({ images }) => images)).toEqual([3, 2])
  expect(list[1].images).toBe(1)
})
