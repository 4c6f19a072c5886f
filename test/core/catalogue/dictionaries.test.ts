import { expect, test } from 'vitest'
import { Dictionaries } from '../../../src/core/catalogue/dictionaries.ts'
import { newCatalogue } from './synthetic.ts'

test('a dictionary is its parts together, each text at its code', () => {
  const dictionaries = new Dictionaries(newCatalogue().db)
  dictionaries.append(1, 2, ['CT', 'MR'])
  dictionaries.append(2, 2, ['HEAD'])
  dictionaries.append(1, 4, ['US', 'line\nbreak'])
  expect(dictionaries.read(1)).toEqual(['', '', 'CT', 'MR', 'US', 'line\nbreak'])
  expect(dictionaries.read(2)).toEqual(['', '', 'HEAD'])
  expect(dictionaries.read(3)).toEqual(['', ''])
})

test('where a part is lost, the texts behind it keep their codes', () => {
  const { db } = newCatalogue()
  const dictionaries = new Dictionaries(db)
  dictionaries.append(1, 2, ['CT'])
  dictionaries.append(1, 3, ['MR'])
  db.exec('DELETE FROM value WHERE first = 2')
  expect(dictionaries.read(1)[3]).toBe('MR')
})
