import { expect, test } from 'vitest'
import { Dictionaries } from '../../../src/core/catalogue/dictionaries.ts'
import { newCatalogue } from './synthetic.ts'
import type { TagId } from '../../../src/core/catalogue/types.ts'

const [FIRST, SECOND, THIRD] = [1, 2, 3] as TagId[]

test('a dictionary is its parts together, each text at its code', () => {
  const dictionaries = new Dictionaries(newCatalogue().db)
  dictionaries.append(FIRST, 2, ['CT', 'MR'])
  dictionaries.append(SECOND, 2, ['HEAD'])
  dictionaries.append(FIRST, 4, ['US', 'line\nbreak'])
  expect(dictionaries.read(FIRST)).toEqual(['', '', 'CT', 'MR', 'US', 'line\nbreak'])
  expect(dictionaries.read(SECOND)).toEqual(['', '', 'HEAD'])
  expect(dictionaries.read(THIRD)).toEqual(['', ''])
})

test('where a part is lost, the texts behind it keep their codes', () => {
  const { db } = newCatalogue()
  const dictionaries = new Dictionaries(db)
  dictionaries.append(FIRST, 2, ['CT'])
  dictionaries.append(FIRST, 3, ['MR'])
  db.exec('DELETE FROM value WHERE first = 2')
  expect(dictionaries.read(FIRST)[3]).toBe('MR')
})
