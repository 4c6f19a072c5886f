import { expect, test } from 'vitest'
import { boolean, integer, list, object, oneOf, optional, parse, text } from '../../src/core/schema.ts'

const schema = object({
  name: text({ max: 5 }),
  size: integer(1, 10),
  kind: optional(oneOf('a', 'b')),
  tags: list(text(), 2),
  open: boolean
})
const good = { name: 'x', size: 3, tags: ['t'], open: true }

test('a value that is as it says comes back as a copy', () => {
  const copy = parse(schema, good, 'it')
  expect(copy).toEqual(good)
  expect(copy).not.toBe(good)
  expect(copy.tags).not.toBe(good.tags)
})

test.each<[string, unknown, string]>([
  ['no object', [good], 'it has to be an object.'],
  ['null', null, 'it has to be an object.'],
  ['a field too many', { ...good, evil: 1 }, 'it.evil has to be left out: it means nothing here.'],
  ['a field missing', { ...good, size: undefined }, 'it.size has to be a whole number from 1 to 10.'],
  ['a fraction', { ...good, size: 1.5 }, 'it.size has to be a whole number from 1 to 10.'],
  ['too large', { ...good, size: 11 }, 'it.size has to be a whole number from 1 to 10.'],
  ['too long', { ...good, name: 'xxxxxx' }, 'it.name has to be a text of at most 5 characters.'],
  ['blank', { ...good, name: ' ' }, 'it.name has to be a text that is not empty.'],
  ['a null character', { ...good, name: 'a\0' }, 'it.name has to be a text without null characters.'],
  ['not one of them', { ...good, kind: 'c' }, 'it.kind has to be one of a, b.'],
  ['too many', { ...good, tags: ['a', 'b', 'c'] }, 'it.tags has to be a list of at most 2.'],
  ['an item', { ...good, tags: ['a', 1] }, 'it.tags[1] has to be a text.'],
  ['a word for true', { ...good, open: 'true' }, 'it.open has to be true or false.']
])('%s is refused, and told where', (_what, value, message) => {
  expect(() => parse(schema, value, 'it')).toThrow(expect.objectContaining({ code: 'invalid-arguments', message }))
})

test('names that every object inherits are no fields, and change no prototype', () => {
  const any = object({})
  expect(() => parse(any, JSON.parse('{"__proto__":{"admin":true}}'), 'it')).toThrow('it.__proto__ has to be left out')
  expect(() => parse(object({ constructor: text() }), {}, 'it')).toThrow('it.constructor has to be a text.')
  expect(({} as { admin?: boolean }).admin).toBeUndefined()
})
