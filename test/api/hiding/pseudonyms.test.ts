import fc from '../../fast-check.ts'
import { expect, test } from 'vitest'
import { mark } from '../../../src/api/hiding/marks.ts'
import { Pseudonyms } from '../../../src/api/hiding/pseudonyms.ts'

test('a text has one pseudonym, and nothing has none', () => {
  const pseudonyms = new Pseudonyms()
  expect(['Doe', 'Roe', 'Doe', ''].map((text) => pseudonyms.of(text))).toEqual([
    '[hidden 1]',
    '[hidden 2]',
    '[hidden 1]',
    ''
  ])
})

test('what is marked is shown by its pseudonym, wherever it stands, and meant when it comes back', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', minLength: 1 })), (texts) => {
      const pseudonyms = new Pseudonyms()
      const answer = { rows: texts.map((text) => ({ text: mark(text), words: `of ${mark(text)}.` })) }
      const shown = pseudonyms.shown(answer)
      shown.rows.forEach(({ text, words }) => {
        expect(text).toMatch(/^\[hidden \d+\]$/)
        expect(words).toBe(`of ${text}.`)
      })
      expect(pseudonyms.meant(shown.rows.map(({ text }) => text))).toEqual(texts)
    })
  )
})

test('a value that looks like a mark, or ends one, ends no other one', () => {
  const pseudonyms = new Pseudonyms()
  const hostile = '\uE001Doe\uE000'
  expect(pseudonyms.shown(mark(hostile))).toBe('[hidden 1]')
  expect(pseudonyms.meant('[hidden 1]')).toBe(hostile)
})

test('a number that stands for nothing is what it says', () => {
  const pseudonyms = new Pseudonyms()
  pseudonyms.of('Doe')
  expect(pseudonyms.meant('[hidden 2] [hidden 99999999999999999999]')).toBe('[hidden 2] [hidden 99999999999999999999]')
})

test('paths are hidden in what the system says, also those with quotes in their names', () => {
  const pseudonyms = new Pseudonyms()
  expect(pseudonyms.withoutPaths("ENOENT: no such file or directory, open '/data/O'Hara/1.dcm'")).toBe(
    "ENOENT: no such file or directory, open '[hidden 1]'"
  )
  expect(pseudonyms.withoutPaths({ path: '/data/Doe', count: 3 })).toEqual({ path: '[hidden 2]', count: 3 })
})

test('what somebody asked with stays hidden in the sentence that comes of it', () => {
  const pseudonyms = new Pseudonyms()
  pseudonyms.of('Doe')
  const texts = new Set<string>()
  expect(pseudonyms.meant({ value: '[hidden 1]' }, (text) => texts.add(text))).toEqual({ value: 'Doe' })
  expect(pseudonyms.again('No image has “Doe”.', texts)).toBe('No image has “[hidden 1]”.')
})
