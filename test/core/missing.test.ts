import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { MISSING_WORDS, missingWords } from '../../src/core/missing.ts'

test('the words of pandas, R, NumPy, SQL and spreadsheets mean a missing value, with or without space around them', () => {
  const isMissing = missingWords()
  for (const word of ['', '  ', 'NA', ' NA ', 'NaN', 'nan', 'null', 'NULL', 'None', 'N/A', '#N/A', '<NA>', '-nan']) {
    expect(isMissing(word), word).toBe(true)
  }
})

test('what may mean something else does not', () => {
  const isMissing = missingWords()
  for (const word of ['na', 'Na', 'none', 'NONE', 'no', '0', '-', '?', 'unknown', '999']) {
    expect(isMissing(word), word).toBe(false)
  }
})

test('words are added for one file', () => {
  const isMissing = missingWords(['999', ' unknown '])
  expect(['999', 'unknown', 'NA', '99', 'Unknown'].map(isMissing)).toEqual([true, true, true, false, false])
})

test('the list for people names every word', () => {
  const isMissing = missingWords()
  expect(MISSING_WORDS.split(', ').slice(1).every(isMissing)).toBe(true)
  expect(MISSING_WORDS.split(', ')).toHaveLength(19)
})

test('the README names every word', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  for (const word of MISSING_WORDS.split(', ').slice(1)) expect(readme).toContain(`\`${word}\``)
})
