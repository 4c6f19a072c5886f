import { expect, test } from 'vitest'
import { readDocument, type Versions, writeDocument } from '../../../../src/core/catalogue/stored/document.ts'
import { anyText, fields, integer } from '../../../../src/core/schema.ts'
import * as v from 'valibot'

interface Box {
  width: number
  colour: string
}
/** Version 1 called the width `size`, and knew no colours. */
const BOX: Versions<Box> = [
  v.pipe(
    fields({ size: integer(1, 9) }),
    v.transform(({ size }) => ({ width: size, colour: 'grey' }))
  ),
  fields({ width: integer(1, 9), colour: anyText })
]
const read = (text: unknown) => readDocument(BOX, text, { kind: 'run', name: 3 }, 'features')

test('a document without a version is of version 1, and is read as one of today', () => {
  expect(read('{"size":4}')).toEqual({ width: 4, colour: 'grey' })
  expect(read('{"version":1,"size":4}')).toEqual({ width: 4, colour: 'grey' })
})

test('what is written is of the newest version, and without what it does not know', () => {
  const box = { width: 4, colour: 'red', secret: 'DOE^JANE' }
  const text = writeDocument(BOX, box, 'features')
  expect(text).toBe('{"version":2,"width":4,"colour":"red"}')
  expect(read(text)).toEqual({ width: 4, colour: 'red' })
})

test('of a kind that has had one version only, the version is not written', () => {
  expect(writeDocument([fields({ a: anyText })], { a: 'x' }, 'it')).toBe('{"a":"x"}')
})

test('nothing is written that could not be read', () => {
  expect(() => writeDocument(BOX, { width: NaN, colour: '' }, 'features')).toThrow(
    'features.width has to be a whole number from 1 to 9'
  )
})

test.each([
  ['no JSON', '{', 'features has to be JSON'],
  ['no text', null, 'features has to be an object'],
  ['a list', '[]', 'features has to be an object'],
  ['another type', '{"version":2,"width":"4"}', 'features.width has to be a whole number from 1 to 9'],
  ['an older one that is damaged', '{"size":10}', 'features.size has to be a whole number from 1 to 9'],
  ['version 0', '{"version":0}', 'features.version has to be a whole number from 1 to 2'],
  ['a version that is none', '{"version":"2"}', 'features.version has to be a whole number from 1 to 2']
])('%s is refused with the name of the run, the place and what to do', (_what, text, problem) => {
  expect(() => read(text)).toThrow(
    expect.objectContaining({
      code: 'document-damaged',
      message: `Run 3 is damaged: ${problem}. Cluster again for a new one, or put a backup of the catalogue in its place.`
    })
  )
})

test('a document one version newer is refused as newer, not as damaged', () => {
  expect(() => read('{"version":3}')).toThrow(
    expect.objectContaining({
      code: 'document-newer',
      message: 'Run 3 was made by a newer Medoid: this one does not know its features. Update Medoid to read it.'
    })
  )
})
