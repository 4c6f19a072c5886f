import { expect, test } from 'vitest'
import { RunsBuffer } from '../../../src/core/catalogue/runs-buffer.ts'
import fc from '../../fast-check.ts'

const ABSENT = 0

test('a value holds from its row on until the next one begins', () => {
  const buffer = new RunsBuffer(ABSENT)
  buffer.set(1, 7)
  buffer.set(2, 7)
  buffer.set(4, 8)
  expect(buffer.starts).toEqual([1, 4])
  expect(buffer.values).toEqual([7, 8])
  expect([...buffer.rows(6)]).toEqual([0, 7, 7, 7, 8, 8])
})

test('what is said last for a row counts; back to the value before, there is no run', () => {
  const buffer = new RunsBuffer(ABSENT)
  buffer.set(0, 7)
  buffer.set(3, ABSENT)
  buffer.set(3, 8)
  expect([...buffer.rows(4)]).toEqual([7, 7, 7, 8])
  buffer.set(3, 7)
  expect(buffer.starts).toEqual([0])
  expect([...buffer.rows(4)]).toEqual([7, 7, 7, 7])
})

test('the first run may be taken back altogether', () => {
  const buffer = new RunsBuffer(ABSENT)
  buffer.set(0, 7)
  buffer.set(0, ABSENT)
  expect(buffer.starts).toEqual([])
  expect(buffer.values).toEqual([])
})

test('the next chunk begins with the value that holds', () => {
  const buffer = new RunsBuffer(ABSENT)
  buffer.set(5, 7)
  buffer.restart()
  expect([...buffer.rows(3)]).toEqual([7, 7, 7])
  buffer.set(1, ABSENT)
  buffer.restart()
  expect(buffer.starts).toEqual([])
  expect([...buffer.rows(2)]).toEqual([0, 0])
})

test('rows and runs are those of a plain array, chunk after chunk, whatever is said', () => {
  const say = fc.record({ steps: fc.nat(2), value: fc.nat(3) })
  const chunks = fc.array(fc.array(say, { maxLength: 12 }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(chunks, (saidByChunk) => {
      const buffer = new RunsBuffer(ABSENT)
      let held = ABSENT
      for (const said of saidByChunk) {
        const plain = Array<number>(30).fill(held)
        let row = 0
        for (const { steps, value } of said) {
          row += steps
          buffer.set(row, value)
          plain.fill(value, row)
        }
        held = plain[29]
        expect([...buffer.rows(30)]).toEqual(plain)
        // As few runs as there can be: that is what the encoding counts on.
        const starts = plain.flatMap((value, i) => (value === (i === 0 ? ABSENT : plain[i - 1]) ? [] : [i]))
        expect(buffer.starts).toEqual(starts)
        expect(buffer.values).toEqual(starts.map((start) => plain[start]))
        buffer.restart()
      }
    })
  )
})
